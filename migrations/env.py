"""Alembic's entry: the database is the one that FACTBASE_DATABASE_URL names, or the connection handed over by the caller."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import app.models  # noqa: F401 - fills the metadata
from app.config import Settings
from app.db import open_engine, write


def run() -> None:
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    engine = open_engine(Settings())
    with write(engine) as connection:
        _migrate(connection)
    engine.dispose()


def _migrate(connection: Connection) -> None:
    # SQLite cannot alter a constraint in place; batch mode copies the table
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


run()
