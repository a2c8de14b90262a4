"""Tables of the data package with their fields, primary keys and foreign keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ForeignKeyConstraint, FromClause, Select, and_, select

from app.lists.column_types import python_type


@dataclass(frozen=True)
class Field:
    """A column, the Python type of its values, whether they may be missing, and what they mean."""

    column: ColumnElement[Any]
    kind: Any
    is_nullable: bool
    description: str


@dataclass(frozen=True)
class ForeignKey:
    """Fields that together refer to a row of another table."""

    fields: tuple[str, ...]
    referenced_table: str
    referenced_fields: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of the package.

    `fields` are read from `source`, by name; `own` is the SQL table that has the rows; `order` ends in the primary key.
    """

    name: str
    description: str
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
        """Selects all rows, in the same order on SQLite and PostgreSQL."""
        selected = [field.column.label(name) for name, field in self.fields.items()]
        return select(*selected).select_from(self.source).order_by(*(self.fields[name].column for name in self.order))

    def field_of(self, column: Any) -> str | None:
        """Name of the field that shows a column of `own`, or None."""
        return next((name for name, field in self.fields.items() if field.column is column), None)


def link_table(model: Any, name: str, description: str, described: Mapping[str, str]) -> Table:
    """A table that is no list of the API; `described` has a description of each column to export."""
    own = model.__table__
    fields = {
        one: Field(own.c[one], python_type(own.c[one]), bool(own.c[one].nullable), meaning)
        for one, meaning in described.items()
    }
    key = tuple(column.name for column in own.primary_key)
    return Table(name, description, fields, own, own, key, key)


def resolve_foreign_keys(tables: Iterable[Table]) -> dict[str, tuple[Table, list[ForeignKey]]]:
    """Each table by name, with its foreign keys, taken from the constraints of the database.

    Table Schema readers do not treat a key of several columns as missing if only some are. Such a key is replaced by an
    additional field with the id of the referenced row.
    """
    by_own = {table.own: table for table in tables}
    found = {}
    for table in by_own.values():
        fields, keys = dict(table.fields), []
        for constraint in sorted(table.own.foreign_key_constraints, key=lambda one: list(one.column_keys)):
            there = by_own.get(constraint.referred_table)
            names = [table.field_of(column) for column in constraint.columns]
            if there is None or None in names:
                continue
            own = tuple(str(name) for name in names)
            if len(own) > 1 and any(fields[name].is_nullable for name in own):
                name = f"{own[-1]}_id"
                about = f"Id in `{there.name}` of the row that `{'`, `'.join(own)}` refer to."
                fields[name] = Field(_referenced_id(constraint, there), str, True, about)
                keys.append(ForeignKey((name,), there.name, there.key))
            else:
                targets = tuple(str(there.field_of(element.column)) for element in constraint.elements)
                keys.append(ForeignKey(own, there.name, targets))
        whole = Table(**{**vars(table), "fields": fields})
        found[table.name] = (whole, keys)
    return found


def _referenced_id(constraint: ForeignKeyConstraint, there: Table) -> ColumnElement[Any]:
    target = there.own.alias()
    same = [target.c[element.column.name] == element.parent for element in constraint.elements]
    id_: ColumnElement[Any] = select(target.c[there.key[0]]).where(and_(*same)).scalar_subquery()
    return id_
