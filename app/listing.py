"""The only filtering, sorting, paging, counting and field selection: a `Listing` says what a list is, `answer` answers.

The order always ends in the id, pages are keysets (never offsets), nulls come last, and what is counted is what is paged.
"""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import orjson
from fastapi import Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, and_, func, or_, select

from app.errors import Fault, InvalidParameter, Unavailable
from app.filters import Filter, conditions, query_model
from app.models import Dataset, Publisher, Reference, Source, columns
from app.nearest import nearest

Item = TypeVar("Item")
MAX_NEAREST = 5000


class PageInfo(BaseModel):
    limit: int = Field(description="Rows asked for.")
    count: int | None = Field(description="Rows on all pages together; null with `count=none`.")
    next_cursor: str | None = Field(description="`cursor` of the next page; null on the last.")


class ReferenceSummary(BaseModel):
    id: str = Field(description="Id of the reference.")
    document: str = Field(description="Document whose bibliography it is in.")
    number: int = Field(description="Its number there.")
    source_id: str | None = Field(description="The page it points to.")
    title: str = Field(description="Title as the bibliography gives it.")
    url: str | None = Field(description="Address as the bibliography gives it.")
    publisher: str | None = Field(description="Who publishes the page.")
    publisher_name: str | None = Field(description="English name of the publisher.")
    publisher_kind: str | None = Field(description="What sort of publisher answers for the page.")
    published_on: str | None = Field(description="Date of the page, where its address or title states it.")


class DatasetInfo(BaseModel):
    version: str = Field(description="Version of the data; changes whenever any row does.")


class Page(BaseModel, Generic[Item]):
    """A page of a list."""

    data: list[Item] = Field(description="The rows.")
    page: PageInfo
    facets: dict[str, list[Any]] = Field(description="Counts by value; empty unless asked for.")
    references: dict[str, ReferenceSummary] = Field(
        description="Each bibliography entry that a row names, once: by number, or by `document:number` where the rows are"
        " of several documents."
    )
    dataset: DatasetInfo


def no_references(rows: Sequence[Mapping[str, Any]]) -> ColumnElement[bool] | None:
    return None


@dataclass(frozen=True)
class Listing:
    """A list: its rows (`columns` by field name from `source`), what filters and sorts it, and its unique last key.

    `exact` names columns that hold the text of a number, written to JSON digit by digit. `references` tells which
    bibliography entries the rows of a page name.
    """

    name: str
    columns: Mapping[str, ColumnElement[Any]]
    source: FromClause
    table: FromClause
    key: ColumnElement[Any]
    filters: Sequence[Filter]
    sorts: Mapping[str, ColumnElement[Any]]
    exact: frozenset[str] = frozenset()
    references: Callable[[Sequence[Mapping[str, Any]]], ColumnElement[bool] | None] = no_references
    query: type[BaseModel] = field(init=False)

    def __post_init__(self) -> None:
        name = "".join(part.capitalize() for part in self.name.split("-")) + "Query"
        object.__setattr__(self, "query", query_model(name, self.filters, list(self.sorts), list(self.columns)))


def answer(listing: Listing, query: BaseModel, request: Request) -> Response:
    """One page as JSON bytes, with the next page also as a `Link` header (RFC 8288)."""
    with request.app.state.engine.connect() as connection:
        version = dataset_version(connection)
        check_values(listing.filters, query, connection)
        page = fetch(listing, query, connection)
        entries = references(listing, page.rows, connection)
    shown = getattr(query, "fields", None)
    body = {
        "data": [present(row, listing, shown) for row in page.rows],
        "page": {"limit": page.limit, "count": page.count, "next_cursor": page.next_cursor},
        "facets": {},
        "references": entries,
        "dataset": {"version": version},
    }
    headers = {}
    if page.next_cursor:
        pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
        address = request.url.replace(query=urlencode([*pairs, ("cursor", page.next_cursor)]))
        headers["Link"] = f'<{address}>; rel="next"'
    return Response(orjson.dumps(body), headers=headers, media_type="application/json")


def dataset_version(connection: Connection) -> str:
    version: str | None = connection.execute(select(columns(Dataset).version)).scalar()
    if version is None:
        raise Unavailable("the database holds no dataset yet: run `factbase seed`", retry_after=2)
    return version


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
class Fetched:
    rows: list[Mapping[str, Any]]
    limit: int
    count: int | None
    next_cursor: str | None


