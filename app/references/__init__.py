"""Entries of the bibliographies."""
