"""Write rows as JSON and NDJSON."""

from collections.abc import Callable, Iterable, Iterator, Mapping
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
    converted = [(one.title, one.name, _converter(one, listing)) for one in show.outputs]
    for row in rows:
        yield {
            title: row[name] if convert is None else None if row[name] is None else convert(row[name])
            for title, name, convert in converted
        }


def _converter(shown: Output, listing: Listing) -> Convert | None:
    """What a value that is not null goes through; null for those that `orjson` takes as they are."""
    if shown.name not in listing.includes:
        return orjson.Fragment if shown.name in listing.exact else None
    include, picked = listing.includes[shown.name], shown.picked
    if picked:

        def of_one(row: Mapping[str, Any]) -> Any:
            return json_value(row[picked], picked in include.exact)
    else:

        def of_one(row: Mapping[str, Any]) -> Any:
            return json_values(row, include.exact, shown.inner)

    return (lambda rows: [of_one(row) for row in rows]) if include.many else of_one
