"""What there is under a filter."""
