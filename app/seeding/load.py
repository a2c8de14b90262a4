"""Rows into the database: one transaction, all or nothing, and nothing to do where the same seeds are loaded already."""

from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlmodel import SQLModel

from app.db import clear_search_index, fill_search_index, write
from app.models import Dataset, SearchEntry, columns
from app.seeding.build import Build, Progress
from app.tokens import field_tokens

# rows a statement; what is bound at once stays small however large the table
_BATCH = 1000


def load(engine: Engine, built: Build, progress: Progress = lambda _: None) -> bool:
    """Replace what the database holds by `built`. False where that version was there already and nothing was written."""
    with write(engine) as connection:
        if dataset_version(connection) == built.version:
            return False
        tables = SQLModel.metadata.sorted_tables
        # the dataset row goes first and comes last, so that a reader never meets a version without its rows
        for table in reversed(tables):
            connection.execute(delete(table))
        clear_search_index(connection)
        by_name = {str(table.__tablename__): rows for table, rows in built.rows.items()}
        for table in tables:
            rows = by_name.get(table.name, [])
            progress(f"loading {len(rows)} rows into {table.name}")
            for start in range(0, len(rows), _BATCH):
                connection.execute(insert(table), rows[start : start + _BATCH])
        progress("indexing words")
        entries = [(row["id"], field_tokens(row["fields"].values())) for row in built.rows[SearchEntry]]
        fill_search_index(connection, entries)
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


def dataset_version(connection: Connection) -> str | None:
    """The version of the dataset that the database holds; null where it is empty."""
    version: str | None = connection.execute(select(columns(Dataset).version)).scalar()
    return version
