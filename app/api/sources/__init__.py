"""Pages that references point to."""
