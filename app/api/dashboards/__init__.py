"""Pages of tiles that curators compose.

The answers `/dashboards` and `/dashboards/<slug>`, and what an address in a dashboard's file may be. May import the other
resources' queries and schemas, `app.http`, `app.lists` and `app.store`; imported by `app.main` and `app.cli`.
"""
