"""The query parameters that all lists take (order, page, fields, language), and the query class of a list."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model, model_validator
from pydantic_core import PydanticCustomError

from app.lists.field_selection import fields_type
from app.lists.filters.filter import Filter, FullTextFilter
from app.lists.parameter_types import parameter_field, split_values

MAX_LIMIT = 1000
DEFAULT_FACET_LIMIT = 100
DEFAULT_LIMIT = 50
# characters of a parameter up to which its parsed value is remembered
REMEMBERED = 500


def _choice_type(name: str, allowed: Sequence[str], *, signed: bool = False) -> Any:
    """Comma-separated words of a closed list, each at most once; with `signed` a word may have a leading minus."""

    def read(value: Any) -> Any:
        return list(known(value)) if isinstance(value, str) and len(value) < REMEMBERED else checked(value)

    def checked(value: Any) -> Any:
        words = split_values(value)
        plain = [word.removeprefix("-") if signed else word for word in words]
        for word in plain:
            if word not in allowed:
                context = {"allowed": list(allowed), "word": word}
                raise PydanticCustomError("not_listed", f"{{word}} is not a valid {name} here", context)
        if len(set(plain)) < len(plain):
            raise PydanticCustomError("given_twice", f"a {name} is given twice")
        return words

    known = lru_cache(maxsize=256)(checked)
    return Annotated[list[str], BeforeValidator(read)] | None


def paging_parameters(sorts: Sequence[str]) -> dict[str, Any]:
    """The parameters `sort`, `limit`, `cursor` and `count`."""
    sortable = ", ".join(sorts)
    return {
        "sort": (
            _choice_type("sort key", sorts, signed=True),
            parameter_field(
                f"Sort keys, `-` for descending. Text sorts by code point, ignoring the case of A to Z; ties sort by id."
                f" Any of: {sortable}.",
                [f"-{sorts[0]}"],
            ),
        ),
        "limit": (
            Annotated[int, Field(ge=1, le=MAX_LIMIT)] | None,
            parameter_field(
                f"Rows per page, 1 to {MAX_LIMIT}. Default: {DEFAULT_LIMIT}, and all rows in CSV, NDJSON and Parquet.", 20
            ),
        ),
        "cursor": (
            Annotated[str, Field(max_length=4000)] | None,
            parameter_field("Opaque: `page.next_cursor` of the previous page."),
        ),
        "count": (
            Literal["exact", "none"] | None,
            parameter_field(
                "`exact` counts all rows if there is time for that, `none` leaves `page.count` null. By default, counting stops at"
                " 10,000 unless the number is stored, and the response says so.",
                "exact",
            ),
        ),
    }


def choices(what: str, allowed: Sequence[str], description: str, example: str) -> Any:
    """A parameter that takes several words of a closed list."""
    return _choice_type(what, allowed), parameter_field(f"{description} Any of: {', '.join(allowed)}.", example.split(","))


def fields_parameter(allowed: Sequence[str], example: list[str]) -> Any:
    """The parameter `fields`."""
    described = (
        "Return only these fields of each row; `*` returns all, including those for charts. `name:field` returns a field"
        " under another name, as in `source:sources.url`."
        f" Any of: {', '.join(allowed)}."
    )
    return fields_type(allowed), parameter_field(described, example)


def choice(allowed: Sequence[str], description: str) -> Any:
    """A parameter that takes one word of a closed list."""
    return Literal[tuple(allowed)] | None, parameter_field(description, allowed[0])


FACET_LIMIT_PARAMETER: Any = (
    Annotated[int, Field(ge=1, le=MAX_LIMIT)] | None,
    parameter_field(
        f"Values per facet, 1 to {MAX_LIMIT}, the most frequent first; `facet_info` has the total. Default: {DEFAULT_FACET_LIMIT}.",
        20,
    ),
)
LANG_PARAMETER: Any = (
    Literal["en", "zh"] | None,
    parameter_field(
        "Language of names and labels. Default: the first of `Accept-Language` that is supported, or English.", "zh"
    ),
)


# of answers that are JSON alone, and have a page
JSON_PARAMETER: Any = choice(("json",), "`json` gives the answer to a browser too, which otherwise gets its page.")
FLAT_PARAMETER: Any = (
    bool | None,
    parameter_field(
        "Whether Parquet has only columns of plain values, named as in CSV, with lists joined by `; ` and other JSON as text."
        " Default: false.",
        True,
    ),
)
HEADER_PARAMETER: Any = (
    Literal["names", "labels"] | None,
    parameter_field(
        "Header row of CSV: `names` of columns, which never change, or `labels` for people, in the requested language."
        " Default: names.",
        "labels",
    ),
)
BOM_PARAMETER: Any = (
    bool | None,
    parameter_field("Whether CSV begins with a byte order mark, which Excel needs to read Chinese. Default: true.", False),
)


def query_model(
    name: str, filters: Sequence[Filter], others: Mapping[str, Any], filtering: Iterable[str] = ()
) -> type[BaseModel]:
    """The query class of a list: its filters and `others`, of which `filtering` filter too; all other parameters are refused."""
    declared: dict[str, Any] = {}
    names = set(filtering)
    for filter_ in filters:
        fields = filter_.fields()
        declared |= fields
        if not isinstance(filter_, FullTextFilter):
            names |= fields.keys()
    base: type[Filtered] = Filtered
    if any(filter_.related_values for filter_ in filters):
        declared["related"] = (
            bool | None,
            parameter_field("Whether `entity` also matches entities related to it, such as a company's models.", True),
        )
        base = _Related
        names.add("related")
    # built at the first request: building all of them takes a quarter of a second of a start
    config = ConfigDict(extra="forbid", defer_build=True)
    bound = type(name, (base,), {"model_config": config, "__module__": __name__})
    model: type[BaseModel] = create_model(name, __base__=bound, **declared, **others)
    setattr(model, "filter_names", frozenset(names))  # noqa: B010 - a `ClassVar` of `Filtered`, of which mypy knows no subclass here
    return model


class Filtered(BaseModel):
    """A query with filters, by their names: a filter with nothing in it is not given."""

    filter_names: ClassVar[frozenset[str]] = frozenset()


class _Related(Filtered):
    @model_validator(mode="after")
    def _needs_entity(self) -> Self:
        if getattr(self, "related", None) and not {"entity", "entity__ne"} & self.model_fields_set:
            raise PydanticCustomError(
                "needs_entity", "it extends the filter `entity`; give an entity as well", {"parameter": "related"}
            )
        return self
