"""Figures that repeat each other."""
