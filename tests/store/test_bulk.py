"""Bulk loading: all or nothing, and a text index that holds the very tokens of the texts."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import func, insert, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from app.config import Settings
from app.store.bulk_inserts import Batch, bulk_insert, column_tuples
from app.store.bulk_transactions import write_in_bulk
from app.store.engines import open_engine
from app.store.publishing import Build, publish
from app.store.tables import Claim, Metric, SearchEntry, columns, table
from app.store.text_index import index_words
from app.store.tokens import BREAK, tokens
from app.store.transactions import without_memory_map, write
from tests.conftest import migrated

pytestmark = pytest.mark.slow

# all that the index may meet: its last characters are in the plane before 0x30000
CHARACTERS = [chr(point) for point in range(1, 0x30000) if not 0xD800 <= point < 0xE000]
# what each index holds: entry, place, token
HELD = {
    "sqlite": 'SELECT doc, "offset" + 1, term FROM words',
    "postgresql": "SELECT id, unnest(positions), lexeme FROM search_index, unnest(tokens)",
}


@pytest.mark.parametrize(("workers", "characters"), [(0, CHARACTERS), (1, CHARACTERS[:20_000])])
def test_the_index_holds_the_tokens_as_they_are(empty: Settings, workers: int, characters: list[str]) -> None:
    engine = open_engine(migrated(empty))
    texts = [" ".join(characters[first : first + 500]) for first in range(0, len(characters), 500)]
    entries = [(id_, {"text": text, "text_en": text[:9]}) for id_, text in enumerate(texts, 1)]
    expected = {
        (id_, place, token)
        for id_, fields in entries
        for place, token in enumerate([token for text in fields.values() for token in [*tokens(text), BREAK]], 1)
    }
    told: list[int] = []
    with write(engine) as connection:
        rows = [{"id": id_, "list": "claims", "key": str(id_), "fields": fields} for id_, fields in entries]
        connection.execute(insert(table(SearchEntry)), rows)
        index_words(connection, told.append, workers=workers)
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search_index', 'instance')")
        held = {tuple(row) for row in connection.exec_driver_sql(HELD[engine.dialect.name])}
    engine.dispose()
    assert sum(told) == len(entries)
    assert held == expected


def batches(built: Build, **fault: object) -> list[Batch]:
    """All rows of the report in the order of their references, one figure in the middle with a fault."""
    models: dict[str, type[SQLModel]] = {table(model).name: model for model in built.rows}
    rows = built.rows | {Metric: [row | fault if i == 400 else row for i, row in enumerate(built.rows[Metric])]}
    ordered = [models[one.name] for one in SQLModel.metadata.sorted_tables if one.name in models]
    return [(model, column_tuples(model, rows[model])) for model in ordered]


def declared(engine: object) -> dict[str, Sequence[object]]:
    """Keys, indices and references of the metrics, as the database has them."""
    asked = inspect(engine)
    found: dict[str, Sequence[Any]] = {
        "unique": asked.get_unique_constraints("metric"),
        "foreign": asked.get_foreign_keys("metric"),
    }
    indices: list[dict[str, Any]] = [dict(one) for one in asked.get_indexes("metric")]
    for one in indices:
        one["dialect_options"] = {name: str(value) for name, value in one.get("dialect_options", {}).items()}
    found |= {"indices": indices, "key": [asked.get_pk_constraint("metric")]}
    return {name: sorted(map(str, values)) for name, values in found.items()}


def test_bulk_loading_gives_what_loading_gives(empty: Settings, built: Build) -> None:
    engine = open_engine(migrated(empty))
    before = declared(engine)
    with write_in_bulk(engine) as connection:
        assert bulk_insert(connection, batches(built)) == sum(map(len, built.rows.values()))
    every = select(*columns(Metric)).order_by(columns(Metric).id)
    with engine.connect() as connection:
        in_bulk = connection.execute(every).all()
    assert declared(engine) == before
    assert publish(engine, built)
    with engine.connect() as connection:
        assert connection.execute(every).all() == in_bulk
    engine.dispose()


@pytest.mark.parametrize("fault", [{"status": "maybe"}, {"unit": None}, {"unit": "no-such-unit"}, {"id": "first"}], ids=str)
def test_a_fault_leaves_nothing_of_a_bulk_load(empty: Settings, built: Build, fault: dict[str, object]) -> None:
    engine = open_engine(migrated(empty))
    before = declared(engine)
    if "id" in fault:
        fault = {"id": built.rows[Metric][0]["id"]}
    with pytest.raises((IntegrityError, ValueError)), write_in_bulk(engine) as connection:
        bulk_insert(connection, batches(built, **fault))
    with engine.connect() as connection:
        counts = [connection.scalar(select(func.count()).select_from(table(model))) for model in (Claim, Metric)]
    assert counts == [0, 0]
    assert declared(engine) == before
    # once tells as much as after each fault
    if "id" in fault:
        assert publish(engine, built)
    engine.dispose()


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_the_file_is_not_mapped_only_while_all_of_it_is_gone_through(empty: Settings) -> None:
    engine = open_engine(empty)
    with engine.connect() as connection:

        def told() -> list[Any]:
            return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("mmap_size", "cache_size")]

        before = told()
        with without_memory_map(connection):
            meanwhile = told()
        after = told()
    engine.dispose()
    assert before[0] > 0 == meanwhile[0]
    assert meanwhile[1] < before[1] < 0
    assert after == before
