"""Figures held against each other: conflicts, corroborations by independent publishers, repeats, and totals with their parts."""
