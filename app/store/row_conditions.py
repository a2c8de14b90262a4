"""A condition on rows that one database joins and the other looks up."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType


class one_by_one(FunctionElement[Any]):  # noqa: N801 - reads as the SQL that it stands for
    """A condition as SQLite is to check it of each row by itself, and as PostgreSQL is to make a join of it."""

    inherit_cache = True
    type = NullType()

    def __init__(self, joined: ColumnElement[bool], looked_up: ColumnElement[bool]) -> None:
        super().__init__(joined, looked_up)


@compiles(one_by_one, "sqlite")
def _one_by_one_sqlite(element: one_by_one, compiler: Any, **options: Any) -> str:
    _, looked_up = element.clauses
    found: str = compiler.process(looked_up, **options)
    return f"({found})"


@compiles(one_by_one, "postgresql")
def _one_by_one_postgresql(element: one_by_one, compiler: Any, **options: Any) -> str:
    joined, _ = element.clauses
    found: str = compiler.process(joined, **options)
    return f"({found})"
