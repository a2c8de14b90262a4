"""Copies of the real report's rows as other documents, each with its own ids, URLs and values.

A template holds each column once. Where a column names what belongs to one document (a public id, the document's slug, a
slug or address that must be unique), the template has a gap, and a copy is the same text with other words in the gaps.
Units, indicators, topics, entities and publishers are shared, and what they count is multiplied.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import JSON, Table
from sqlmodel import SQLModel

from app.store.bulk_inserts import Values, column_tuples
from app.store.publishing import Build
from app.store.tables import (
    Alias,
    Conflict,
    Corroboration,
    Dashboard,
    Document,
    Entity,
    Indicator,
    KindOfUnit,
    Metric,
    Publisher,
    PublisherKind,
    RelationPredicate,
    SearchEntry,
    Source,
    SourceGroup,
    Suggestion,
    Synonym,
    Topic,
    TypeOfEntity,
    Unit,
)
from app.store.tables import table as table_of

# counts up when the same seeds begin to give other copies, so that a database generated before is generated anew
GENERATOR = 2
SHARED: tuple[type[SQLModel], ...] = (
    Topic, PublisherKind, KindOfUnit, TypeOfEntity, RelationPredicate, Unit, Indicator, Publisher, Entity, Alias, Synonym, Dashboard,
)  # fmt: skip
SHARED_LISTS = frozenset({"topics", "units", "indicators", "publishers", "entities"})
# what of a document is suggested; everything else that is, is shared
SUGGESTED_OF_A_DOCUMENT = frozenset({"sources", "documents", "section"})
# what must differ between documents and is no public id: the copy's number is put behind it
NUMBERED: dict[type[SQLModel], tuple[str, ...]] = {
    Document: ("slug", "title", "title_en"),
    Source: ("url", "source_group"),
    SourceGroup: ("slug",),
    Conflict: ("slug",),
    Corroboration: ("slug",),
}
_ID = re.compile(r"\b[a-z]{3}_[a-z2-7]{12}\b")
_SEPARATOR, _NULL, _NUMBER = "\x1e", "\x00", "\x1f"
_ALPHABET = bytes(b"abcdefghijklmnopqrstuvwxyz234567"[byte & 31] for byte in range(256))
# values of one figure lie within a tenth of the report's
_FACTORS = [1 + step / 10_000 for step in range(-1000, 1001)]


@dataclass(frozen=True)
class Gaps:
    """A text column with gaps: literal parts, and between them the words of the copy at the positions `order`."""

    parts: list[str]
    order: list[int]
    has_null: bool

    @cached_property
    def _words(self) -> Any:
        return itemgetter(*self.order) if len(self.order) > 1 else lambda words: (words[self.order[0]],)

    def fill(self, words: Sequence[str]) -> list[str | None]:
        parts = self.parts.copy()
        parts[1::2] = self._words(words)
        found: list[Any] = "".join(parts).split(_SEPARATOR)
        return [None if value == _NULL else value for value in found] if self.has_null else found


Column = Gaps | list[Any]


class Template:
    """One document's rows, ready to be copied `copies` times in all. The first copy is the document unchanged."""

    def __init__(self, built: Build, copies: int) -> None:
        self.copies = copies
        self._words: dict[str, int] = {_NUMBER: 0}
        rows = {model: list(found) for model, found in built.rows.items()}
        self._document = rows[Document][0]["slug"]
        entries = _divide(rows[SearchEntry], lambda list_: list_ in SHARED_LISTS)
        suggested = _divide(rows[Suggestion], lambda list_: list_ not in SUGGESTED_OF_A_DOCUMENT)
        self.shared = [(model, column_tuples(model, _multiplied(rows[model], copies))) for model in SHARED]
        self.shared += [(SearchEntry, column_tuples(SearchEntry, entries[0]))]
        numbered = [row | {"id": i} for i, row in enumerate(suggested[0], 1)]
        self.shared += [(Suggestion, column_tuples(Suggestion, _multiplied(numbered, copies)))]
        self._first_suggestion = len(numbered) + 1
        rows[SearchEntry], rows[Suggestion] = entries[1], suggested[1]
        self._places = _places(entries[1], copies)
        self._metrics = rows[Metric]
        order = [table.name for table in SQLModel.metadata.sorted_tables]
        models = sorted(
            (model for model in rows if model not in SHARED), key=lambda model: order.index(table_of(model).name)
        )
        self._tables = [(model, self._compile(model, rows[model])) for model in models if rows[model]]
        self._sizes = {model: len(rows[model]) for model in models}

    @property
    def metrics(self) -> int:
        """Metrics of one document."""
        return len(self._metrics)

    @property
    def counts(self) -> dict[str, int]:
        """Rows of the whole database by table."""
        counted = {table_of(model).name: 0 for model in self._sizes} | {table_of(model).name: 0 for model, _ in self.shared}
        for model, size in self._sizes.items():
            counted[table_of(model).name] += size * self.copies
        for model, values in self.shared:
            counted[table_of(model).name] += len(values)
        return dict(sorted(counted.items()))

    def copy(self, number: int) -> Iterator[tuple[type[SQLModel], Values]]:
        """All rows of one copy, table by table in the order of their references."""
        words = self._copied_words(number)
        for model, columns in self._tables:
            filled = {name: column.fill(words) if isinstance(column, Gaps) else column for name, column in columns.items()}
            if model is Metric:
                filled |= self._values(number)
            if model is SearchEntry:
                filled["id"] = [start + step * number for start, step in self._places]
            if model is Suggestion:
                first = self._first_suggestion + number * self._sizes[model]
                filled["id"] = list(range(first, first + self._sizes[model]))
            yield model, list(zip(*filled.values(), strict=True))

    def _compile(self, model: type[SQLModel], rows: list[dict[str, Any]]) -> dict[str, Column]:
        table = table_of(model)
        columns = list(zip(*column_tuples(model, rows), strict=True))
        return {
            column.name: self._gaps(model, table, column.name, list(columns[i])) for i, column in enumerate(table.columns)
        }

    def _gaps(self, model: type[SQLModel], table: Table, name: str, values: list[Any]) -> Column:
        if name in NUMBERED.get(model, ()):
            values = [None if value is None else value + _NUMBER for value in values]
        elif isinstance(table.c[name].type, JSON) or any(isinstance(value, str) for value in values):
            values = [self._of_document(value) for value in values]
        else:
            return values
        text = _SEPARATOR.join(_NULL if value is None else value for value in values)
        parts = re.split(f"({_ID.pattern}|{_NUMBER})", text)
        if len(parts) == 1:
            return values
        order = [self._words.setdefault(word, len(self._words)) for word in parts[1::2]]
        return Gaps(parts, order, None in values)

    def _of_document(self, value: Any) -> Any:
        """The slug of the document, alone or at the beginning of an id, takes the copy's number with it."""
        if value is None or not value.startswith(self._document):
            return value
        return self._document + _NUMBER + value[len(self._document) :]

    def _copied_words(self, number: int) -> list[str]:
        if number == 0:
            return ["", *list(self._words)[1:]]
        drawn = hashlib.shake_256(f"copy {number}".encode()).digest(12 * len(self._words)).translate(_ALPHABET).decode()
        words = [f"{word[:4]}{drawn[12 * i : 12 * i + 12]}" for i, word in enumerate(self._words)]
        words[0] = f"-{number:06}"
        return words

    def _values(self, number: int) -> dict[str, list[Any]]:
        """The figures of a copy: near those of the report, and with as many digits as a reader would write."""
        rows = range(self.metrics)
        factors = [_FACTORS[(row * 7919 + number * 104_729) % len(_FACTORS)] if number else 1.0 for row in rows]
        low = [_scaled(row, "value", factor) for row, factor in zip(self._metrics, factors, strict=True)]
        high = [_scaled(row, "value_max", factor) for row, factor in zip(self._metrics, factors, strict=True)]
        value, value_text = zip(*low, strict=True)
        value_max, value_max_text = zip(*high, strict=True)
        texts = {"value_text": list(value_text), "value_max_text": list(value_max_text)}
        return {"value": list(value), "value_max": list(value_max), **texts}


