"""The types of query parameters: what pydantic accepts as a value of a filter, and says of one that it refuses."""

import csv
import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.store.search_query import parse_query
from app.store.search_query_errors import QueryError
from app.vocabulary.periods import span_of

MAX_VALUES = 200
MAX_LENGTH = 300
# no database stores NUL or a lone surrogate in text, so no row can hold them
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable_text(value: Any) -> Any:
    """The value, unless no database can store it as text."""
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise PydanticCustomError("unstorable", "text cannot contain NUL or lone surrogates")
    return value


def split_values(value: Any) -> Any:
    """A list of alternatives, from `a,b` or a repeated parameter; `"a, b"` in double quotes is one.

    `{a,b}`, in which Grafana writes several values of a variable, is `a,b`.
    """
    given = value if isinstance(value, list) else [value]
    return _alternatives([part for item in given for part in (_split(item) if isinstance(item, str) else [item])])


def whole_values(value: Any) -> Any:
    """A list of alternatives, from a repeated parameter; commas are part of the text."""
    given = value if isinstance(value, list) else [value]
    if any(isinstance(one, str) and "," in one and _in_braces(one) for one in given):
        why = "repeat the parameter to give several texts, because a text may contain commas; Grafana does so with `${name:queryparam}`"
        raise PydanticCustomError("braces", why)
    return _alternatives(given)


def _in_braces(text: str) -> bool:
    return text.startswith("{") and text.endswith("}")


def _split(text: str) -> list[str]:
    text = text[1:-1] if _in_braces(text) else text
    if '"' not in text:
        return text.split(",")
    try:
        return [part for line in csv.reader([text], skipinitialspace=True, strict=True) for part in line]
    except csv.Error:
        raise PydanticCustomError("quotes", "a double quote is not closed, or is inside a value") from None


def _alternatives(values: list[Any]) -> list[Any]:
    parts = [part.strip() if isinstance(part, str) else part for part in values]
    if any(part == "" for part in parts):
        raise PydanticCustomError("empty_value", "an empty value; leave it out")
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


# a moment as programs write it; the `+` of an offset arrives as a blank where it was not escaped
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:Z|[-+ ]\d{2}:?\d{2})?", re.ASCII | re.IGNORECASE
)
_UNIX_TIME = re.compile(r"\d{9,}", re.ASCII)
_FIRST_MOMENT, _LAST_MOMENT = re.compile(r"00:00(:00(\.0+)?)?"), re.compile(r"23:59(:59(\.\d+)?)?")
_A_MOMENT = (
    "{text} is a time, but days are compared; give a day, such as {day} (in Grafana: `${__from:date:YYYY-MM-DD}`,"
    " `${__to:date:YYYY-MM-DD}`)"
)


def _day_of(text: Any, bound: re.Pattern[str]) -> Any:
    """The day of a moment that is the bound of a day; any other moment lies within a day, where nothing is known.

    The day is that which is written, in the zone that is written: midnight there is where that day begins, whatever day it is
    elsewhere. A bound in one zone is none in most others, so a day that was moved to another zone is refused, not moved again.
    """
    if not isinstance(text, str):
        return text
    if found := _MOMENT.fullmatch(text):
        if bound.fullmatch(found[2]):
            return found[1]
        raise PydanticCustomError("moment", _A_MOMENT, {"text": text, "day": found[1], "nearest": found[1]})
    if _UNIX_TIME.fullmatch(text):
        raise PydanticCustomError("moment", _A_MOMENT, {"text": text, "day": "2025-07-31"})
    return text


def _from_moment(text: Any) -> Any:
    return _day_of(text, _FIRST_MOMENT)


def _to_moment(text: Any) -> Any:
    return _day_of(text, _LAST_MOMENT)


def compared_days(kind: Any) -> dict[str, Any]:
    """By operator, the type of a day or period to compare with, which may be given as the moment that bounds it.

    `gte` and `lt` compare with the first moment of a day, `gt` and `lte` with its last.
    """
    first, last = Annotated[kind, BeforeValidator(_from_moment)], Annotated[kind, BeforeValidator(_to_moment)]
    return {"gt": last, "gte": first, "lt": first, "lte": last}


def _words(text: str) -> str:
    try:
        parse_query(text)
    except QueryError as error:
        raise PydanticCustomError("words", "{why}", {"why": str(error), "chinese": error.chinese}) from None
    return text


Words = Annotated[str, Field(max_length=300), AfterValidator(_words)]


def _date(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("date", "{text} is not a calendar date", {"text": text}) from None
    return text


_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
Day = Annotated[str, Field(pattern=_DAY, json_schema_extra={"format": "date"}), AfterValidator(_date)]
