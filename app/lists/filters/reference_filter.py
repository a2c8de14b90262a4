"""The filter `reference`: bibliography entries, by number in any document, or as `document:number` in one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError, PydanticKnownError
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import Path, own_table
from app.lists.filters.value_labels import Labels
from app.lists.parameter_types import MAX_LENGTH, Number
from app.store.tables import Reference, Source, columns

_ID = re.compile(r"[a-z0-9-]+:[0-9]{1,9}")


def _number_or_id(value: Any) -> Any:
    if isinstance(value, str) and not _ID.fullmatch(value):
        if not value.strip("-").isdecimal():
            raise PydanticCustomError("reference", "should be a number, or `document:number`")
        try:
            return _NUMBER.validate_python(value)
        except ValidationError as error:
            (fault,) = error.errors()
            raise PydanticKnownError(fault["type"], fault.get("ctx")) from None  # type: ignore[arg-type]
    return value


_NUMBER = TypeAdapter(Number)
_Value = Annotated[Number | Annotated[str, Field(max_length=MAX_LENGTH)], BeforeValidator(_number_or_id)]


@dataclass(frozen=True)
class ReferenceFilter(Filter):
    """A number is looked for among the numbers, the id of an entry among the ids."""

    def in_vocabularies(self, values: Sequence[Any]) -> Iterator[tuple[Select[Any], Sequence[Any]]]:
        numbers, ids = ([one for one in values if isinstance(one, kind)] for kind in (int, str))
        yield from super().in_vocabularies(numbers)
        if ids:
            yield select(columns(Reference).id), ids


def reference(column: Any, path: Path = own_table) -> Filter:
    """By the number in `column`, whose table has the document of the entry as well."""
    row, source = columns(Reference), columns(Source)
    # a number that several documents have is no one entry, and has no title
    of_one = select(row.number).group_by(row.number).having(func.count() == 1)
    titles = select(row.number, func.coalesce(source.title_en, row.title), row.title).where(row.number.in_(of_one))

    def condition(_: str, values: Sequence[Any]) -> ColumnElement[bool]:
        pairs = zip(values[::2], values[1::2], strict=True)
        of = column.table.c.document
        return or_(*(and_(column == number, or_(document == "", of == document)) for document, number in pairs))

    return ReferenceFilter(
        "reference", column, "Number of a bibliography entry, or `document:number` of one document", 134, _Value, path,
        vocabulary=select(row.number).distinct(), condition_for=condition, bound_values=_document_and_number,
        labels=Labels(rows=titles.join_from(Reference, Source, isouter=True)),
    )  # fmt: skip


def _document_and_number(value: int | str) -> tuple[str, int]:
    """The document, none where any will do, and the number: alike for both, as the SQL depends on how many values there are."""
    document, _, number = str(value).rpartition(":")
    return document, int(number)
