"""The figures that claims state, each about one subject.

The list `/metrics` and its rows. May import the other resources' queries and schemas, `app.http`, `app.formats`, `app.lists`
and `app.store`; imported by `app.main` and `app.api`.
"""
