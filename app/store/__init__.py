"""The database: tables, engines, transactions, migrations, and everything that SQLite and PostgreSQL do differently.

Rows are published, indexed for search, counted for coverage and verified here. The package imports `vocabulary`, `report`,
`config` and `errors`. `lists`, `seeding` and all that is above them import it.
"""
