"""What a file of the data package is: a table with its columns, its key and the tables it leads to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ForeignKeyConstraint, FromClause, Select, and_, select

from app.lists.column_types import python_type


@dataclass(frozen=True)
class Field:
    """A column of a table, the Python type of its values, whether one may be missing, and what it means."""

    column: ColumnElement[Any]
    kind: Any
    is_null: bool
    about: str


@dataclass(frozen=True)
class Key:
    """Fields of a table that together name a row of another."""

    fields: tuple[str, ...]
    table: str
    there: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Fields by name, read from `source`; `own` is the SQL table whose rows they are, `order` ends in the primary key."""

    name: str
    about: str
    fields: Mapping[str, Field]
    source: FromClause
    own: Any
    key: tuple[str, ...]
    order: tuple[str, ...]
    exact: frozenset[str] = frozenset()

    @property
    def path(self) -> str:
        return f"data/{self.name}.csv"

    @property
    def statement(self) -> Select[Any]:
        """All rows, in an order that is the same on every database."""
        selected = [field.column.label(name) for name, field in self.fields.items()]
        return select(*selected).select_from(self.source).order_by(*(self.fields[name].column for name in self.order))

    def named(self, column: Any) -> str | None:
        """The field that shows a column of the table itself."""
        return next((name for name, field in self.fields.items() if field.column is column), None)


def link(model: Any, name: str, about: str, described: Mapping[str, str]) -> Table:
    """A table that the API has no list of, whole: `described` has each of its columns."""
    own = model.__table__
    fields = {
        one: Field(own.c[one], python_type(own.c[one]), bool(own.c[one].nullable), meaning)
        for one, meaning in described.items()
    }
    key = tuple(column.name for column in own.primary_key)
    return Table(name, about, fields, own, own, key, key)


def joined(tables: Iterable[Table]) -> dict[str, tuple[Table, list[Key]]]:
    """Each table by name with the keys by which it leads to others, as the database's own constraints have them.

    A key of several columns that may be missing in part is one that no reader of tables knows to take for missing; then the
    table gets a further field, with the id of the row that is named.
    """
    by_own = {table.own: table for table in tables}
    found = {}
    for table in by_own.values():
        fields, keys = dict(table.fields), []
        for constraint in sorted(table.own.foreign_key_constraints, key=lambda one: list(one.column_keys)):
            there = by_own.get(constraint.referred_table)
            names = [table.named(column) for column in constraint.columns]
            if there is None or None in names:
                continue
            own = tuple(str(name) for name in names)
            if len(own) > 1 and any(fields[name].is_null for name in own):
                name = f"{own[-1]}_id"
                about = f"Id in `{there.name}` of what `{'`, `'.join(own)}` name."
                fields[name] = Field(_id_of(constraint, there), str, True, about)
                keys.append(Key((name,), there.name, there.key))
            else:
                targets = tuple(str(there.named(element.column)) for element in constraint.elements)
                keys.append(Key(own, there.name, targets))
        whole = Table(**{**vars(table), "fields": fields})
        found[table.name] = (whole, keys)
    return found


def _id_of(constraint: ForeignKeyConstraint, there: Table) -> ColumnElement[Any]:
    target = there.own.alias()
    same = [target.c[element.column.name] == element.parent for element in constraint.elements]
    id_: ColumnElement[Any] = select(target.c[there.key[0]]).where(and_(*same)).scalar_subquery()
    return id_
