"""Completion of names while they are typed."""
