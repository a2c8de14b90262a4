"""Write rows as JSON and NDJSON."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import orjson

from app.lists.field_selection import Output, Selection
from app.lists.listing import Listing
from app.lists.objects import json_value, json_values

Part = list[dict[str, Any]]
Convert = Callable[[Any], Any]


def ndjson_rows(parts: Iterable[Part], listing: Listing, show: Selection) -> Iterator[bytes]:
    """Yield lines of JSON objects for each part; objects are the same as in the JSON list."""
    for part in parts:
        yield b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in json_rows(part, listing, show))


def json_rows(rows: Part, listing: Listing, show: Selection) -> Iterator[dict[str, Any]]:
    """What is shown of rows and their embedded objects, as values for `orjson`."""
    converted = [(one.title, one.name, _converter(one, listing, show)) for one in show.outputs]
    for row in rows:
        yield {
            title: row[name] if convert is None else None if row[name] is None else convert(row[name])
            for title, name, convert in converted
        }


def _converter(shown: Output, listing: Listing, show: Selection) -> Convert | None:
    """What a value that is not null goes through; null for those that `orjson` takes as they are."""
    if shown.name not in listing.includes:
        return orjson.Fragment if shown.name in listing.exact else None
    include = listing.includes[shown.name]
    exact = [name for name in shown.fields if name in include.exact]
    of_one: Convert
    if picked := shown.picked:
        of_one = partial(_picked, name=picked, is_exact=picked in exact)
    elif show.embedded(shown.name) == shown.inner:
        of_one = partial(_exactly, exact=exact)
    else:
        of_one = partial(json_values, exact=frozenset(exact), names=shown.inner)
    return (lambda rows: [of_one(row) for row in rows]) if include.many else of_one


def _picked(row: Mapping[str, Any], name: str, is_exact: bool) -> Any:
    return json_value(row[name], is_exact)


def _exactly(row: dict[str, Any], exact: Sequence[str]) -> dict[str, Any]:
    """A row that has no other fields than those that are shown. It may be embedded, and so come here, several times."""
    for name in exact:
        if type(row[name]) is str:
            row[name] = orjson.Fragment(row[name])
    return row
