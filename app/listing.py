"""What a list is (`Listing`), and the only filtering, sorting, paging, counting and field selection of all lists.

The order always ends in the id, pages are keysets (never offsets), nulls come last, and what is counted is what is paged.
"""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from pydantic import BaseModel
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, or_, select

from app.errors import Fault, InvalidParameter
from app.filters import DEFAULT_LIMIT, LANG, Filter, choice, closed_words, conditions, paging, query_model
from app.includes import Include
from app.labels import Language
from app.nearest import nearest

MAX_NEAREST = 5000
FORMATS = ("json", "csv", "ndjson", "parquet")
CITATION_FORMATS = ("csl", "bibtex", "ris", "gbt7714", "apa")
Rows = Sequence[Mapping[str, Any]]
Order = Sequence[tuple[ColumnElement[Any], bool]]
Documents = Callable[[Rows, Connection, str], list[dict[str, Any]]]


def no_references(rows: Rows) -> ColumnElement[bool] | None:
    return None


@dataclass(frozen=True)
class Listing:
    """A list: its rows (`columns` by field name from `source`), what filters and sorts it, and its unique last key.

    `exact` names columns that hold the text of a number, written to JSON digit by digit. `references` tells which
    bibliography entries the rows of a page name. `chinese` has the columns that hold names for readers of Chinese.
    `includes` can be embedded. `documents` gives rows as JSON-LD and `cite` as bibliographic items (CSL), both for an
    address under which the service is known.
    """

    name: str
    columns: Mapping[str, ColumnElement[Any]]
    source: FromClause
    table: FromClause
    key: ColumnElement[Any]
    filters: Sequence[Filter]
    sorts: Mapping[str, ColumnElement[Any]]
    exact: frozenset[str] = frozenset()
    references: Callable[[Rows], ColumnElement[bool] | None] = no_references
    chinese: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    includes: Mapping[str, Include] = field(default_factory=dict)
    documents: Documents | None = None
    cite: Documents | None = None
    query: type[BaseModel] = field(init=False)
    object_query: type[BaseModel] = field(init=False)

    def __post_init__(self) -> None:
        name = self.name.capitalize()
        object.__setattr__(self, "query", query_model(f"{name}Query", self.filters, self._parameters()))
        one = {
            "format": choice(self.object_formats, "Format of the answer; else by the `Accept` header, else JSON."),
            "lang": LANG,
        }
        object.__setattr__(self, "object_query", query_model(f"{name}ObjectQuery", [], one))

    def labelled(self, lang: Language) -> dict[str, ColumnElement[Any]]:
        """The columns, with names in the language."""
        return {**self.columns, **(self.chinese if lang == "zh" else {})}

    @property
    def facets(self) -> dict[str, Filter]:
        return {filter_.name: filter_ for filter_ in self.filters if filter_.labels is not None}

    @property
    def formats(self) -> tuple[str, ...]:
        return (*FORMATS, *self.object_formats[1:])

    @property
    def object_formats(self) -> tuple[str, ...]:
        """The formats of one object by itself."""
        graph = ("jsonld",) if self.documents else ()
        return ("json", *graph, *(CITATION_FORMATS if self.cite else ()))

    def _parameters(self) -> dict[str, Any]:
        inner = [f"{name}.{inner}" for name, include in self.includes.items() for inner in include.columns]
        names = list(self.columns)
        parameters = {
            **paging(list(self.sorts)),
            "fields": closed_words(
                "field", [*names, *self.includes, *inner], "Only these fields of each row.", ",".join(names[:3])
            ),
            "format": choice(self.formats, "Format of the answer; else by the `Accept` header, else JSON."),
            "lang": LANG,
        }
        if self.includes:
            first = next(iter(self.includes))
            parameters["include"] = closed_words("include", list(self.includes), "What to embed in each row.", first)
        if self.facets:
            first = next(iter(self.facets))
            parameters["facets"] = closed_words(
                "facet", list(self.facets), "Counts by value under the other filters given.", first
            )
        return parameters


def check_values(filters: Sequence[Filter], query: BaseModel, connection: Connection) -> None:
    """Refuse a value that is in no vocabulary: a typing error must not look like an empty answer."""
    faults = []
    for filter_ in filters:
        for name in (filter_.name, f"{filter_.name}__ne"):
            given = getattr(query, name, None)
            if filter_.vocabulary is None or not given:
                continue
            word = filter_.vocabulary.selected_columns[0]
            known = set(connection.execute(filter_.vocabulary.where(word.in_(given))).scalars())
            faults += [_unknown(name, value, filter_.vocabulary, connection) for value in given if value not in known]
    if faults:
        raise InvalidParameter(*faults)


def _unknown(name: str, value: Any, vocabulary: Select[Any], connection: Connection) -> Fault:
    words = [str(word) for word in connection.execute(vocabulary.limit(MAX_NEAREST)).scalars()]
    allowed = sorted(words) if len(words) <= 100 else None
    return Fault(name, f"{str(value)!r} is not in the database", allowed, nearest(str(value), words))


@dataclass(frozen=True)
class Shown:
    """What the rows of an answer show: own fields, embedded ones, and for each of these only some fields where told."""

    names: list[str]
    includes: list[str]
    inner: Mapping[str, list[str]]


