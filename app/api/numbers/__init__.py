"""The ledger of every number in the documents.

The list `/numbers` and its rows. May import the other resources' queries and schemas, `app.http`, `app.formats`, `app.lists`
and `app.store`; imported by `app.main` and `app.api`.
"""