def fetch(listing: Listing, query: Any, connection: Connection) -> Fetched:
    """The rows of one page, how many there are on all, and where the next begins."""
    where = conditions(listing.filters, query)
    order = _order(listing, query.sort)
    keys = [column.label(f"_key{i}") for i, (column, _) in enumerate(order)]
    names = query.fields or list(listing.columns)
    # what the references of a page are found by, also where the rows do not show it
    names = [*names, *(name for name in ("id", "document") if name in listing.columns and name not in names)]
    statement = select(*(listing.columns[name].label(name) for name in names), *keys).select_from(listing.source)
    statement = statement.where(*where)
    signature = [listing.name, ",".join(query.sort or [])]
    if query.cursor is not None:
        statement = statement.where(_after(order, _read_cursor(query.cursor, signature, order)))
    for column, descending in order:
        statement = statement.order_by((column.desc() if descending else column.asc()).nulls_last())
    rows: Sequence[Row[Any]] = connection.execute(statement.limit(query.limit + 1)).all()
    more, rows = len(rows) > query.limit, rows[: query.limit]
    count = None
    if query.count == "exact":
        count = connection.execute(select(func.count()).select_from(listing.table).where(*where)).scalar_one()
    last = [getattr(rows[-1], key.name) for key in keys] if more else None
    width = len(names)
    data: list[Mapping[str, Any]] = [dict(zip(names, row[:width], strict=True)) for row in rows]
    return Fetched(data, query.limit, count, _write_cursor(signature, last) if last else None)


def _order(listing: Listing, sort: list[str] | None) -> list[tuple[ColumnElement[Any], bool]]:
    words = sort or [next(iter(listing.sorts))]
    order = [(listing.sorts[word.removeprefix("-")], word.startswith("-")) for word in words]
    return [*order, (listing.key, False)]


def _after(order: Sequence[tuple[ColumnElement[Any], bool]], last: Sequence[Any]) -> ColumnElement[bool]:
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


def _read_cursor(cursor: str, signature: list[str], order: Sequence[tuple[ColumnElement[Any], bool]]) -> list[Any]:
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


def present(row: Mapping[str, Any], listing: Listing, shown: Sequence[str] | None = None) -> dict[str, Any]:
    """A row as JSON has it: columns that hold the text of a number become that number, digit by digit."""
    return {name: _number(row[name]) if name in listing.exact else row[name] for name in shown or row}


def _number(text: str | None) -> orjson.Fragment | None:
    return None if text is None else orjson.Fragment(text)


def references(listing: Listing, rows: Sequence[Mapping[str, Any]], connection: Connection) -> dict[str, Any]:
    """The bibliography entries that the rows name, by the key described in `Page.references`."""
    condition = listing.references(rows) if rows else None
    if condition is None:
        return {}
    found = [dict(row._mapping) for row in connection.execute(reference_summaries().where(condition))]
    several = len({row["document"] for row in found}) > 1
    return {row["id"] if several else str(row["number"]): row for row in found}


def reference_summaries() -> Select[Any]:
    reference, source, publisher = columns(Reference), columns(Source), columns(Publisher)
    return (
        select(
            reference.id,
            reference.document,
            reference.number,
            reference.source_id,
            reference.title,
            reference.url,
            source.publisher,
            publisher.name_en.label("publisher_name"),
            source.publisher_kind,
            source.published_on,
        )
        .select_from(Reference)
        .outerjoin(Source, source.id == reference.source_id)
        .outerjoin(Publisher, publisher.slug == source.publisher)
        .order_by(reference.document, reference.number)
    )


def numbered(rows: Sequence[Mapping[str, Any]], column: str = "reference_numbers") -> ColumnElement[bool] | None:
    """Entries by the document and numbers that each row carries."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        numbers = row.get(column) or []
        if "document" in row and numbers:
            wanted.setdefault(row["document"], set()).update(numbers if isinstance(numbers, list) else [numbers])
    if not wanted:
        return None
    reference = columns(Reference)
    pairs = [and_(reference.document == document, reference.number.in_(sorted(n))) for document, n in wanted.items()]
    return or_(*pairs)
