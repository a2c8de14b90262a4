"""What claims are about."""
