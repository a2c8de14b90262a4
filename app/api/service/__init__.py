"""The index, health checks and the kinds of problems.

May import the resources' queries and schemas, `app.http`, `app.formats`, `app.lists` and `app.store`; imported by `app.main`.
"""
