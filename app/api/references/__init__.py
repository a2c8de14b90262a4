"""The entries of the bibliographies.

The list `/references` and its rows. May import the other resources' queries and schemas, `app.http`, `app.formats`, `app.lists`
and `app.store`; imported by `app.main` and `app.api`.
"""
