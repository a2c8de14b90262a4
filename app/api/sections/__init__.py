"""The headings of the documents with their text.

The list `/sections` and its rows. May import the other resources' queries and schemas, `app.http`, `app.formats`, `app.lists`
and `app.store`; imported by `app.main` and `app.api`.
"""
