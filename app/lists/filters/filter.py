"""Filters: the query parameters of each, and the SQL condition that a parameter is turned into.

A list declares its filters in `app/api/<list>/queries.py`; those of several lists are functions in `common_filters.py`, in groups where
they filter by related rows in `related_row_filters.py`.
"""

import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from sqlalchemy import BindParameter, ColumnElement, FromClause, Select, Text, bindparam, case, cast, exists, select

from app.lists.filters.join_paths import JoinPath, Path, own_table
from app.lists.filters.value_labels import Labels
from app.lists.parameter_types import MAX_LENGTH, MAX_VALUES, parameter_field, split_values, storable_text, whole_values
from app.store.dialects import ascii_lower, in_array
from app.store.tables import ListMember, columns

# from an operator ("" for any of the values) and the bound parameters of the values
ConditionFor = Callable[[str, Sequence[Any]], ColumnElement[bool]]
# a selectable, the condition that joins it to rows with `document` and `value`, and its column of groups
Groups = tuple[FromClause, ColumnElement[bool], ColumnElement[Any]]
_VALUES = "Repeat it or separate values by commas to match any of them; put a value that contains a comma in double quotes."
_TEXTS = "Matches the whole text, commas included, ignoring the case of A to Z; repeat it to match any of several."
_COMPARISONS = {"gt": "greater than", "gte": "at least", "lt": "less than", "lte": "at most"}
# as `ascii_lower` does it in SQL
_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
# the wildcards of LIKE, escaped
_LIKE_ESCAPES = str.maketrans({character: f"/{character}" for character in "/%_"})


@dataclass(frozen=True)
class Members:
    """Where the precomputed members of a short list are: its rows, by `key`, that have a value in the rows they are joined to."""

    list_name: str
    key: Any


def _as_it_is(value: Any) -> Sequence[Any]:
    return (value,)


