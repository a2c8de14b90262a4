"""The data dictionary: what each field of each list means.

May import the resources' queries and schemas, `app.http`, `app.formats`, `app.lists` and `app.store`; imported by `app.main`.
"""
