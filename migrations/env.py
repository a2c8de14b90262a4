"""Alembic's entry: the database is the one that FACTBASE_DATABASE_URL names, or the connection handed over by the caller."""

from collections.abc import Collection, Mapping
from typing import Any

from alembic import context, op
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection, inspect
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
    """The text index is each database's own and made by hand, with the tables SQLite keeps behind it; so is what gives its views types.

    Nor is an index that descends compared: SQLite does not tell SQLAlchemy that it does.
    """
    if kind == "index" and name is not None and "_desc_" in name:
        return False
    return kind != "table" or name is None or not name.startswith(("search_index", "column_type"))


def _note_step(ctx: MigrationContext, step: MigrationInfo, heads: Collection[Any], run_args: Mapping[str, Any]) -> None:
    """Mark the dataset after a step back that took stored values away, so that it is published anew and no cache keeps its answers.

    A migration whose downgrade loses nothing says so by `is_lossless = True`.
    """
    if step.is_upgrade or getattr(step.up_revision.module, "is_lossless", False):  # type: ignore[union-attr]
        return
    if inspect(ctx.connection).has_table("dataset"):
        op.execute("UPDATE dataset SET version = version || '-downgraded' WHERE version NOT LIKE '%-downgraded'")


def _migrate(connection: Connection) -> None:
    # SQLite cannot alter a constraint in place; batch mode copies the table
    context.configure(
        connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, compare_type=True,
        include_object=_is_compared, on_version_apply=_note_step,
    )  # fmt: skip
    with context.begin_transaction():
        context.run_migrations()


run()
