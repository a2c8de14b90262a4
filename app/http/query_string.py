"""Query strings: validated by the model of a route, without the parameters that tools add for themselves."""

import re
from functools import lru_cache
from typing import Any, get_args, get_origin
from urllib.parse import parse_qsl

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from app.errors import Fault, InvalidParameter
from app.lists.parameters import REMEMBERED
from app.vocabulary.names import say

# letters, digits, `-`, `.`, `_` and `~`, percent-encoded
_UNRESERVED = re.compile(rb"%(2[DE]|3[0-9]|[46][1-9A-F]|[57][0-9A]|5F|7E)", re.IGNORECASE)
_STRAY = re.compile(rb"%(?![0-9A-F]{2})", re.IGNORECASE)


def read_query(model: type[BaseModel], query_string: bytes) -> BaseModel:
    """The parameters of a query string as `model` has them.

    A filter with nothing in it, as the cleared control of a dashboard sends it, is not given. Anything else that is empty is
    refused: an empty cursor would begin again, and an empty `q`, `sort` or `limit` says nothing that could be done.

    Raises `RequestValidationError` where one cannot be used, `InvalidParameter` where one that takes one value is given
    twice, as one of the two would be ignored.
    """
    given: dict[str, list[str]] = {}
    # bytes that are no UTF-8 become lone surrogates, which are refused where they stand rather than replaced unseen
    for part in query_string.decode("utf-8", "surrogateescape").split("&"):
        for name, value in _known_pair(part) if len(part) < REMEMBERED else _pair(part):
            given.setdefault(name, []).append(value)
    _leave_out_cleared(given, getattr(model, "filter_names", frozenset()))
    twice = [name for name, values in given.items() if len(values) > 1 and name in model.model_fields]
    if faults := [
        given_twice(name, len(given[name])) for name in twice if not _is_list(model.model_fields[name].annotation)
    ]:
        raise InvalidParameter(*faults)
    try:
        return model.model_validate({name: values if len(values) > 1 else values[0] for name, values in given.items()})
    except ValidationError as error:
        faults_ = [{**fault, "loc": ("query", *fault["loc"])} for fault in error.errors(include_url=False)]
        raise RequestValidationError(faults_) from None


def given_twice(name: str, times: int) -> Fault:
    """The fault of a parameter that takes one value and has several, one of which would be ignored."""
    return Fault(name, say(f"given {times} times; it takes one value", f"给出了 {times} 次；只取一个值"))


def normalized(query_string: bytes) -> bytes:
    """The query string with letters and digits as they are (RFC 3986, section 6.2.2.2), and without `_=…`, which libraries add
    to defeat caches.

    What is decided by a query before it is parsed, such as the language of a page, is then decided by `l%61ng=zh` as well. One
    with a stray `%` is left as it is: decoded in part, it could say something else.
    """
    if b"%" in query_string and not _STRAY.search(query_string):
        query_string = _UNRESERVED.sub(lambda found: bytes([int(found[1], 16)]), query_string)
    if b"_=" not in query_string:
        return query_string
    return b"&".join(part for part in query_string.split(b"&") if not part.startswith(b"_="))


def cleared_filters(query_string: bytes) -> list[str]:
    """Names of the parameters without a value, in a valid request."""
    if not query_string.endswith(b"=") and b"=&" not in query_string:
        return []
    return sorted({name for name, value in parse_qsl(query_string.decode("ascii", "replace"), True) if not value})


def _leave_out_cleared(given: dict[str, list[str]], filters: frozenset[str]) -> None:
    cleared = [name for name, values in given.items() if values == [""] and name in filters]
    for name in cleared:
        del given[name]
    # it extends a filter, and goes with it
    if {"entity", "entity__ne"} & set(cleared) and not {"entity", "entity__ne"} & given.keys():
        given.pop("related", None)


def _pair(part: str) -> list[tuple[str, str]]:
    """The text between two `&` as name and value; nothing if it is empty."""
    return parse_qsl(part, keep_blank_values=True, errors="surrogateescape")


# most parameters of most requests have been read before
_known_pair = lru_cache(maxsize=4096)(_pair)


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(_is_list(one) for one in get_args(annotation))
