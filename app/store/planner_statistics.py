"""Statistics for the query planners."""

from typing import Any

from sqlalchemy import Engine

from app.store.transactions import driver_errors

# rows of an index that SQLite samples
_SAMPLE = 2000


def update_statistics(engine: Engine) -> None:
    """Update the planner's statistics, and on PostgreSQL the visibility map that index-only scans need. Run it after loading."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM (ANALYZE)")
        else:
            driver: Any = connection.connection.dbapi_connection
            with driver_errors(connection, "ANALYZE"):
                driver.execute(f"PRAGMA analysis_limit = {_SAMPLE}").fetchone()
                driver.execute("ANALYZE")
