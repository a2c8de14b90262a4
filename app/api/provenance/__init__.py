"""Provenance, shared by the resources: from words to their document, markers, references and sources.

Has no route. May import `app.http`, `app.lists` and `app.store`; imported by the other resources.
"""
