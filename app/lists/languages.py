"""Fields with a language: `<field>_en` and `<field>_zh` are always there, and `<field>` is the one in the requested language.

A field without these two is verbatim, or a value; `<field>_en` alone is the English rendering of a verbatim one.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

from app.vocabulary.names import Language

Columns = Mapping[str, ColumnElement[Any]]
# values that filters take, the same in each language, beside their names in both
_VALUES = frozenset({"qualifiers"})


def in_both(table: Any, *names: str, prefix: str = "") -> dict[str, ColumnElement[Any]]:
    """For each name, the columns `name`, `name_en` and `name_zh` of a list, from `name_en` and `name_zh` of a table."""
    found: dict[str, ColumnElement[Any]] = {}
    for name in names:
        english, chinese = table[f"{name}_en"], table[f"{name}_zh"]
        found |= {f"{prefix}{name}": english, f"{prefix}{name}_en": english, f"{prefix}{name}_zh": chinese}
    return found


def columns_in(columns: Columns, lang: Language) -> dict[str, ColumnElement[Any]]:
    """The columns of an answer in the language."""
    if lang == "en":
        return dict(columns)
    both = {name for name in columns if f"{name}_en" in columns and f"{name}_zh" in columns} - _VALUES
    return {name: columns[f"{name}_zh"] if name in both else column for name, column in columns.items()}
