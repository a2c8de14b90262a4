"""What SQLite is told about rows that it cannot estimate, as SQLAlchemy constructs; PostgreSQL needs no word of it."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType


class are_few(FunctionElement[Any]):  # noqa: N801 - reads as the SQL that it stands for
    """Always true, of a key: that the rows that have it are few, so that others are looked up for each of them.

    SQLite expects a million rows of a materialised query that is read a second time. It then makes a Bloom filter of all
    that is joined to them, which takes longer than the look-ups.
    """

    inherit_cache = True
    # not Boolean: SQLAlchemy would compare it with 1, which hides it from the planner
    type = NullType()

    def __init__(self, key: ColumnElement[Any]) -> None:
        super().__init__(key)


@compiles(are_few, "sqlite")
def _are_few_sqlite(element: are_few, compiler: Any, **options: Any) -> str:
    return f"likelihood({compiler.process(element.clauses, **options)} IS NOT NULL, 0.001)"


@compiles(are_few, "postgresql")
def _are_few_postgresql(element: are_few, compiler: Any, **options: Any) -> str:
    return "true"


class may_be_common(FunctionElement[Any]):  # noqa: N801 - as above
    """A condition that half of all rows may meet: SQLite expects a quarter of them behind each bound of a range."""

    inherit_cache = True
    type = NullType()

    def __init__(self, condition: ColumnElement[bool]) -> None:
        super().__init__(condition)


@compiles(may_be_common, "sqlite")
def _may_be_common_sqlite(element: may_be_common, compiler: Any, **options: Any) -> str:
    return f"likelihood({compiler.process(element.clauses, **options)}, 0.5)"


@compiles(may_be_common, "postgresql")
def _may_be_common_postgresql(element: may_be_common, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)})"
