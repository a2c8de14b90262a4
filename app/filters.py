"""What may be asked of a list: one `Filter` a name, and the typed query class that FastAPI validates and documents."""

import re
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import ColumnElement, FromClause, Select, and_, bindparam, case, false, literal_column, select, true, tuple_

from app.labels import Labels
from app.sql import small_letters

Wrap = Callable[[ColumnElement[bool]], ColumnElement[bool]]
# a bound parameter of a condition
Slot = Any
Meaning = Callable[[str, Sequence[Slot]], ColumnElement[bool]]
# a selectable, the condition that joins it to rows with `document` and `value`, and its column of groups
Groups = tuple[FromClause, ColumnElement[bool], ColumnElement[Any]]
MAX_LIMIT = 1000
DEFAULT_LIMIT = 50
_MAX_VALUES = 200
_MAX_LENGTH = 300
# characters of a parameter up to which it is remembered what was read of it
REMEMBERED = 500
_COMPARISONS = {"gt": "greater than", "gte": "at least", "lt": "less than", "lte": "at most"}
# what `small_letters` makes of a column, for what it is compared with
_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
# what would stand for any text in LIKE, as itself
_LITERALLY = str.maketrans({character: f"/{character}" for character in "/%_"})
# no database stores NUL or a lone surrogate in text, so no row can hold them
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def text(value: Any) -> Any:
    """The value, refused where no text of a database can hold it."""
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise PydanticCustomError("unstorable", "NUL and lone surrogates are in no text")
    return value


def _split(value: Any) -> Any:
    """`a,b` and repeated parameters alike are lists of alternatives."""
    given = value if isinstance(value, list) else [value]
    parts = [part.strip() for item in given for part in (item.split(",") if isinstance(item, str) else [item])]
    if any(part == "" for part in parts):
        raise PydanticCustomError("empty_value", "an empty value; leave the parameter out, or use __isnull")
    return [text(part) for part in parts]


