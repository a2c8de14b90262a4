"""The whole database as one file."""
