"""Sentences of the documents."""
