"""SQLite's write-ahead log: what is committed and not yet in the database file, in a file of its own beside it."""

import sqlite3

from sqlalchemy import Engine

from app.store.transactions import temporary_pragmas

# seconds that readers of the log are waited for
_PATIENCE = 5.0


def empty_log(engine: Engine, seconds: float = _PATIENCE) -> None:
    """Write the log of an SQLite database into its file and truncate it, if its readers end soon.

    SQLite keeps the log as it is while others have the database open. A file that is renamed over the database would then be
    read with pages of its predecessor, which SQLite takes for changes of the new file.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        try:
            with temporary_pragmas(driver, {"busy_timeout": int(seconds * 1000)}):
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # type: ignore[union-attr]
        except sqlite3.Error:
            # on a full or read-only disk it stays, and is read as before
            return
