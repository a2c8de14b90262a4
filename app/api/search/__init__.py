"""Ranked full-text search across lists.

May import the resources' queries and schemas, `app.http`, `app.formats`, `app.lists` and `app.store`; imported by `app.main`.
"""
