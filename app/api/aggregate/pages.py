"""From what is asked to a page of buckets: what is asked for is checked, then what was found, then buckets are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, type_coerce

from app.api.aggregate.buckets import names, shown
from app.api.aggregate.dimensions import DIMENSIONS, dimensions
from app.api.aggregate.queries import ADDED, COMPARISONS, MEASURES, buckets, keys, number, page, summary
from app.api.aggregate.rules import AggregateRequest, refuse, refuse_parts, refuse_shared_subjects, rules
from app.errors import Fault, InvalidParameter, unknown
from app.lists.cursors import Order, read_cursor, write_cursor
from app.lists.parameters import DEFAULT_LIMIT, MAX_LIMIT
from app.vocabulary.names import Language


@dataclass(frozen=True)
class Buckets:
    """A page of buckets, and the fields that they have."""

    names: list[str]
    data: list[dict[str, Any]]
    limit: int
    count: int | None
    next_cursor: str | None


def read_request(query: Any) -> AggregateRequest:
    """What a query asks for. A measure that buckets are chosen or ordered by is computed as well."""
    by = dimensions(query.group_by or [])
    words = [word.removeprefix("-") for word in query.sort or []]
    grouped = [one.name for one in by]
    faults = [
        unknown("sort", word, [*MEASURES, *grouped], f"{word!r} is neither a measure nor in `group_by`")
        for word in words
        if word in DIMENSIONS and word not in grouped
    ]
    if faults:
        raise InvalidParameter(*faults)
    wanted = {"count", *(query.measures or []), *words, *(measure for measure, _, _ in _having(query))}
    return AggregateRequest(query, by, [measure for measure in MEASURES if measure in wanted])


def _having(query: Any) -> list[tuple[str, str, Any]]:
    """Measure, operator and bound of each condition on buckets."""
    given = (
        (measure, operator, getattr(query, f"{measure}__{operator}")) for measure in MEASURES for operator in COMPARISONS
    )
    return [one for one in given if one[2] is not None]


def fetch_buckets(
    asked: AggregateRequest, given: Sequence[tuple[str, str]], connection: Connection, lang: Language, *, whole: bool
) -> Buckets:
    """The buckets of a page, from the parameters `given`; with `whole` and no limit all of them, or none (422)."""
    query = asked.query
    limit = query.limit or (MAX_LIMIT if whole else DEFAULT_LIMIT)
    bucket = buckets(query, asked.by, asked.measures)
    under = rules(asked.measures)
    broken = [rule.broken(bucket.c) for rule in under]
    having = [bucket.c["count"] > 0]
    having += [COMPARISONS[operator](number(measure, bucket.c), bound) for measure, operator, bound in _having(query)]
    order = _order(asked, bucket.c, keys(bucket, asked.by))
    last = None if query.cursor is None else read_cursor(query.cursor, _signature(query), order)
    rows = connection.execute(page(bucket, broken, having, order, last, limit + 1)).all()
    said = rows[0] if rows else connection.execute(select(*_labelled(summary(bucket, broken, having)))).one()
    for i, rule in enumerate(under):
        if getattr(said, f"broken{i}"):
            refuse(rule, asked, bucket, connection)
    if set(ADDED) & set(asked.measures):
        refuse_shared_subjects(asked, connection)
        refuse_parts(asked, connection)
    if whole and query.limit is None and len(rows) > limit:
        raise InvalidParameter(
            Fault("limit", f"there are {said.matching} buckets; take up to {MAX_LIMIT} at once and follow the `next` link")
        )
    data = shown(rows[:limit], asked, given, connection, lang)
    cursor = None
    if len(rows) > limit:
        cursor = write_cursor(_signature(query), [getattr(rows[limit - 1], f"k{i}") for i, _ in enumerate(order)])
    return Buckets(names(asked), data, limit, None if query.count == "none" else said.matching or 0, cursor)


def _labelled(said: dict[str, Any]) -> list[ColumnElement[Any]]:
    return [one.label(name) for name, one in said.items()]


def _order(asked: AggregateRequest, bucket: Any, places: Sequence[ColumnElement[Any]]) -> Order:
    """By what is asked for, or the most first, and then by all dimensions, which tell buckets apart."""
    by_name = dict(zip((one.name for one in asked.by), places, strict=True))
    words = asked.query.sort or ["-count"]
    order = []
    for word in words:
        name = word.removeprefix("-")
        order.append((by_name[name] if name in by_name else number(name, bucket), word.startswith("-")))
    named = {word.removeprefix("-") for word in words}
    order += [(place, False) for name, place in by_name.items() if name not in named]
    # what was joined to figures may be missing, whatever is said of the column where it is from
    return [(type_coerce(column, column.type), descending) for column, descending in order]


def _signature(query: Any) -> list[str]:
    return [f"aggregate:{','.join(query.group_by or [])}", ",".join(query.sort or [])]
