"""Metrics in groups, with exact measures of each group and refusal of misleading ones.

May import the resources' queries and schemas, `app.http`, `app.formats`, `app.lists` and `app.store`; imported by `app.main`.
"""
