"""Filters: what one is (`filter`), those that several lists share, and one module for each that needs SQL of its own."""