@dataclass(frozen=True)
class Filter:
    """A name that a list can be filtered by, with its operators.

    - `column` holds the value. `path` turns a condition on it into one on the list, where it is in another table.
    - `kind` is the Python type of a value. `vocabulary` selects the values that exist; any other value is refused.
    - `compare`, `contains` and `as_written` add the operators `gt` to `lte`, `contains` and `exact`; a `single` filter takes
      one value and has no `ne`. Text that can be searched for a part of it (`contains`) is compared with A to Z and a to z
      alike, and may have commas.
    - `compared_kinds` are the types of values that operators of `compare` take, where these are not of `kind`, and
      `comparisons` what each says before `this`. `note` says of the bare parameter what is not true of its operators.
    - `condition_for` builds the condition where it is no plain comparison with the column. It is given the parameters to
      which `bound_values` of each value are bound, with the SQL type `bind_type`.
    - `has_any` is the condition that a row has one of some values, where the column is an expression and the condition can be on
      columns that have indices and statistics.
    - `labels` name the values in a facet; a filter without labels is no facet. `groups` is what a facet counts by where a
      value counts in other groups than itself, as a section does in those that enclose it.
    - `members` tells where the rows that a value of a facet selects are precomputed; filters of short lists by related rows have it.
    - `related_values` selects the values to filter by with `related=true`.
    """

    name: str
    column: Any
    description: str
    example: Any
    kind: Any = str
    path: Path = own_table
    compare: bool = False
    compared_kinds: Mapping[str, Any] = field(default_factory=dict)
    comparisons: Mapping[str, str] = field(default_factory=_COMPARISONS.copy)
    note: str = ""
    contains: bool = False
    as_written: bool = False
    nullable: bool = False
    vocabulary: Select[Any] | None = None
    condition_for: ConditionFor | None = None
    bound_values: Callable[[Any], Sequence[Any]] = _as_it_is
    bind_type: Any = None
    has_any: Callable[[Sequence[Any]], ColumnElement[bool]] | None = None
    single: bool = False
    labels: Labels | None = None
    groups: Callable[[Mapping[str, ColumnElement[Any]]], Groups] | None = None
    related_values: Callable[[Sequence[Any]], Select[Any]] | None = None
    members: Members | None = None

    @property
    def has_isnull(self) -> bool:
        """Whether rows may have no value: the column is nullable, or a facet counts values of related rows."""
        if self.single or self.kind is bool:
            return False
        is_related = self.path is not own_table
        return self.nullable or (self.labels is not None if is_related else bool(getattr(self.column, "nullable", False)))

    @property
    def selects_its_bucket(self) -> bool:
        """Whether a value selects exactly the rows that the facet counts under it: not those of periods that overlap."""
        return self.condition_for is None or self.groups is not None

    def in_vocabularies(self, values: Sequence[Any]) -> Iterator[tuple[Select[Any], Sequence[Any]]]:
        """The vocabularies that the values are to be found in, each with its values."""
        if values and self.vocabulary is not None:
            yield self.vocabulary, values

    def fields(self) -> dict[str, Any]:
        """The fields of the query class: the name itself and one for each operator."""
        kind: Any = Annotated[self.kind, Field(max_length=MAX_LENGTH)] if self.kind is str else self.kind
        one = _storable(kind)
        values = whole_values if self.contains else split_values
        many: Any = Annotated[list[kind], BeforeValidator(values), Field(max_length=MAX_VALUES)] | None
        example = self.example
        described = self.description.rstrip(".")
        fields: dict[str, Any] = {
            self.name: (
                many,
                parameter_field(f"{described}{self.note}. {_TEXTS if self.contains else _VALUES}", [example]),
            ),
            f"{self.name}__ne": (
                many,
                parameter_field(f"None of these: {described}. Rows without a value are kept.", [example]),
            ),
        }
        if self.single or self.kind is bool:
            return {self.name: (one, parameter_field(f"{described}.", example))}
        if self.compare:
            for operator, words in self.comparisons.items():
                fields[f"{self.name}__{operator}"] = (
                    _storable(self.compared_kinds[operator]) if operator in self.compared_kinds else one,
                    parameter_field(f"{words.capitalize()} this: {described}.", example),
                )
        if self.contains:
            part = Annotated[str, BeforeValidator(storable_text), Field(min_length=1, max_length=MAX_LENGTH)] | None
            words = "Contains this text"
            fields[f"{self.name}__contains"] = (part, parameter_field(f"{words}: {described}.", example))
        if self.as_written:
            fields[f"{self.name}__exact"] = (many, parameter_field(f"Written exactly like this: {described}.", [example]))
        if self.has_isnull:
            fields[f"{self.name}__isnull"] = (
                bool | None,
                parameter_field(f"Has no value (true) or has one (false): {described}."),
            )
        return fields

    def _values(self, operator: str, value: Any) -> list[Any]:
        """The values bound for `name__operator=value`; booleans are literals in the SQL instead."""
        if operator == "isnull" or self.kind is bool:
            return []
        if operator == "contains":
            return [f"%{value.translate(_ASCII_LOWER).translate(_LIKE_ESCAPES)}%"]
        if operator == "exact":
            return _listed(value)
        if self.contains:
            return [one.translate(_ASCII_LOWER) for one in _listed(value)]
        return [one for alternative in _listed(value) for one in self.bound_values(alternative)]

    def parameters(self, operator: str, value: Any) -> dict[str, Any]:
        """The values bound for `name__operator=value`, by the names of their parameters in the SQL."""
        name = f"{self.name}__{operator}" if operator else self.name
        name = name.replace(".", "_")
        return {f"p_{name}_{i}": one for i, one in enumerate(self._values(operator, value))}

    def condition(self, operator: str, value: Any, *, related: bool = False) -> tuple[ColumnElement[bool], bool]:
        """The condition of `name__operator=value` on the row that holds the value, and whether it is negated.

        Negated means that the list's row must have no such row. With `related`, related values count as well.
        """
        column = self.column
        bound = [bindparam(name, one, self.bind_type) for name, one in self.parameters(operator, value).items()]
        match operator:
            case "" | "ne":
                return self._any_of(bound or _listed(value), related), operator == "ne"
            case "exact":
                return column.in_(bound), False
            case "contains":
                return ascii_lower(column).like(bound[0], escape="/"), False
            case "isnull" if self.path is own_table:
                return column.is_(None) if value else column.is_not(None), False
            case "isnull":
                return column.is_not(None), value
            case _ if self.condition_for is not None:
                return self.condition_for(operator, bound), False
            case _:
                compare = {"gt": column.__gt__, "gte": column.__ge__, "lt": column.__lt__, "lte": column.__le__}
                return compare[operator](bound[0]), False

    def _any_of(self, values: list[Any], related: bool) -> ColumnElement[bool]:
        if self.condition_for is not None:
            return self.condition_for("", values)
        if related and self.related_values is not None:
            return in_array(self.column, self.related_values(values))
        if self.has_any is not None:
            return self.has_any(values)
        column = ascii_lower(self.column) if self.contains else self.column
        found: ColumnElement[bool] = column == values[0] if len(values) == 1 else column.in_(values)
        return found

    def none_related(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """The condition that no related row meets a condition, for a filter by related rows."""
        path = self.path
        assert isinstance(path, JoinPath)
        return path.not_exists(condition) if self.members is None else path.not_in_subquery(condition)

    def member_condition(self, operator: str, value: Any, otherwise: ColumnElement[bool]) -> ColumnElement[bool] | None:
        """The condition of a parameter by precomputed members, and `otherwise` where there are none.

        Null if they do not answer it: with operators that compare, or where a value of the filter is no value of a facet.
        """
        if self.members is None or self.labels is None or operator not in {"", "ne", "isnull"} or self.contains:
            return None
        if operator != "isnull" and not self.selects_its_bucket:
            return None
        row, key = columns(ListMember), self.members.key
        of_list = row.list == self.members.list_name
        found = [of_list, row.filter == self.name]
        if operator != "isnull":
            values = [cast(bindparam(name, one), Text) for name, one in self.parameters(operator, value).items()]
            found.append(row.value.in_(values))
        keys = select(row.key).where(*found)
        if operator == "isnull":
            # a key has many values: PostgreSQL makes no hash table of as many rows, but goes through them for each key
            keys = keys.prefix_with("DISTINCT", dialect="postgresql")
        held = key.in_(keys)
        is_negated = operator == "ne" or (operator == "isnull" and value)
        return case((exists().where(of_list), ~held if is_negated else held), else_=otherwise)


@dataclass(frozen=True, kw_only=True)
class FullTextFilter(Filter):
    """The filter `q`: full text search in the entries of `searched_list`.

    `of_each_row` is the condition that a row matches a search query, as it is asked of each row by itself.
    """

    searched_list: str
    of_each_row: Callable[[BindParameter[Any]], ColumnElement[bool]]

    def search_query(self, words: Any) -> BindParameter[Any]:
        """The SQL parameter of the search query that a request gives."""
        ((name, parsed),) = self.parameters("", words).items()
        return bindparam(name, parsed, self.bind_type)

    def condition_of_each_row(self, words: Any) -> ColumnElement[bool]:
        """The condition as it is asked of each row by itself: a frequent word is in most of a million entries."""
        return self.of_each_row(self.search_query(words))


def _storable(kind: Any) -> Any:
    """One value of a type, or none."""
    return Annotated[kind, BeforeValidator(storable_text)] | None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
