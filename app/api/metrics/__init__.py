"""Figures, each about one subject."""
