"""Building blocks of the tables: column types, keys, constraints and the naming of constraints."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, Text, TextClause, text
from sqlalchemy.ext.compiler import compiles
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# byte order on both databases, so that a page ends at the same row on each
Word = Text().with_variant(Text(collation="C"), "postgresql")
Json = JSON()


def table(model: Any) -> Any:
    """The table behind a model, as SQLAlchemy Core takes it."""
    return model.__table__


def columns(model: Any) -> Any:
    """The columns of a table by name, typed as SQL rather than as the Python values that they hold."""
    return table(model).c


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """The column holds a value of a closed list, or null."""
    allowed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


def span(start: str = "start", end: str = "end") -> CheckConstraint:
    return CheckConstraint(f'"{start}" >= 0 AND "{start}" < "{end}"', name=f"{start}_before_{end}")


def word(target: str | None = None, **options: Any) -> Any:
    """A text column that is compared by bytes; `target` is the column that it refers to."""
    return Field(sa_type=Word, foreign_key=target, **options)


def json_list() -> Any:
    return Field(sa_type=Json, default_factory=list)


def json_map() -> Any:
    return Field(sa_type=Json, default_factory=dict)


def only_in_conflict(name: str, *order: str) -> Index:
    """A partial index of the few rows that conflicts name, in the order of their list."""
    return Index(
        f"ix_{name}_in_conflict_{'_'.join(order)}", *order,
        sqlite_where=text("in_conflict = 1"), postgresql_where=text("in_conflict"),
    )  # fmt: skip


class _Descending(TextClause):
    """A column of an index, greatest first and nulls last. SQLite always sorts so, and has no syntax for it."""

    inherit_cache = True


@compiles(_Descending)
def _nulls_last(element: _Descending, compiler: Any, **options: Any) -> str:
    return f"{compiler.visit_textclause(element, **options)} DESC NULLS LAST"


@compiles(_Descending, "sqlite")
def _of_sqlite(element: _Descending, compiler: Any, **options: Any) -> str:
    return f"{compiler.visit_textclause(element, **options)} DESC"


def greatest_first(name: str, column: str) -> Index:
    """An index in the order of `sort=-column` for a nullable column: greatest first, then by id, nulls last."""
    return Index(f"ix_{name}_{column}_desc_id", _Descending(column), "id")
