"""Alembic's entry: the database is the one that FACTBASE_DATABASE_URL names, or the connection handed over by the caller."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import app.store.tables.base  # noqa: F401 - fills the metadata
from app.config import Settings
from app.store.engines import open_engine
from app.store.transactions import write


def run() -> None:
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    engine = open_engine(Settings())
    with write(engine) as connection:
        _migrate(connection)
    engine.dispose()


def _is_compared(_: object, name: str | None, kind: str, *__: object) -> bool:
    """The text index is each database's own and made by hand, with the tables SQLite keeps behind it.

    Nor is an index that descends compared: SQLite does not tell SQLAlchemy that it does.
    """
    if kind == "index" and name is not None and "_desc_" in name:
        return False
    return kind != "table" or name is None or not name.startswith("search_index")


def _migrate(connection: Connection) -> None:
    # SQLite cannot alter a constraint in place; batch mode copies the table
    context.configure(
        connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, compare_type=True,
        include_object=_is_compared,
    )  # fmt: skip
    with context.begin_transaction():
        context.run_migrations()


run()
