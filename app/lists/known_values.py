"""Values of a request looked up in their vocabularies: one that does not exist is refused, with the nearest that does."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection, Select

from app.errors import Fault, InvalidParameter
from app.lists.filters import Filter
from app.vocabulary.nearest import nearest

MAX_NEAREST = 5000


class KnownValues:
    """Values found in their vocabularies under one version of the data, so that none is looked up twice."""

    _MOST = 50_000

    def __init__(self) -> None:
        self._version: str | None = None
        self._values: set[tuple[int, Any]] = set()

    def at(self, version: str) -> set[tuple[int, Any]]:
        """The values known under a version: pairs of a filter's `id()` and a value."""
        if version != self._version or len(self._values) > self._MOST:
            self._version, self._values = version, set()
        return self._values


def check_values(
    filters: Sequence[Filter], query: BaseModel, connection: Connection, known: set[tuple[int, Any]] | None = None
) -> None:
    """Refuse a value that is not in its vocabulary: a typing error must not look like an empty answer."""
    faults = []
    checked: set[tuple[int, Any]] = set() if known is None else known
    closed = {
        name: (one, one.vocabulary)
        for one in filters
        if one.vocabulary is not None
        for name in (one.name, f"{one.name}__ne")
    }
    for name in query.model_fields_set & closed.keys():
        (filter_, vocabulary), given = closed[name], getattr(query, name)
        if given and not all((id(filter_), value) in checked for value in given):
            word = vocabulary.selected_columns[0]
            found = set(connection.execute(vocabulary.where(word.in_(given))).scalars())
            faults += [_unknown(name, value, vocabulary, connection) for value in given if value not in found]
            checked.update((id(filter_), value) for value in found)
    if faults:
        raise InvalidParameter(*faults)


def _unknown(name: str, value: Any, vocabulary: Select[Any], connection: Connection) -> Fault:
    words = [str(word) for word in connection.execute(vocabulary.limit(MAX_NEAREST)).scalars()]
    allowed = sorted(words) if len(words) <= 100 else None
    return Fault(name, f"{str(value)!r} is not in the database", allowed, nearest(str(value), words))
