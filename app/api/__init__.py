"""The JSON API: one folder per resource, with its routes, queries and schemas.

Most folders are lists (`claims`, `metrics`, `entities`, ...), collected in `registry.py`. The others answer questions across
lists: `search`, `suggest`, `aggregate`, `series`, `availability`, `fields`, `export` and `service`. In a folder, `routes.py`
has the paths, `queries.py` the SQL statements, and `schemas.py` the parameters and responses.

May import `app.http`, `app.formats`, `app.lists`, `app.store` and `app.vocabulary`; imported by `app.main` and `app.cli`.
"""
