"""What may be asked of a list: one `Filter` a name, and the typed query class that FastAPI validates and documents."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError
from sqlalchemy import ColumnElement, Select, func, not_, or_, true

Wrap = Callable[[ColumnElement[bool]], ColumnElement[bool]]
Meaning = Callable[[str, Any], ColumnElement[bool]]
MAX_LIMIT = 1000
DEFAULT_LIMIT = 50
_MAX_VALUES = 200
_MAX_LENGTH = 300
_COMPARISONS = {"gt": "greater than", "gte": "at least", "lt": "less than", "lte": "at most"}
# no database stores NUL or a lone surrogate in text, so no row can hold them
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _text(value: Any) -> Any:
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise PydanticCustomError("unstorable", "NUL and lone surrogates are in no text")
    return value


def _split(value: Any) -> Any:
    """`a,b` and repeated parameters alike are lists of alternatives."""
    given = value if isinstance(value, list) else [value]
    parts = [part.strip() for item in given for part in (item.split(",") if isinstance(item, str) else [item])]
    if any(part == "" for part in parts):
        raise PydanticCustomError("empty_value", "an empty value; leave the parameter out, or use __isnull")
    return [_text(part) for part in parts]


@dataclass(frozen=True)
class Filter:
    """A name that lists can be filtered by.

    `column` holds the value; `wrap` leads from a condition on it to one on the list's own table (a sub-select), where they
    are not the same table. `kind` is the Python type of a value. `vocabulary` selects the values that exist, where a value
    that does not is a mistake rather than an empty answer. `meaning` says what an operator (none for "any of") means where
    that is not a plain comparison with the column.
    """

    name: str
    column: Any
    description: str
    example: Any
    kind: Any = str
    wrap: Wrap = lambda condition: condition
    compare: bool = False
    contains: bool = False
    nullable: bool = False
    vocabulary: Select[Any] | None = None
    meaning: Meaning | None = None

    def fields(self) -> dict[str, Any]:
        """Fields of the query class: the name itself, and one for each operator that makes sense."""
        kind: Any = Annotated[self.kind, Field(max_length=_MAX_LENGTH)] if self.kind is str else self.kind
        one: Any = Annotated[kind, BeforeValidator(_text)] | None
        many: Any = Annotated[list[kind], BeforeValidator(_split), Field(max_length=_MAX_VALUES)] | None
        example = str(self.example).lower() if isinstance(self.example, bool) else self.example
        described = self.description.rstrip(".")
        fields: dict[str, Any] = {
            self.name: (many, _field(f"{described}. Repeat it or separate values by commas for any of them.", [example])),
            f"{self.name}__ne": (many, _field(f"None of these: {described}. Rows without a value are kept.", [example])),
        }
        if self.kind is bool:
            return {self.name: (bool | None, _field(f"{described}.", example))}
        if self.compare:
            for operator, words in _COMPARISONS.items():
                fields[f"{self.name}__{operator}"] = (one, _field(f"{words.capitalize()} this: {described}.", example))
        if self.contains:
            part = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=_MAX_LENGTH)] | None
            words = "Contains this text, upper and lower case alike"
            fields[f"{self.name}__contains"] = (part, _field(f"{words}: {described}.", example))
        if self.nullable:
            fields[f"{self.name}__isnull"] = (bool | None, _field(f"Has no value (true) or has one (false): {described}."))
        return fields

    def condition(self, operator: str, value: Any) -> ColumnElement[bool]:
        """The SQL condition of `name__operator=value`; no operator means any of the values."""
        column = self.column
        match operator:
            case "":
                return self.wrap(self._any_of(value if isinstance(value, list) else [value]))
            case "ne":
                excluded = not_(self.wrap(self._any_of(value)))
                return or_(excluded, column.is_(None)) if self._is_direct(excluded) and self.nullable else excluded
            case "contains":
                return self.wrap(func.lower(column).contains(value.lower(), autoescape=True))
            case "isnull":
                present = self.wrap(column.is_not(None))
                return not_(present) if value else present
            case _ if self.meaning is not None:
                return self.wrap(self.meaning(operator, value))
            case _:
                compare = {"gt": column.__gt__, "gte": column.__ge__, "lt": column.__lt__, "lte": column.__le__}
                return self.wrap(compare[operator](value))

    def _any_of(self, values: list[Any]) -> ColumnElement[bool]:
        if self.meaning is not None:
            return self.meaning("", values)
        found: ColumnElement[bool] = self.column == values[0] if len(values) == 1 else self.column.in_(values)
        return found

    def _is_direct(self, _: ColumnElement[bool]) -> bool:
        marker = true()
        return self.wrap(marker) is marker


def _field(description: str, example: Any = None) -> Any:
    return Field(default=None, description=description, examples=None if example is None else [example])


def conditions(filters: Iterable[Filter], query: BaseModel) -> list[ColumnElement[bool]]:
    """The conditions of all parameters that were given."""
    given = {name: getattr(query, name) for name in query.model_fields_set}
    found = []
    for filter_ in filters:
        for name, value in given.items():
            base, _, operator = name.partition("__")
            if base == filter_.name and value is not None:
                found.append(filter_.condition(operator, value))
    return found


def _words(name: str, allowed: Sequence[str], *, signed: bool = False) -> Any:
    """A comma-separated choice from a closed list, each at most once; with `signed` a leading minus is allowed."""

    def read(value: Any) -> Any:
        words = _split(value)
        plain = [word.removeprefix("-") if signed else word for word in words]
        for word in plain:
            if word not in allowed:
                context = {"allowed": list(allowed), "word": word}
                raise PydanticCustomError("not_listed", f"{{word}} is no {name} of this list", context)
        if len(set(plain)) < len(plain):
            raise PydanticCustomError("given_twice", f"a {name} is given twice")
        return words

    return Annotated[list[str], BeforeValidator(read)] | None


def query_model(name: str, filters: Sequence[Filter], sorts: Sequence[str], fields: Sequence[str]) -> type[BaseModel]:
    """The query class of a list; a parameter that is not in it is refused."""
    sortable = ", ".join(sorts)
    common: dict[str, Any] = {
        "sort": (
            _words("sort key", sorts, signed=True),
            _field(f"Order, `-` for descending; the id comes last by itself. Any of: {sortable}.", f"-{sorts[0]}"),
        ),
        "fields": (_words("field", fields), _field("Only these fields of each row.", ",".join(fields[:3]))),
        "limit": (
            Annotated[int, Field(ge=1, le=MAX_LIMIT)],
            Field(default=DEFAULT_LIMIT, description=f"Rows a page, 1 to {MAX_LIMIT}.", examples=[20]),
        ),
        "cursor": (
            Annotated[str, Field(max_length=4000)] | None,
            _field("Where the page begins: `page.next_cursor` of the page before. Opaque."),
        ),
        "count": (
            Literal["exact", "none"],
            Field(default="exact", description="Whether `page.count` tells how many rows there are on all pages."),
        ),
    }
    declared: dict[str, Any] = {}
    for filter_ in filters:
        declared |= filter_.fields()
    model: type[BaseModel] = create_model(name, __config__=ConfigDict(extra="forbid"), **declared, **common)
    return model
