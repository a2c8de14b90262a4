"""Labels: the names of filter values in English and Chinese."""

from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select

from app.store.dialects import in_bound_list
from app.store.prepared_statements import PreparedStatement
from app.vocabulary.names import CHINESE, ENGLISH, Language

# the labels that were read before, by `id()` of where they come from and language: of the version of the data that the
# request at hand is answered from. Sections have a row in every document, so reading their names takes longer than all else
KnownLabels = dict[tuple[int, Language], dict[Any, str]]
KNOWN_LABELS: ContextVar[KnownLabels | None] = ContextVar("known_labels", default=None)
_MOST_KNOWN = 50_000


@dataclass(frozen=True)
class Labels:
    """Where labels come from: `names` (English, Chinese) of a closed list, or `rows` of value, English and Chinese name."""

    names: dict[Any, tuple[str, str]] | None = None
    rows: Select[Any] | None = None

    def of(self, values: Collection[Any], lang: Language, connection: Connection) -> dict[Any, str]:
        """The label of each value: its name, or the value itself if it has none or several."""
        index = 1 if lang == "zh" else 0
        if self.names is not None:
            return {value: self.names[value][index] if value in self.names else str(value) for value in values}
        wanted = [value for value in values if value is not None]
        if self.rows is None:
            return {value: str(value) for value in wanted}
        known = self._known(lang)
        if missing := [value for value in wanted if value not in known]:
            known |= self._read(self.rows, missing, index, connection)
        return {value: known[value] for value in wanted}

    def _known(self, lang: Language) -> dict[Any, str]:
        known = KNOWN_LABELS.get()
        if known is None:
            return {}
        if sum(map(len, list(known.values()))) > _MOST_KNOWN:
            known.clear()
        return known.setdefault((id(self.rows), lang), {})

    def _read(self, rows: Select[Any], values: Collection[Any], index: int, connection: Connection) -> dict[Any, str]:
        found: dict[Any, set[str]] = {}
        for value, *names in _names(connection.dialect, rows).all(connection, {"values": list(values)}):
            found.setdefault(value, set()).add(names[index] or names[1 - index])
        return {value: next(iter(found[value])) if len(found.get(value, ())) == 1 else str(value) for value in values}


@lru_cache(maxsize=256)
def _names(dialect: Dialect, rows: Select[Any]) -> PreparedStatement:
    """The names of a list of values that is bound as a whole: of 100,000 values, binding each one takes a second."""
    return PreparedStatement(rows.where(in_bound_list(rows.selected_columns[0], "values")), dialect)


# the label of rows without a value
NO_VALUE: dict[Language, str] = {"en": "Not stated", "zh": "未说明"}
VALUES_THEMSELVES = Labels()
YES_NO = Labels({True: ("Yes", "是"), False: ("No", "否")})


def closed_list_labels(kind: type[StrEnum]) -> Labels:
    """The names of a closed list's values."""
    english = ENGLISH.get(kind) or [value.replace("_", " ").capitalize() for value in kind]
    return Labels({value.value: (en, zh) for value, en, zh in zip(kind, english, CHINESE[kind], strict=True)})
