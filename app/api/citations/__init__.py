"""In-text markers."""