def same(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return condition


@dataclass(frozen=True, eq=False)
class Via:
    """From rows of `source` to the rows of a list whose `own` column one of them carries in `key`; both may be several.

    Where it is `within` another way, `own` is a column of the rows that the other begins at, and leads on by that.
    """

    own: Any
    key: Any
    source: FromClause
    within: "Via | None" = None

    @property
    def leads_to_one(self) -> bool:
        """Whether a row of the list has one related row at most."""
        keys = list(self.source.primary_key)
        return len(keys) == 1 and keys[0] is self.key and (self.within is None or self.within.leads_to_one)

    @property
    def owns(self) -> Sequence[Any]:
        """The columns `own`."""
        return _several(self.own)

    @property
    def keys(self) -> Sequence[Any]:
        """The columns `key`."""
        return _several(self.key)

    @property
    def path(self) -> "list[Via]":
        """The ways that it is within, the outermost first, and itself."""
        return [*(self.within.path if self.within else []), self]

    def refers_to(self, key: Any) -> bool:
        """Whether it begins at rows with this key, and a row of what it leads to names one of them, if any."""
        return self.own is key and bool(self.key.references(key))

    def step(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """A condition on the rows that it leads to, be they a list's or another way's."""
        held = self.owns[0] if len(self.owns) == 1 else tuple_(*self.owns)
        found: ColumnElement[bool] = held.in_(select(*self.keys).select_from(self.source).where(condition))
        return found

    def some(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """`step`, looked for row by row: for many rows, of which the first in some order are wanted."""
        return self._related(condition).exists()

    def none(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """A condition on the rows of a list: of those that it leads to, none meets the given one.

        Looked for row by row: of a list of all that are to be left out, PostgreSQL reads the whole for each row once it is long.
        """
        first, *others = self.path
        for step in reversed(others):
            condition = step.step(condition)
        return ~first._related(condition).exists()

    def _related(self, condition: ColumnElement[bool]) -> Select[Any]:
        found: Select[Any] = select(literal_column("1")).select_from(self.source).where(self.joins(self.owns), condition)
        return found.correlate(*(one.table for one in self.owns))

    def joins(self, own: Sequence[Any]) -> ColumnElement[bool]:
        """What joins rows of `source` to those whose columns are `own`."""
        return and_(*(key == one for key, one in zip(self.keys, own, strict=True)))

    def __call__(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return self.within(self.step(condition)) if self.within else self.step(condition)


def _several(columns: Any) -> Sequence[Any]:
    return columns if isinstance(columns, tuple) else (columns,)


def _alone(value: Any) -> Sequence[Any]:
    return (value,)


@dataclass(frozen=True)
class Filter:
    """A name that lists can be filtered by.

    `column` holds the value; `wrap` leads from a condition on it to one on the list's own table, where they are not the
    same table. `kind` is the Python type of a value. `vocabulary` selects the values that exist, where a value that does
    not is a mistake rather than an empty answer. `meaning` says what an operator (none for "any of") means where that is
    not a plain comparison with the column; it takes what `convert` makes of each value, as slots of type `slot_type`.
    `labels` name the values in a facet; a filter without them has none. `groups`
    leads from a value to the groups it counts in, where these are not the value itself. `widen` gives the values that
    `related=true` adds. `searched` is the list whose words a full text filter searches.
    """

    name: str
    column: Any
    description: str
    example: Any
    kind: Any = str
    wrap: Wrap = same
    compare: bool = False
    contains: bool = False
    nullable: bool = False
    vocabulary: Select[Any] | None = None
    meaning: Meaning | None = None
    convert: Callable[[Any], Sequence[Any]] = _alone
    slot_type: Any = None
    single: bool = False
    labels: Labels | None = None
    groups: Callable[[Mapping[str, ColumnElement[Any]]], Groups] | None = None
    widen: Callable[[Sequence[Any]], Select[Any]] | None = None
    searched: str | None = None

    def fields(self) -> dict[str, Any]:
        """Fields of the query class: the name itself, and one for each operator that makes sense."""
        kind: Any = Annotated[self.kind, Field(max_length=_MAX_LENGTH)] if self.kind is str else self.kind
        one: Any = Annotated[kind, BeforeValidator(text)] | None
        many: Any = Annotated[list[kind], BeforeValidator(_split), Field(max_length=_MAX_VALUES)] | None
        example = str(self.example).lower() if isinstance(self.example, bool) else self.example
        described = self.description.rstrip(".")
        fields: dict[str, Any] = {
            self.name: (many, _field(f"{described}. Repeat it or separate values by commas for any of them.", [example])),
            f"{self.name}__ne": (many, _field(f"None of these: {described}. Rows without a value are kept.", [example])),
        }
        if self.single or self.kind is bool:
            return {self.name: (one, _field(f"{described}.", example))}
        if self.compare:
            for operator, words in _COMPARISONS.items():
                fields[f"{self.name}__{operator}"] = (one, _field(f"{words.capitalize()} this: {described}.", example))
        if self.contains:
            part = Annotated[str, BeforeValidator(text), Field(min_length=1, max_length=_MAX_LENGTH)] | None
            words = "Contains this text, A to Z and a to z alike"
            fields[f"{self.name}__contains"] = (part, _field(f"{words}: {described}.", example))
        if self.nullable:
            fields[f"{self.name}__isnull"] = (bool | None, _field(f"Has no value (true) or has one (false): {described}."))
        return fields

    def values(self, operator: str, value: Any) -> list[Any]:
        """What the database is given for `name__operator=value`, slot by slot; yes and no are part of the SQL instead."""
        if operator == "isnull" or self.kind is bool:
            return []
        if operator == "contains":
            return [f"%{value.translate(_SMALL).translate(_LITERALLY)}%"]
        return [one for alternative in _listed(value) for one in self.convert(alternative)]

    def slots(self, operator: str, value: Any) -> dict[str, Any]:
        """`values` by the names that they have in SQL."""
        name = f"{self.name}__{operator}" if operator else self.name
        return {f"p_{name}_{i}": one for i, one in enumerate(self.values(operator, value))}

    def condition(self, operator: str, value: Any, *, wide: bool = False) -> tuple[ColumnElement[bool], bool]:
        """What `name__operator=value` says of the row that holds the value, and whether no such row may be there.

        No operator means any of the values, `wide` those related to them.
        """
        column = self.column
        slots = [bindparam(name, one, self.slot_type) for name, one in self.slots(operator, value).items()]
        match operator:
            case "" | "ne":
                return self._any_of(slots or _listed(value), wide), operator == "ne"
            case "contains":
                return small_letters(column).like(slots[0], escape="/"), False
            case "isnull" if self.wrap is same:
                return column.is_(None) if value else column.is_not(None), False
            case "isnull":
                return column.is_not(None), value
            case _ if self.meaning is not None:
                return self.meaning(operator, slots), False
            case _:
                compare = {"gt": column.__gt__, "gte": column.__ge__, "lt": column.__lt__, "lte": column.__le__}
                return compare[operator](slots[0]), False

    def _any_of(self, values: list[Any], wide: bool) -> ColumnElement[bool]:
        if self.meaning is not None:
            return self.meaning("", values)
        if wide and self.widen is not None:
            widened: ColumnElement[bool] = self.column.in_(self.widen(values))
            return widened
        found: ColumnElement[bool] = self.column == values[0] if len(values) == 1 else self.column.in_(values)
        return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _field(description: str, example: Any = None) -> Any:
    return Field(default=None, description=description, examples=None if example is None else [example])


@dataclass
class Conditions:
    """What a query says of rows: of themselves (`own`), and by the way to them of one and the same related row.

    `value__gte=1&value__lte=2` through a relation must not be met by two rows, one above and one below, nor
    `section=3&topic=market` by two sentences.
    """

    own: list[ColumnElement[bool]]
    related: dict[Via, list[ColumnElement[bool]]]

    def all(self, but: Via | None = None, *, in_order: bool = False) -> list[ColumnElement[bool]]:
        """Conditions on the list's own rows, without those that lead there by the way `but` or by one within it.

        `in_order`: for rows that are read in an order until there are enough.
        """
        return [*self.own, *self._met(None, but, in_order)]

    def at(self, via: Via, but: Via | None = None) -> list[ColumnElement[bool]]:
        """Conditions on the rows that a way begins at, without those that lead there by the way `but` within it."""
        return [*self.related.get(via, []), *self._met(via, but)]

    @property
    def only_way(self) -> Via | None:
        """The way that leads to all that is said, where there is one only."""
        ways = self._ways(None)
        return ways[0] if len(ways) == 1 and not self.own else None

    def _ways(self, within: Via | None) -> list[Via]:
        return list(dict.fromkeys(step for via in self.related for step in via.path if step.within is within))

    def _met(self, within: Via | None, but: Via | None, in_order: bool = False) -> list[ColumnElement[bool]]:
        ways = [via for via in self._ways(within) if via is not but]
        return [(via.some if in_order else via.step)(and_(*self.at(via))) for via in ways]


def conditions(filters: Iterable[Filter], query: BaseModel, but: Filter | None = None) -> Conditions:
    """The conditions of all parameters that were given, `but` those of one filter."""
    given = {name: getattr(query, name) for name in query.model_fields_set}
    wide = bool(given.get("related"))
    found = Conditions([], {})
    for filter_ in filters:
        for name, value in given.items():
            base, _, operator = name.partition("__")
            if base == filter_.name and value is not None and filter_ is not but:
                _add(found, filter_, *filter_.condition(operator, value, wide=wide))
    return found


def _add(found: Conditions, filter_: Filter, condition: ColumnElement[bool], absent: bool) -> None:
    if not absent:
        if isinstance(filter_.wrap, Via):
            found.related.setdefault(filter_.wrap, []).append(condition)
        else:
            found.own.append(condition)
        return
    if isinstance(filter_.wrap, Via):
        found.own.append(filter_.wrap.none(condition))
        return
    # a comparison with nothing is neither true nor false, and a row without a value has none of those excluded; `IS NOT TRUE`
    # would say so too, but has SQLite look through the whole of a list of pairs for each row that is not in it
    found.own.append(case((filter_.wrap(condition), false()), else_=true()))


def _words(name: str, allowed: Sequence[str], *, signed: bool = False) -> Any:
    """A comma-separated choice from a closed list, each at most once; with `signed` a leading minus is allowed."""

    def read(value: Any) -> Any:
        return list(known(value)) if isinstance(value, str) and len(value) < REMEMBERED else checked(value)

    def checked(value: Any) -> Any:
        words = _split(value)
        plain = [word.removeprefix("-") if signed else word for word in words]
        for word in plain:
            if word not in allowed:
                context = {"allowed": list(allowed), "word": word}
                raise PydanticCustomError("not_listed", f"{{word}} is no {name} here", context)
        if len(set(plain)) < len(plain):
            raise PydanticCustomError("given_twice", f"a {name} is given twice")
        return words

    known = lru_cache(maxsize=256)(checked)
    return Annotated[list[str], BeforeValidator(read)] | None


def paging(sorts: Sequence[str]) -> dict[str, Any]:
    """Parameters for the order of rows and the page of them."""
    sortable = ", ".join(sorts)
    return {
        "sort": (
            _words("sort key", sorts, signed=True),
            _field(f"Order, `-` for descending; the id comes last by itself. Any of: {sortable}.", f"-{sorts[0]}"),
        ),
        "limit": (
            Annotated[int, Field(ge=1, le=MAX_LIMIT)] | None,
            _field(
                f"Rows a page, 1 to {MAX_LIMIT}; {DEFAULT_LIMIT} unless told, all of them in CSV, NDJSON and Parquet.", 20
            ),
        ),
        "cursor": (
            Annotated[str, Field(max_length=4000)] | None,
            _field("Where the page begins: `page.next_cursor` of the page before. Opaque."),
        ),
        "count": (
            Literal["exact", "none"] | None,
            _field("Whether `page.count` is exact, or null; else it is exact up to 10,000 rows and there says so.", "exact"),
        ),
    }


def closed_words(what: str, allowed: Sequence[str], description: str, example: str) -> Any:
    """A parameter of words from a closed list."""
    return _words(what, allowed), _field(f"{description} Any of: {', '.join(allowed)}.", example)


def choice(allowed: Sequence[str], description: str) -> Any:
    """A parameter with one word of a closed list."""
    return Literal[tuple(allowed)] | None, _field(description, allowed[0])


LANG: Any = (
    Literal["en", "zh"] | None,
    _field("Language of names and labels; else the first of `Accept-Language` that is known, else English.", "zh"),
)


def query_model(name: str, filters: Sequence[Filter], others: Mapping[str, Any]) -> type[BaseModel]:
    """The query class of filters and other parameters; a parameter that is not in it is refused."""
    declared: dict[str, Any] = {}
    for filter_ in filters:
        declared |= filter_.fields()
    base = BaseModel
    if any(filter_.widen for filter_ in filters):
        declared["related"] = (
            bool | None,
            _field("Whether `entity` also finds what is about entities related to it, such as a company's models.", "true"),
        )
        base = _Related
    # built when first asked: all of them together would take a quarter of a second of each start
    config = ConfigDict(extra="forbid", defer_build=True)
    bound = type(name, (base,), {"model_config": config, "__module__": __name__})
    model: type[BaseModel] = create_model(name, __base__=bound, **declared, **others)
    return model


class _Related(BaseModel):
    @model_validator(mode="after")
    def _needs_entity(self) -> Self:
        if getattr(self, "related", None) and not {"entity", "entity__ne"} & self.model_fields_set:
            raise PydanticCustomError(
                "needs_entity", "it says what `entity` finds; give an entity as well", {"parameter": "related"}
            )
        return self
