"""One indicator over time, as a list or as a table.

May import the resources' queries and schemas, `app.http`, `app.formats`, `app.lists` and `app.store`; imported by `app.main`.
"""
