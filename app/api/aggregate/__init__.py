"""Figures in groups, and what can rightly be computed of a group."""
