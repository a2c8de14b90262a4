"""Facets: a list's rows counted by the values of a filter, and the counts that are stored after loading."""
