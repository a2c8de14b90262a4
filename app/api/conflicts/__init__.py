"""Figures and claims that cannot all be right."""
