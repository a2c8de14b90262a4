"""The Python types of list columns, for formats that declare types."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Double, Integer
from sqlalchemy.types import JSON, Boolean
from sqlmodel import SQLModel

# columns of whole days; dates of publication are often known to the month only, and stay text
DAYS = frozenset({"period_start", "period_end", "period_mid"})


def python_type(column: ColumnElement[Any]) -> Any:
    """`int`, `float`, `bool`, `date`, `str`, or for JSON the annotation of the model's field, such as `list[str]`."""
    sql: Any = column.type
    if isinstance(sql, JSON):
        held: Any = column
        return _json_kinds()[str(held.table.name), str(held.name)]
    for type_, kind in ((Boolean, bool), (Integer, int), (Double, float)):
        if isinstance(sql, type_):
            return kind
    return date if getattr(column, "name", None) in DAYS else str


@cache
def _json_kinds() -> dict[tuple[str, str], Any]:
    kinds: dict[tuple[str, str], Any] = {}
    for mapper in SQLModel._sa_registry.mappers:
        fields: Mapping[str, Any] = mapper.class_.model_fields
        kinds |= {(str(mapper.class_.__tablename__), name): field.annotation for name, field in fields.items()}
    return kinds
