"""The types of query parameters: what pydantic accepts as a value of a filter, and says of one that it refuses."""

import csv
import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from app.store.search_query import QueryError, parse_query
from app.vocabulary.periods import span_of

MAX_VALUES = 200
MAX_LENGTH = 300
# no database stores NUL or a lone surrogate in text, so no row can hold them
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable_text(value: Any) -> Any:
    """The value, unless no database can store it as text."""
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise PydanticCustomError("unstorable", "NUL and lone surrogates are in no text")
    return value


def split_values(value: Any) -> Any:
    """A list of alternatives, from `a,b` or a repeated parameter; `"a, b"` in double quotes is one."""
    given = value if isinstance(value, list) else [value]
    return _alternatives([part for item in given for part in (_split(item) if isinstance(item, str) else [item])])


def whole_values(value: Any) -> Any:
    """A list of alternatives, from a repeated parameter; commas are part of the text."""
    return _alternatives(value if isinstance(value, list) else [value])


def _split(text: str) -> list[str]:
    if '"' not in text:
        return text.split(",")
    try:
        return [part for line in csv.reader([text], skipinitialspace=True, strict=True) for part in line]
    except csv.Error:
        raise PydanticCustomError("quotes", "a double quote is opened and not closed, or stands within a value") from None


def _alternatives(values: list[Any]) -> list[Any]:
    parts = [part.strip() if isinstance(part, str) else part for part in values]
    if any(part == "" for part in parts):
        raise PydanticCustomError("empty_value", "an empty value; leave the parameter out, or use __isnull")
    return [storable_text(part) for part in parts]


def parameter_field(description: str, example: Any = None) -> Any:
    return Field(default=None, description=description, examples=None if example is None else [example])


# as the columns are typed: 32-bit integers that are not negative, and finite floats
Number = Annotated[int, Field(ge=0, lt=2**31)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


def _period(text: str) -> str:
    try:
        span_of(text)
    except ValueError as error:
        raise PydanticCustomError("period", "{why}", {"why": str(error)}) from None
    return text


Period = Annotated[str, Field(max_length=40), AfterValidator(_period)]


def _words(text: str) -> str:
    try:
        parse_query(text)
    except QueryError as error:
        raise PydanticCustomError("words", "{why}", {"why": str(error)}) from None
    return text


Words = Annotated[str, Field(max_length=300), AfterValidator(_words)]


def _date(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("date", "{text} is not a date of the calendar", {"text": text}) from None
    return text


_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
Day = Annotated[str, Field(pattern=_DAY, json_schema_extra={"format": "date"}), AfterValidator(_date)]
