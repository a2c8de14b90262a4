"""The documents themselves."""
