"""Citation conventions: one module for each way of citing, and what finds out which of them a report uses."""
