"""Rows into the database: one transaction, all or nothing, and nothing to do where the same seeds are loaded already."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine, delete, insert
from sqlmodel import SQLModel

from app.db import write
from app.models import Dataset
from app.seeding.bulk import encoded, index_words
from app.seeding.bulk import insert as insert_all
from app.seeding.version import Progress, dataset_version
from app.sql import clear_search_index

if TYPE_CHECKING:
    from app.seeding.build import Build


def load(engine: Engine, built: "Build", progress: Progress = lambda _: None) -> bool:
    """Replace what the database holds by `built`. False where that version was there already and nothing was written."""
    with write(engine) as connection:
        if dataset_version(connection) == built.version:
            return False
        tables = SQLModel.metadata.sorted_tables
        # the dataset row goes first and comes last, so that a reader never meets a version without its rows
        for table in reversed(tables):
            connection.execute(delete(table))
        clear_search_index(connection)
        by_name = {str(model.__tablename__): model for model in built.rows}
        for table in tables:
            if model := by_name.get(table.name):
                rows = built.rows[model]
                progress(f"loading {len(rows)} rows into {table.name}")
                insert_all(connection, [(model, encoded(model, rows))])
        progress("indexing words")
        index_words(connection)
        connection.execute(
            insert(Dataset).values(
                id=1,
                version=built.version,
                built_at=datetime.now(UTC).isoformat(timespec="seconds"),
                files=built.files,
                counts=built.counts,
            )
        )
        return True
