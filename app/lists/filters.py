"""What may be asked of a list: one `Filter` a name, and the typed query class that FastAPI validates and documents."""

import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy import ColumnElement, FromClause, Select, and_, bindparam, case, false, true

from app.lists.join_paths import JoinPath, Path, own_table
from app.lists.labels import Labels
from app.lists.value_types import MAX_LENGTH, MAX_VALUES, parameter_field, split_values, storable_text
from app.store.dialects import ascii_lower

# a bound parameter of a condition
Slot = Any
ConditionFor = Callable[[str, Sequence[Slot]], ColumnElement[bool]]
# a selectable, the condition that joins it to rows with `document` and `value`, and its column of groups
Groups = tuple[FromClause, ColumnElement[bool], ColumnElement[Any]]
_COMPARISONS = {"gt": "greater than", "gte": "at least", "lt": "less than", "lte": "at most"}
# what `small_letters` makes of a column, for what it is compared with
_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
# what would stand for any text in LIKE, as itself
_LITERALLY = str.maketrans({character: f"/{character}" for character in "/%_"})


def _alone(value: Any) -> Sequence[Any]:
    return (value,)


@dataclass(frozen=True)
class Filter:
    """A name that lists can be filtered by.

    `column` holds the value; `path` leads from a condition on it to one on the list's own table, where they are not the
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
    path: Path = own_table
    compare: bool = False
    contains: bool = False
    nullable: bool = False
    vocabulary: Select[Any] | None = None
    condition_for: ConditionFor | None = None
    bound_values: Callable[[Any], Sequence[Any]] = _alone
    bind_type: Any = None
    single: bool = False
    labels: Labels | None = None
    groups: Callable[[Mapping[str, ColumnElement[Any]]], Groups] | None = None
    related_values: Callable[[Sequence[Any]], Select[Any]] | None = None
    searched_list: str | None = None

    def fields(self) -> dict[str, Any]:
        """Fields of the query class: the name itself, and one for each operator that makes sense."""
        kind: Any = Annotated[self.kind, Field(max_length=MAX_LENGTH)] if self.kind is str else self.kind
        one: Any = Annotated[kind, BeforeValidator(storable_text)] | None
        many: Any = Annotated[list[kind], BeforeValidator(split_values), Field(max_length=MAX_VALUES)] | None
        example = str(self.example).lower() if isinstance(self.example, bool) else self.example
        described = self.description.rstrip(".")
        fields: dict[str, Any] = {
            self.name: (
                many,
                parameter_field(f"{described}. Repeat it or separate values by commas for any of them.", [example]),
            ),
            f"{self.name}__ne": (
                many,
                parameter_field(f"None of these: {described}. Rows without a value are kept.", [example]),
            ),
        }
        if self.single or self.kind is bool:
            return {self.name: (one, parameter_field(f"{described}.", example))}
        if self.compare:
            for operator, words in _COMPARISONS.items():
                fields[f"{self.name}__{operator}"] = (
                    one,
                    parameter_field(f"{words.capitalize()} this: {described}.", example),
                )
        if self.contains:
            part = Annotated[str, BeforeValidator(storable_text), Field(min_length=1, max_length=MAX_LENGTH)] | None
            words = "Contains this text, A to Z and a to z alike"
            fields[f"{self.name}__contains"] = (part, parameter_field(f"{words}: {described}.", example))
        if self.nullable:
            fields[f"{self.name}__isnull"] = (
                bool | None,
                parameter_field(f"Has no value (true) or has one (false): {described}."),
            )
        return fields

    def values(self, operator: str, value: Any) -> list[Any]:
        """What the database is given for `name__operator=value`, slot by slot; yes and no are part of the SQL instead."""
        if operator == "isnull" or self.kind is bool:
            return []
        if operator == "contains":
            return [f"%{value.translate(_SMALL).translate(_LITERALLY)}%"]
        return [one for alternative in _listed(value) for one in self.bound_values(alternative)]

    def slots(self, operator: str, value: Any) -> dict[str, Any]:
        """`values` by the names that they have in SQL."""
        name = f"{self.name}__{operator}" if operator else self.name
        return {f"p_{name}_{i}": one for i, one in enumerate(self.values(operator, value))}

    def condition(self, operator: str, value: Any, *, wide: bool = False) -> tuple[ColumnElement[bool], bool]:
        """What `name__operator=value` says of the row that holds the value, and whether no such row may be there.

        No operator means any of the values, `wide` those related to them.
        """
        column = self.column
        slots = [bindparam(name, one, self.bind_type) for name, one in self.slots(operator, value).items()]
        match operator:
            case "" | "ne":
                return self._any_of(slots or _listed(value), wide), operator == "ne"
            case "contains":
                return ascii_lower(column).like(slots[0], escape="/"), False
            case "isnull" if self.path is own_table:
                return column.is_(None) if value else column.is_not(None), False
            case "isnull":
                return column.is_not(None), value
            case _ if self.condition_for is not None:
                return self.condition_for(operator, slots), False
            case _:
                compare = {"gt": column.__gt__, "gte": column.__ge__, "lt": column.__lt__, "lte": column.__le__}
                return compare[operator](slots[0]), False

    def _any_of(self, values: list[Any], wide: bool) -> ColumnElement[bool]:
        if self.condition_for is not None:
            return self.condition_for("", values)
        if wide and self.related_values is not None:
            widened: ColumnElement[bool] = self.column.in_(self.related_values(values))
            return widened
        found: ColumnElement[bool] = self.column == values[0] if len(values) == 1 else self.column.in_(values)
        return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@dataclass
class Conditions:
    """What a query says of rows: of themselves (`own`), and by the way to them of one and the same related row.

    `value__gte=1&value__lte=2` through a relation must not be met by two rows, one above and one below, nor
    `section=3&topic=market` by two sentences.
    """

    own: list[ColumnElement[bool]]
    related: dict[JoinPath, list[ColumnElement[bool]]]

    def all(self, but: JoinPath | None = None, *, in_order: bool = False) -> list[ColumnElement[bool]]:
        """Conditions on the list's own rows, without those that lead there by the way `but` or by one within it.

        `in_order`: for rows that are read in an order until there are enough.
        """
        return [*self.own, *self._met(None, but, in_order)]

    def at(self, via: JoinPath, but: JoinPath | None = None) -> list[ColumnElement[bool]]:
        """Conditions on the rows that a way begins at, without those that lead there by the way `but` within it."""
        return [*self.related.get(via, []), *self._met(via, but)]

    @property
    def only_way(self) -> JoinPath | None:
        """The way that leads to all that is said, where there is one only."""
        ways = self._ways(None)
        return ways[0] if len(ways) == 1 and not self.own else None

    def _ways(self, within: JoinPath | None) -> list[JoinPath]:
        return list(dict.fromkeys(step for via in self.related for step in via.steps if step.parent is within))

    def _met(self, within: JoinPath | None, but: JoinPath | None, in_order: bool = False) -> list[ColumnElement[bool]]:
        ways = [via for via in self._ways(within) if via is not but]
        return [(via.exists if in_order else via.in_subquery)(and_(*self.at(via))) for via in ways]


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
        if isinstance(filter_.path, JoinPath):
            found.related.setdefault(filter_.path, []).append(condition)
        else:
            found.own.append(condition)
        return
    if isinstance(filter_.path, JoinPath):
        found.own.append(filter_.path.not_exists(condition))
        return
    # a comparison with nothing is neither true nor false, and a row without a value has none of those excluded; `IS NOT TRUE`
    # would say so too, but has SQLite look through the whole of a list of pairs for each row that is not in it
    found.own.append(case((filter_.path(condition), false()), else_=true()))
