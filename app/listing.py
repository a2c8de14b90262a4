"""What a list is (`Listing`), and the only filtering, sorting, paging, counting and field selection of all lists.

The order always ends in the id, pages are keysets (never offsets), nulls come last, and what is counted is what is paged.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from pydantic import BaseModel
from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, join, literal, select

from app.cursors import Order, after, ordered, read_cursor, write_cursor
from app.db import indexed_id, search_index
from app.errors import Fault, InvalidParameter
from app.filters import DEFAULT_LIMIT, LANG, Filter, choice, closed_words, conditions, paging, query_model
from app.includes import Include
from app.labels import Language
from app.models import SearchEntry, columns, table
from app.nearest import nearest
from app.searching import terms_found
from app.tokens import parse_query

MAX_NEAREST = 5000
# rows that are counted unless an exact count is asked for
MAX_COUNT = 10_000
FORMATS = ("json", "csv", "ndjson", "parquet")
CITATION_FORMATS = ("csl", "bibtex", "ris", "gbt7714", "apa")
Rows = Sequence[Mapping[str, Any]]
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
    def words(self) -> Filter | None:
        """The filter by full text, where there is one."""
        return next((filter_ for filter_ in self.filters if filter_.searched), None)

    @property
    def filter_names(self) -> set[str]:
        """The parameters that leave rows out."""
        return {name for filter_ in self.filters for name in filter_.fields()}

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
    count_is_estimate: bool
    next_cursor: str | None


def fetch(listing: Listing, query: Any, connection: Connection, lang: Language) -> Fetched:
    """The rows of one page, how many there are on all, and where the next begins."""
    limit = query.limit or DEFAULT_LIMIT
    order = _order(listing, query)
    keys = [column.label(f"_key{i}") for i, (column, _) in enumerate(order)]
    names, statement = _statement(listing, query, order, lang)
    rows = connection.execute(statement.add_columns(*keys).limit(limit + 1)).all()
    more, rows = len(rows) > limit, rows[:limit]
    count, is_estimate = _count(listing, query, connection)
    last = [getattr(rows[-1], key.name) for key in keys] if more else None
    data = [dict(zip(names, row[: len(names)], strict=True)) for row in rows]
    return Fetched(data, limit, count, is_estimate, write_cursor(_signature(listing, query), last) if last else None)


def stream(
    listing: Listing, query: Any, connection: Connection, lang: Language, size: int
) -> Generator[list[dict[str, Any]], None, None]:
    """All rows, or as many as `limit` says, in parts of `size`, without holding more than one part."""
    names, statement = _statement(listing, query, _order(listing, query), lang)
    found = connection.execution_options(stream_results=True, yield_per=size).execute(statement.limit(query.limit))
    with found:
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
    statement = select(*(own[name].label(name) for name in names))
    if is_ranked(query):
        statement = statement.select_from(_ranked(listing)).where(*_found(listing, query))
        statement = statement.where(*conditions(listing.filters, query, but=listing.words).all())
    else:
        statement = statement.select_from(listing.source).where(*conditions(listing.filters, query).all())
    if query.cursor is not None:
        statement = statement.where(after(order, read_cursor(query.cursor, _signature(listing, query), order)))
    return names, statement.order_by(*ordered(order))


def _count(listing: Listing, query: Any, connection: Connection) -> tuple[int | None, bool]:
    """How many rows there are, and whether there may be more: without `count=exact` it is counted up to `MAX_COUNT`."""
    if query.count == "none":
        return None, False
    words = listing.words
    if words is not None and words.column is listing.key and set(query.model_fields_set) & listing.filter_names == {"q"}:
        rows = select(literal(1)).select_from(search_index).where(*_found(listing, query))
    else:
        where = conditions(listing.filters, query).all()
        rows = select(literal(1)).select_from(listing.table).where(*where)
    if query.count != "exact":
        rows = rows.limit(MAX_COUNT + 1)
    count = connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()
    if query.count != "exact" and count > MAX_COUNT:
        return MAX_COUNT, True
    return count, False


def is_ranked(query: Any) -> bool:
    """Whether rows come in the order of the text index: words are searched for, and no other order is asked for."""
    return not query.sort and getattr(query, "q", None) is not None


def _ranked(listing: Listing) -> FromClause:
    """The rows of a list behind the entries of the text index."""
    assert listing.words is not None
    entries = join(search_index, table(SearchEntry), columns(SearchEntry).id == indexed_id())
    return entries.join(listing.source, columns(SearchEntry).key == listing.words.column)


def _found(listing: Listing, query: Any) -> list[ColumnElement[bool]]:
    assert listing.words is not None
    assert listing.words.searched is not None
    return list(terms_found(listing.words.searched, parse_query(query.q)))


def _signature(listing: Listing, query: Any) -> list[str]:
    return [listing.name, "relevance" if is_ranked(query) else ",".join(query.sort or [])]


def _order(listing: Listing, query: Any) -> Order:
    if is_ranked(query):
        return [(indexed_id(), False), (listing.key, False)]
    words = query.sort or [next(iter(listing.sorts))]
    order = [(listing.sorts[word.removeprefix("-")], word.startswith("-")) for word in words]
    return [*order, (listing.key, False)]


def present(row: Mapping[str, Any], exact: frozenset[str], names: Sequence[str] | None = None) -> dict[str, Any]:
    """A row as JSON has it: columns that hold the text of a number become that number, digit by digit."""
    return {name: _number(row[name]) if name in exact else row[name] for name in names or row}


def _number(text: str | None) -> orjson.Fragment | None:
    return None if text is None else orjson.Fragment(text)
