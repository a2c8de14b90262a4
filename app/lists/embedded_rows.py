"""Rows of other tables that `include=` embeds in the rows of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from app.lists.languages import columns_in, in_both
from app.store.dialects import in_bound_list
from app.store.prepared_statements import Rows, prepared_query
from app.store.tables import (
    Citation,
    Claim,
    Conflict,
    Corroboration,
    Entity,
    Indicator,
    Metric,
    Publisher,
    Reference,
    Source,
    columns,
)
from app.vocabulary.names import LANGUAGE, Language

# rows that a single object shows of what grows with the number of documents; it says how many there are, and where
MAX_SHOWN = 100


@dataclass(frozen=True, eq=False)
class Include:
    """Rows that can be embedded: those whose `key` is in the field `by` of the list's row.

    One row or null is embedded, or with `many` a list: in the order of the keys in the field, and by `order` among rows of
    the same key. `exact` are the columns with the text of a number.
    """

    by: str
    key: ColumnElement[Any]
    columns: Mapping[str, ColumnElement[Any]]
    many: bool = False
    exact: frozenset[str] = field(default=frozenset())
    order: Sequence[ColumnElement[Any]] = ()

    def load(self, rows: Sequence[Mapping[str, Any]], connection: Connection, names: tuple[str, ...] = ()) -> list[Any]:
        """The embedded row or rows of each row, by one statement for all, with the columns of these names, or all."""
        wanted = {value for row in rows for value in _listed(row[self.by])}
        found: dict[Any, Rows] = {}
        for row in _embedded(connection, self, LANGUAGE.get(), names, values=wanted) if wanted else ():
            found.setdefault(row.pop("_by"), []).append(row)
        held = [[one for value in _listed(row[self.by]) for one in found.get(value, ())] for row in rows]
        return held if self.many else [next(iter(one), None) for one in held]


@prepared_query
def _embedded(include: Include, lang: Language, names: tuple[str, ...]) -> Select[Any]:
    found = columns_in(include.columns, lang)
    columns = [found[name].label(name) for name in names or found]
    holds = in_bound_list(include.key, "values")
    return select(include.key.label("_by"), *columns).where(holds).order_by(include.key, *include.order)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _include(model: Any, names: str, by: str, key: str, *, many: bool = False, order: str = "") -> Include:
    table = columns(model)
    return Include(by, table[key], _named(table, names), many, order=[table[name] for name in order.split()])


def _named(table: Any, names: str) -> dict[str, ColumnElement[Any]]:
    """The columns of these names; a field with a language has three."""
    found: dict[str, ColumnElement[Any]] = {}
    for name in names.split():
        found |= {name: table[name]} if name in table else in_both(table, name)
    return found


_CLAIM = "id document section ordinal kind text text_en start end evidence reference_numbers"
_ENTITY = "slug type name description"
_METRIC = (
    "id indicator entity subject subject_en comparator unit unit_text display period period_basis as_of status"
    " qualifiers qualifiers_en qualifiers_zh quote start end evidence reference_numbers"
)
_SOURCE = "id url title title_en author publisher publisher_kind published_on"


def claim(by: str = "claim_id") -> Include:
    return _include(Claim, _CLAIM, by, "id")


def claims(by: str = "claim_ids") -> Include:
    return _include(Claim, _CLAIM, by, "id", many=True)


def metrics(by: str = "metric_ids") -> Include:
    metric = columns(Metric)
    exact = {"value": metric.value_text, "value_max": metric.value_max_text, "deviation": metric.deviation_text}
    return Include(by, metric.id, {**_named(metric, _METRIC), **exact}, True, frozenset(exact))


def sources(by: str = "source_ids") -> Include:
    return _include(Source, _SOURCE, by, "id", many=True)


def source(by: str = "source_id") -> Include:
    return _include(Source, _SOURCE, by, "id")


def publisher(by: str = "publisher") -> Include:
    return _include(Publisher, "slug name kind hosts", by, "slug")


def conflicts(by: str = "conflict_ids") -> Include:
    return _include(Conflict, "id slug kind title explanation", by, "id", many=True)


def corroborations(by: str = "corroboration_ids") -> Include:
    names = "id slug title metric_ids independent_publisher_count"
    return _include(Corroboration, names, by, "id", many=True)


def entity(by: str = "entity") -> Include:
    return _include(Entity, _ENTITY, by, "slug")


def entities(by: str = "entities") -> Include:
    return _include(Entity, _ENTITY, by, "slug", many=True)


def indicator(by: str = "indicator") -> Include:
    return _include(Indicator, "slug name description direction aggregation", by, "slug")


def citations(by: str = "id") -> Include:
    """The markers of a claim."""
    return _include(
        Citation, "id number source_id start end scope_start scope_end", by, "claim_id", many=True, order="start id"
    )


def references(by: str = "reference_ids") -> Include:
    """The bibliography entries that the row of a source names."""
    return _include(Reference, "id document number title url", by, "id", many=True)
