"""Tombstones of removed rows: what the id named, until when, and which row now comes nearest to it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlmodel import SQLModel

from app.store.successors import Successors
from app.store.tables import (
    Citation,
    Claim,
    Conflict,
    Corroboration,
    Document,
    Entity,
    Indicator,
    Metric,
    Number,
    Publisher,
    Reference,
    Relation,
    Section,
    Source,
    Tombstone,
    Topic,
    Unit,
    columns,
    table,
)
from app.store.transactions import fetch_rows

# by list: the table of its rows, and the field with what a row says
LISTED: dict[str, tuple[type[SQLModel], str]] = {
    "documents": (Document, "title"), "sections": (Section, "title"), "claims": (Claim, "text"), "metrics": (Metric, "quote"),
    "indicators": (Indicator, "name_en"), "units": (Unit, "name_en"), "entities": (Entity, "name_en"),
    "relations": (Relation, "quote"), "sources": (Source, "url"), "publishers": (Publisher, "name_en"),
    "references": (Reference, "title"), "citations": (Citation, "number"), "numbers": (Number, "text"),
    "conflicts": (Conflict, "title_en"), "corroborations": (Corroboration, "title_en"), "topics": (Topic, "name_en"),
}  # fmt: skip
# rows that a statement names by their keys
_BATCH = 1000
_READ = ("id", "document", "claim_id", "start", "indicator", "entity", "subject", "period")
Rows = Mapping[type[SQLModel], list[dict[str, Any]]]


def find_tombstone(connection: Connection, list_name: str, key: str) -> dict[str, Any] | None:
    """The tombstone of a removed row; null if the row exists, or never did."""
    row = columns(Tombstone)
    found = fetch_rows(connection, select(table(Tombstone)).where(row.list == list_name, row.key == key))
    return found[0] if found else None


def add_tombstones(connection: Connection, rows: Rows, before: str, version: str, at: str) -> None:
    """Compare the keys of the stored rows with those of `rows`, which are to replace them in the same transaction."""
    successors = Successors(connection, rows)
    for name, (model, words) in LISTED.items():
        key = _key(model)
        present = {row[key.name] for row in rows.get(model, ())}
        _remove(connection, name, present)
        lost = [one for one in connection.execute(select(key)).scalars() if one not in present]
        for chosen in _batches(lost):
            stored = _read(connection, model, words, chosen)
            found = successors.find(model, words, stored) if "start" in columns(model) else {}
            _replace_successors(connection, name, chosen, found)
            laid = [
                {
                    "list": name,
                    "key": row[key.name],
                    "document": row.get("document"),
                    "text": str(row[words]),
                    "version": before,
                    "gone_in": version,
                    "gone_at": at,
                    "successor": found.get(row[key.name]),
                }
                for row in stored
            ]
            connection.execute(insert(table(Tombstone)), laid)


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    left = iter(keys)
    while chosen := list(islice(left, _BATCH)):
        yield chosen


def _key(model: type[SQLModel]) -> Any:
    (key,) = table(model).primary_key
    return key


def _read(connection: Connection, model: type[SQLModel], words: str, keys: Iterable[str]) -> list[dict[str, Any]]:
    key, of = _key(model), columns(model)
    names = dict.fromkeys([key.name, words, *(name for name in _READ if name in of)])
    return fetch_rows(connection, select(*(of[name] for name in names)).where(key.in_(keys)).order_by(key))


def _remove(connection: Connection, name: str, present: set[str]) -> None:
    """Delete the tombstones of rows that are back."""
    row = columns(Tombstone)
    held = connection.execute(select(row.key).where(row.list == name)).scalars()
    for chosen in _batches([key for key in held if key in present]):
        connection.execute(delete(table(Tombstone)).where(row.list == name, row.key.in_(chosen)))


def _replace_successors(connection: Connection, name: str, lost: Iterable[str], found: Mapping[str, str]) -> None:
    """Replace successors that were removed themselves by their own successors."""
    row = columns(Tombstone)
    led = select(row.successor).where(row.list == name, row.successor.in_(lost)).distinct()
    for key in connection.execute(led).scalars().all():
        here = (row.list == name, row.successor == key)
        connection.execute(update(table(Tombstone)).where(*here).values(successor=found.get(key)))
