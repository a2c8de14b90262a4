"""What a list is: a resource declares a `Listing`, and from it come the query class, the SQL and the answer.

The order always ends in the key, pages are keysets (never offsets), nulls come last, and the rows counted are the rows paged.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from typing import Any

import orjson
from pydantic import BaseModel
from sqlalchemy import JSON, Boolean, ColumnElement, Connection, FromClause

from app.lists.embedded_rows import Include
from app.lists.field_selection import Selection, select_fields
from app.lists.filters.filter import Filter, FullTextFilter, Members
from app.lists.filters.join_paths import JoinPath
from app.lists.filters.repeats_filter import Repeats
from app.lists.filters.role_filter import RoleFilter
from app.lists.filters.unknown_values import closed_parameters
from app.lists.languages import columns_in
from app.lists.parameters import (
    BOM_PARAMETER,
    FACET_LIMIT_PARAMETER,
    FLAT_PARAMETER,
    HEADER_PARAMETER,
    LANG_PARAMETER,
    choice,
    choices,
    fields_parameter,
    paging_parameters,
    query_model,
)
from app.vocabulary.names import Language

# rows up to which a count is exact without `count=exact`
MAX_COUNT = 10_000
# rows whose keys are read where looking for them again would take long
MAX_KEYS = 50_000
FORMATS = ("json", "csv", "ndjson", "parquet")
CHART_FORMATS = ("vega-lite", "svg", "png", "svg-narrow")
CITATION_FORMATS = ("csl", "bibtex", "ris", "gbt7714", "apa")
Row = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]
Documents = Callable[[Rows, Connection, str], list[dict[str, Any]]]


@dataclass(frozen=True)
class ReferenceLookup:
    """How to find the bibliography entries that a row names in `field`: their ids are `ids(row)`, which reads the fields `needs`."""

    field: str
    needs: Sequence[str]
    ids: Callable[[Mapping[str, Any]], list[str]]


@dataclass(frozen=True, eq=False)
class Listing:
    """A list of the API.

    - `columns` by field name are selected from `source`; `table` is the list's own table, and `key` its unique key.
      `source` joins other tables by outer joins only, also where a row is always there: SQLite otherwise may begin with a
      table of names and sort all rows before it has the first.
    - `further` columns are made for readers, and no part of the data package; those in `further_shown` stand in every row,
      the others where `fields` names them.
    - `filters` and `sorts` are what the list can be filtered and sorted by; the first sort is the default.
    - `exact` are the columns with the text of a number, written to JSON digit by digit.
    - `references` finds the bibliography entries that a row names, and `includes` the rows that can be embedded in it.
    - `repeats` tells that its rows are figures, some of which state the same fact; `roles`, that some are not the plain figure.
    - `chinese_columns` replace columns in answers in Chinese, besides those of fields in both languages (`languages`).
    - `precomputes_members` is for vocabularies, lists that stay short: the rows that each value of a facet selects are stored.
    - `jsonld_nodes` and `csl_items` turn rows into JSON-LD and bibliographic items, given the service's address.
    - `is_drawn`: its rows are figures, which can be had as a chart.
    - `is_narrow`: each request selects few of all rows by a column of their own, and what is related to these is looked up.
    """

    name: str
    columns: Mapping[str, ColumnElement[Any]]
    source: FromClause
    table: FromClause
    key: ColumnElement[Any]
    filters: Sequence[Filter]
    sorts: Mapping[str, ColumnElement[Any]]
    exact: frozenset[str] = frozenset()
    references: ReferenceLookup | None = None
    repeats: Repeats | None = None
    roles: RoleFilter | None = None
    further: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    further_shown: Sequence[str] = ()
    chinese_columns: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    includes: Mapping[str, Include] = field(default_factory=dict)
    jsonld_nodes: Documents | None = None
    csl_items: Documents | None = None
    is_drawn: bool = False
    is_narrow: bool = False
    precomputes_members: bool = False
    query: type[BaseModel] = field(init=False)
    object_query: type[BaseModel] = field(init=False)

    def __post_init__(self) -> None:
        if self.precomputes_members:
            members = Members(self.name, self.key)
            kept = [replace(one, members=members) if isinstance(one.path, JoinPath) else one for one in self.filters]
            object.__setattr__(self, "filters", kept)
        name = self.name.capitalize()
        object.__setattr__(self, "query", query_model(f"{name}Query", self.filters, self._parameters()))
        one = {
            "format": choice(self.object_formats, "Format of the response. Default: by the `Accept` header, or JSON."),
            "lang": LANG_PARAMETER,
        }
        object.__setattr__(self, "object_query", query_model(f"{name}ObjectQuery", [], one))

    def columns_in(self, lang: Language) -> dict[str, ColumnElement[Any]]:
        """The columns of an answer in the language."""
        return {**columns_in(self.columns, lang), **(self.chinese_columns if lang == "zh" else {})}

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The fields of a row where `fields` does not choose."""
        return (*self.columns, *self.further_shown)

    @cached_property
    def selectable(self) -> Mapping[str, ColumnElement[Any]]:
        """All columns that a row can have."""
        return {**self.columns, **self.further}

    def selectable_in(self, lang: Language) -> dict[str, ColumnElement[Any]]:
        """All columns that a row can have, in the language."""
        return {**self.columns_in(lang), **columns_in(self.further, lang)}

    def shown_in(self, lang: Language) -> list[ColumnElement[Any]]:
        """The columns of a row where `fields` does not choose, under their names."""
        found = self.selectable_in(lang)
        return [found[name].label(name) for name in self.shown]

    @cached_property
    def parameters(self) -> dict[str, tuple[Filter, str]]:
        """Filter and operator of each query parameter that filters."""
        return {name: (one, name.partition("__")[2]) for one in self.filters for name in one.fields()}

    @cached_property
    def closed_parameters(self) -> dict[str, Filter]:
        """The query parameters whose values are those of a vocabulary."""
        return closed_parameters(self.filters)

    def given_filters(self, query: Any) -> set[str]:
        """The parameters of a request that filter."""
        return {name for name in query.model_fields_set if name in self.parameters and getattr(query, name) is not None}

    def select(self, query: Any) -> Selection:
        """The fields and embedded rows that a request selects."""
        return self.selection(tuple(query.fields or ()), tuple(getattr(query, "include", None) or ()))

    @cached_property
    def selection(self) -> Callable[[tuple[str, ...], tuple[str, ...]], Selection]:
        """From `fields` and `include` to the selection, remembered for each combination."""
        return lru_cache(maxsize=256)(partial(select_fields, self.shown, tuple(self.selectable), self.includes))

    @cached_property
    def json_columns(self) -> frozenset[str]:
        """Columns that hold JSON."""
        return frozenset(name for name, column in self.selectable.items() if isinstance(column.type, JSON))

    @cached_property
    def boolean_columns(self) -> frozenset[str]:
        return frozenset(name for name, column in self.selectable.items() if isinstance(column.type, Boolean))

    @cached_property
    def document_field(self) -> str | None:
        """The field with the slug of the document that a row is from; null where rows belong to none."""
        return "document" if "document" in self.columns else "slug" if self.name == "documents" else None

    @property
    def facets(self) -> dict[str, Filter]:
        return {filter_.name: filter_ for filter_ in self.filters if filter_.labels is not None}

    @cached_property
    def own_full_text(self) -> FullTextFilter | None:
        """The full text filter that searches this list's own words; null where `q` searches related rows, or is none."""
        found = next((filter_ for filter_ in self.filters if isinstance(filter_, FullTextFilter)), None)
        return found if found is not None and found.column is self.key else None

    @cached_property
    def formats(self) -> tuple[str, ...]:
        return (*FORMATS, *self.object_formats[1:], *(CHART_FORMATS if self.is_drawn else ()))

    @cached_property
    def object_formats(self) -> tuple[str, ...]:
        """The formats of one object alone."""
        graph = ("jsonld",) if self.jsonld_nodes else ()
        return ("json", *graph, *(CITATION_FORMATS if self.csl_items else ()))

    def python_rows(self, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Row]:
        """Rows of the database, whose columns are `names`, as dictionaries of Python values: JSON parsed, booleans as such."""
        jsons = [name for name in names if name in self.json_columns]
        booleans = [name for name in names if name in self.boolean_columns]
        found = [dict(zip(names, row, strict=False)) for row in rows]
        for row in found:
            for name in jsons:
                if row[name] is not None:
                    row[name] = orjson.loads(row[name])
            for name in booleans:
                if row[name] is not None:
                    row[name] = bool(row[name])
        return found

    def _parameters(self) -> dict[str, Any]:
        inner = [f"{name}.{inner}" for name, include in self.includes.items() for inner in include.columns]
        names = list(self.columns)
        parameters = {
            **paging_parameters(list(self.sorts)),
            "fields": fields_parameter([*names, *self.further, *self.includes, *inner], names[:3]),
            "format": choice(self.formats, "Format of the response. Default: by the `Accept` header, or JSON."),
            "lang": LANG_PARAMETER,
            "bom": BOM_PARAMETER,
            "header": HEADER_PARAMETER,
            "flat": FLAT_PARAMETER,
        }
        if self.repeats:
            parameters["repeats"] = self.repeats.parameter()
        if self.roles:
            parameters["roles"] = self.roles.parameter()
        if self.includes:
            first = next(iter(self.includes))
            parameters["include"] = choices("include", list(self.includes), "What to embed in each row.", first)
        if self.facets:
            first = next(iter(self.facets))
            described = "Counts by value under all other filters. A section includes its subsections"
            if "period" in self.facets:
                described += "; periods are counted as written, as `period__exact` matches them"
            parameters["facets"] = choices("facet", list(self.facets), f"{described}.", first)
            parameters["facet_limit"] = FACET_LIMIT_PARAMETER
        return parameters