def shown(listing: Listing, query: Any) -> Shown:
    """What `fields` and `include` ask for; a field of something embedded embeds it."""
    fields: list[str] = getattr(query, "fields", None) or list(listing.columns)
    inner: dict[str, list[str]] = {}
    for name, _, of in (word.partition(".") for word in fields):
        if of:
            inner.setdefault(name, []).append(of)
    embedded = [*(getattr(query, "include", None) or []), *(name.partition(".")[0] for name in fields)]
    return Shown(
        [name for name in fields if name in listing.columns],
        list(dict.fromkeys(name for name in embedded if name in listing.includes)),
        inner,
    )


@dataclass(frozen=True)
class Fetched:
    rows: list[dict[str, Any]]
    limit: int
    count: int | None
    next_cursor: str | None


def fetch(listing: Listing, query: Any, connection: Connection, lang: Language, *, whole: bool = False) -> Fetched:
    """The rows of one page, how many there are on all, and where the next begins; `whole` rows whatever they show."""
    limit = query.limit or DEFAULT_LIMIT
    order = _order(listing, query.sort)
    keys = [column.label(f"_key{i}") for i, (column, _) in enumerate(order)]
    names, statement = _statement(listing, query, order, lang)
    rows = connection.execute(statement.add_columns(*keys).limit(limit + 1)).all()
    more, rows = len(rows) > limit, rows[:limit]
    count = None
    if query.count == "exact":
        where = conditions(listing.filters, query).all()
        count = connection.execute(select(func.count()).select_from(listing.table).where(*where)).scalar_one()
    last = [getattr(rows[-1], key.name) for key in keys] if more else None
    data = [dict(zip(names, row[: len(names)], strict=True)) for row in rows]
    return Fetched(data, limit, count, _write_cursor(_signature(listing, query), last) if last else None)


def stream(
    listing: Listing, query: Any, connection: Connection, lang: Language, size: int
) -> Iterator[list[dict[str, Any]]]:
    """All rows, or as many as `limit` says, in parts of `size`, without holding more than one part."""
    names, statement = _statement(listing, query, _order(listing, query.sort), lang)
    found = connection.execution_options(stream_results=True, yield_per=size).execute(statement.limit(query.limit))
    for part in found.partitions(size):
        yield [dict(zip(names, row, strict=True)) for row in part]


def _statement(listing: Listing, query: Any, order: Order, lang: Language) -> tuple[list[str], Select[Any]]:
    """Names and SQL of the rows that filters and cursor leave, in order."""
    show = shown(listing, query)
    # what references and embedded rows are found by, also where the rows do not show it
    needed = ["id", "document", *(listing.includes[one].by for one in show.includes)]
    needed = [name for name in needed if name in listing.columns]
    names = list(dict.fromkeys([*show.names, *needed]))
    own = listing.labelled(lang)
    statement = select(*(own[name].label(name) for name in names)).select_from(listing.source)
    statement = statement.where(*conditions(listing.filters, query).all())
    if query.cursor is not None:
        statement = statement.where(_after(order, _read_cursor(query.cursor, _signature(listing, query), order)))
    for column, descending in order:
        statement = statement.order_by((column.desc() if descending else column.asc()).nulls_last())
    return names, statement


def _signature(listing: Listing, query: Any) -> list[str]:
    return [listing.name, ",".join(query.sort or [])]


def _order(listing: Listing, sort: list[str] | None) -> Order:
    words = sort or [next(iter(listing.sorts))]
    order = [(listing.sorts[word.removeprefix("-")], word.startswith("-")) for word in words]
    return [*order, (listing.key, False)]


def _after(order: Order, last: Sequence[Any]) -> ColumnElement[bool]:
    """Rows behind the last one of the page before: those that differ from it first in some key, and there come later."""
    alternatives = []
    same: list[ColumnElement[bool]] = []
    for (column, descending), value in zip(order, last, strict=True):
        if value is None:  # nulls are last, so nothing comes later than null in this key
            same.append(column.is_(None))
            continue
        later = column < value if descending else column > value
        alternatives.append(and_(*same, or_(later, column.is_(None)) if _nullable(column) else later))
        same.append(column == value)
    return or_(*alternatives)


def _nullable(column: ColumnElement[Any]) -> bool:
    return bool(getattr(column, "nullable", True))


def _write_cursor(signature: list[str], last: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([*signature, *last])).decode().rstrip("=")


def _read_cursor(cursor: str, signature: list[str], order: Order) -> list[Any]:
    try:
        raw = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        name, sort, *last = orjson.loads(raw)
        place: list[Any] = last
    except (ValueError, TypeError, binascii.Error):
        raise InvalidParameter(Fault("cursor", "this is no cursor; take page.next_cursor as it is")) from None
    if [name, sort] != signature:
        raise InvalidParameter(Fault("cursor", "this cursor belongs to another list or another sort"))
    if len(last) != len(order) or not all(map(_fits, last, order)):
        raise InvalidParameter(Fault("cursor", "this is no cursor; take page.next_cursor as it is"))
    return place


def _fits(value: Any, key: tuple[ColumnElement[Any], bool]) -> bool:
    column, _ = key
    kind = column.type.python_type
    if value is None:
        return _nullable(column)
    if kind is float and isinstance(value, int):
        return not isinstance(value, bool)
    return type(value) is kind and (kind is not int or abs(value) < 2**31) and "\0" not in str(value)


def present(row: Mapping[str, Any], exact: frozenset[str], names: Sequence[str] | None = None) -> dict[str, Any]:
    """A row as JSON has it: columns that hold the text of a number become that number, digit by digit."""
    return {name: _number(row[name]) if name in exact else row[name] for name in names or row}


def _number(text: str | None) -> orjson.Fragment | None:
    return None if text is None else orjson.Fragment(text)
