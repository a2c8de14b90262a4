"""Publishing: the rows built from a seeds folder replace those of the database in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Engine, delete, insert
from sqlmodel import SQLModel

from app.store.bulk_inserts import bulk_insert, column_tuples
from app.store.dataset_version import dataset_version
from app.store.dialects import clear_search_index
from app.store.tables import Dataset, Service, Tombstone
from app.store.tables import table as table_of
from app.store.text_index import index_words
from app.store.tombstones import add_tombstones
from app.store.transactions import write

# rows that are turned into a database's values at a time
_BATCH = 5000
Progress = Callable[[str], None]
Row = dict[str, Any]
Rows = defaultdict[type[SQLModel], list[Row]]


@dataclass(frozen=True)
class Build:
    """Rows by table, with the version and the files (SHA-256 by path) that they were built from.

    The rows of a table are a list, or `SpooledRows` where they are many.
    """

    rows: Rows
    version: str
    files: dict[str, str]

    @property
    def counts(self) -> dict[str, int]:
        return {str(table.__tablename__): len(rows) for table, rows in sorted(self.rows.items(), key=_table_name)}


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _table_name(item: tuple[type[SQLModel], object]) -> str:
    return str(item[0].__tablename__)


def publish(engine: Engine, built: Build, progress: Progress = lambda _: None) -> bool:
    """Replace the data of the database by `built`, and keep a tombstone of each row whose id it has no more.

    Returns false, and writes nothing, if it has that version already.
    """
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with write(engine) as connection:
        if (before := dataset_version(connection)) == built.version:
            return False
        lasting = {table_of(Tombstone), table_of(Service)}
        tables = [one for one in SQLModel.metadata.sorted_tables if one not in lasting]
        if before is not None:
            progress("looking for what is gone")
            add_tombstones(connection, built.rows, before, built.version, at)
        # the row of the dataset is deleted first and inserted last, so that no reader sees a version without its rows
        for table in reversed(tables):
            connection.execute(delete(table))
        clear_search_index(connection)
        by_name = {str(model.__tablename__): model for model in built.rows}
        for table in tables:
            if model := by_name.get(table.name):
                rows = built.rows[model]
                progress(f"loading {len(rows)} rows into {table.name}")
                bulk_insert(connection, ((model, column_tuples(model, batch)) for batch in _batches(rows)))
        progress("indexing words")
        index_words(connection)
        connection.execute(
            insert(Dataset).values(
                id=1,
                version=built.version,
                built_at=at,
                files=built.files,
                counts=built.counts,
            )
        )
        return True
