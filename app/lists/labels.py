"""Labels: the names of filter values in English and Chinese."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select

from app.vocabulary.names import CHINESE, ENGLISH, Language

# values looked up by one statement; both databases limit their number
_MOST = 10_000


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
        if self.rows is None:
            return {value: str(value) for value in values}
        found: dict[Any, set[str]] = {}
        wanted = [value for value in values if value is not None]
        for first in range(0, len(wanted), _MOST):
            some = self.rows.selected_columns[0].in_(wanted[first : first + _MOST])
            for value, *names in connection.execute(self.rows.where(some)):
                found.setdefault(value, set()).add(names[index] or names[1 - index])
        return {value: next(iter(found[value])) if len(found.get(value, ())) == 1 else str(value) for value in values}


# the label of rows without a value
NO_VALUE: dict[Language, str] = {"en": "None", "zh": "没有"}
VALUES_THEMSELVES = Labels()
YES_NO = Labels({True: ("Yes", "是"), False: ("No", "否")})


def closed_list_labels(kind: type[StrEnum]) -> Labels:
    """The names of a closed list's values."""
    english = ENGLISH.get(kind) or [value.replace("_", " ").capitalize() for value in kind]
    return Labels({value.value: (en, zh) for value, en, zh in zip(kind, english, CHINESE[kind], strict=True)})
