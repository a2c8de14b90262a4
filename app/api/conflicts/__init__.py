"""Metrics and claims that contradict each other, in value, arithmetic, scope or time.

The list `/conflicts` and its rows. May import the other resources' queries and schemas, `app.http`, `app.formats`, `app.lists`
and `app.store`; imported by `app.main` and `app.api`.
"""