def _scaled(row: dict[str, Any], name: str, factor: float) -> tuple[float | None, str | None]:
    if row[name] is None or factor == 1:
        return row[name], row[f"{name}_text"]
    value = float(f"{row[name] * factor:.6g}")
    return value, str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def _divide(
    rows: list[dict[str, Any]], is_shared: Callable[[str], bool]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows about what is shared, and about what is copied, by their list."""
    return [row for row in rows if is_shared(row["list"])], [row for row in rows if not is_shared(row["list"])]


def _multiplied(rows: list[dict[str, Any]], copies: int) -> list[dict[str, Any]]:
    counts = ("claim_count", "metric_count", "source_count", "weight")
    return [row | {name: row[name] * copies for name in counts if name in row} for row in rows]


def _places(entries: list[dict[str, Any]], copies: int) -> list[tuple[int, int]]:
    """For each search entry its number in the first copy, and by how much it grows with each copy.

    Sources are numbered by weight, so that all copies of the heaviest come first; other lists document by document.
    """
    sizes: dict[str, int] = {}
    for entry in entries:
        sizes[entry["list"]] = sizes.get(entry["list"], 0) + 1
    found = []
    for entry in entries:
        base, rank = divmod(entry["id"], 10**12)
        weighted = entry["list"] == "sources"
        start = base * 10**12 + ((rank - 1) * copies + 1 if weighted else rank)
        found.append((start, 1 if weighted else sizes[entry["list"]]))
    return found


def fingerprint(built: Build, copies: int) -> str:
    """Version of the synthetic dataset: 12 hexadecimal digits over all that its rows follow from.

    Indices and views are not part of it: a database that lacks some is migrated without being generated again.
    """
    tables = {str(table.name): [str(column.name) for column in table.columns] for table in SQLModel.metadata.sorted_tables}
    return hashlib.sha256(orjson.dumps([GENERATOR, built.version, copies, tables])).hexdigest()[:12]
