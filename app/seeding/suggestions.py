"""Suggestions: every name by which a reader may know a value of a filter, derived from the finished rows."""

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from app.store.publishing import Row, Rows
from app.store.tables import (
    Alias,
    Document,
    Entity,
    EntityRedirect,
    Indicator,
    Publisher,
    PublisherKind,
    RelationPredicate,
    Section,
    Source,
    Suggestion,
    Synonym,
    Topic,
    TypeOfEntity,
    Unit,
)
from app.store.tokens import name_key
from app.vocabulary import EntityType, Predicate
from app.vocabulary.names import LANGUAGES, NAMED, names_of

Names = Callable[[Row], list[str]]
# characters of a name by which it is found: titles of reports have no limit, and entries of an index of PostgreSQL 2,700 bytes
_LONGEST = 500


def add_suggestions(rows: Rows) -> None:
    """Add the names of rows that have some, with the synonyms of each, and those of the closed lists."""
    synonyms = _synonyms(rows)
    for list_, model, key, weight, names in _named(rows):
        for row in rows[model]:
            _suggest(rows, list_, row[key], names(row), row.get(weight, 0), synonyms)
    for code in dict.fromkeys(row["language"] for row in rows[Document]):
        names_ = LANGUAGES[code].split(", ") if code in LANGUAGES else []
        _suggest(rows, "language", code, [code, *names_], 0, synonyms)
    for parameter, values in NAMED.items():
        for value in values:
            _suggest(rows, parameter, value.value, [value.value, *names_of(value)], 0, synonyms)


def _named(rows: Rows) -> list[tuple[str, Any, str, str, Names]]:
    """By list, or by filter where there is no list: the model, the key that filters take, the weight, the names."""
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in rows[Alias]:
        aliases[row["entity"]].append(row["text"])
    for row in rows[EntityRedirect]:
        aliases[row["entity"]].append(row["slug"])

    def of(*fields: str) -> Names:
        return lambda row: [row[field] for field in fields if row[field]]

    def of_entity(row: Row) -> list[str]:
        return [row["slug"], row["name_en"], row["name_zh"], *aliases[row["slug"]]]

    def with_others(closed: type[StrEnum]) -> Names:
        others = {value.value: names_of(value)[2:] for value in closed}
        return lambda row: [*of(*both)(row), *others.get(row["slug"], ())]

    both = ("slug", "name_en", "name_zh")
    return [
        ("entities", Entity, "slug", "claim_count", of_entity),
        ("indicators", Indicator, "slug", "metric_count", of(*both)),
        ("sources", Source, "id", "claim_count", of("title")),
        ("publishers", Publisher, "slug", "source_count", lambda row: [*of(*both)(row), *row["hosts"]]),
        ("topics", Topic, "slug", "claim_count", of(*both)),
        ("units", Unit, "code", "metric_count", of("code", "name_en", "name_zh", "symbol")),
        ("documents", Document, "slug", "metric_count", of("slug", "title_en", "title")),
        ("publisher_kind", PublisherKind, "slug", "", of(*both)),
        ("entity_type", TypeOfEntity, "slug", "", with_others(EntityType)),
        ("predicate", RelationPredicate, "slug", "", with_others(Predicate)),
        ("section", Section, "slug", "metric_count", of("slug", "title_en", "title")),
    ]


def _synonyms(rows: Rows) -> dict[str, list[str]]:
    """Other names by the key of a name."""
    groups: dict[int, list[str]] = defaultdict(list)
    for row in rows[Synonym]:
        groups[row["group"]].append(row["text"])
    found: dict[str, list[str]] = defaultdict(list)
    for texts in groups.values():
        for text in texts:
            found[name_key(text)] += texts
    return found


def _suggest(rows: Rows, list_: str, key: str, names: list[str], weight: int, synonyms: dict[str, list[str]]) -> None:
    """Add the names, each with its rest from each later word on: `mar` and `siz` both find `Market size`."""
    others = [other for text in names for other in synonyms.get(name_key(text), ())]
    known: set[str] = set()
    for text in dict.fromkeys([*names, *others]):
        folded = name_key(text)
        starts = [0] + [i + 1 for i, character in enumerate(folded[:-1]) if character in " -–:：·（("]
        for start in starts:
            beginning = folded[start : start + _LONGEST]
            if beginning not in known:
                known.add(beginning)
                found = {"key": key, "text": text, "folded": beginning, "whole": start == 0, "weight": weight}
                rows[Suggestion].append({"id": len(rows[Suggestion]) + 1, "list": list_, **found})
