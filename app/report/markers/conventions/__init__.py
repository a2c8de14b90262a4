"""Citation conventions: one module for each way of citing, listed in `catalogue`."""
