"""What an address in the file of a dashboard may be: a list or question of the API with parameters and values that it has."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from app.api.aggregate.schemas import AggregateQuery
from app.api.metrics.queries import METRICS
from app.api.registry import LISTINGS
from app.api.series.queries import SERIES
from app.api.series.schemas import SeriesQuery
from app.errors import Fault, InvalidParameter
from app.http.problems import fault_of
from app.http.query_string import read_query
from app.lists.filters.filter import Filter
from app.store.tables import MetricQualifier
from app.vocabulary.addresses import API, PAGED
from app.vocabulary.nearest import nearest

Row = Mapping[str, Any]
_QUESTIONS: dict[str, tuple[type[BaseModel], Sequence[Filter]]] = {
    "series": (SeriesQuery, SERIES.filters),
    "aggregate": (AggregateQuery, METRICS.filters),
}
# a tile is shown in the language and the formats that a reader chooses, from its first row
_READERS = ("format", "lang", "cursor", "bom", "header", "flat", "fields", "include")


def faults_of(address: str, rows: Mapping[Any, Sequence[Row]]) -> list[str]:
    """What is wrong with an address, in words; `rows` by model are what its values are to be found in."""
    parts = urlsplit(address)
    name = parts.path.removeprefix("/")
    known = {**{one: (listing.query, listing.filters) for one, listing in LISTINGS.items() if one in PAGED}, **_QUESTIONS}
    if name not in known:
        without = parts.path.removeprefix(API).removeprefix("/")
        near = nearest(without, known)
        return [f"there is nothing to show at {parts.path!r}" + (f"; did you mean {f'/{near}'!r}?" if near else "")]
    model, filters = known[name]
    try:
        query = read_query(model, parts.query.encode())
    except RequestValidationError as error:
        return [_said(fault_of(fault, list(model.model_fields))) for fault in error.errors()]
    except InvalidParameter as error:
        return [_said(fault) for fault in error.faults]
    useless = [f"{one}: readers choose it" for one in _READERS if one in query.model_fields_set]
    return useless + list(_unknown_values(query, filters, rows))


def _unknown_values(query: BaseModel, filters: Sequence[Filter], rows: Mapping[Any, Sequence[Row]]) -> Iterator[str]:
    tables = {str(model.__tablename__): found for model, found in rows.items()}
    for one in filters:
        if one.vocabulary is None:
            continue
        words = _words_of(one, tables)
        for name in {one.name, f"{one.name}__ne"} & query.model_fields_set:
            for value in getattr(query, name) or ():
                if value not in words:
                    yield _said(
                        Fault(name, f"{str(value)!r} is nowhere in this folder", None, nearest(str(value), map(str, words)))
                    )


def _words_of(one: Filter, tables: Mapping[str, Sequence[Row]]) -> set[Any]:
    """The values of a filter in the rows of a folder."""
    _, is_qualifier, key = one.name.partition("qualifier.")
    if is_qualifier:
        return {row["value"] for row in tables.get(str(MetricQualifier.__tablename__), ()) if row["key"] == key}
    assert one.vocabulary is not None
    column = one.vocabulary.selected_columns[0]
    return {row[column.name] for row in tables.get(column.table.name, ()) if column.name in row}


def _said(fault: Fault) -> str:
    return f"{fault.parameter}: {fault.detail}" + (f"; did you mean {fault.nearest!r}?" if fault.nearest else "")
