"""Search across all lists, ranked."""
