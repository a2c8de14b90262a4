"""The whole database as a data package in one ZIP file.

May import the resources' queries and schemas, `app.http`, `app.formats`, `app.lists` and `app.store`; imported by `app.main` and
`app.cli`.
"""
