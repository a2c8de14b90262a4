"""Write rows as JSON and NDJSON."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from app.lists.field_selection import Output, Selection
from app.lists.listing import Listing
from app.lists.objects import json_value, json_values

Part = list[dict[str, Any]]


def ndjson_rows(parts: Iterable[Part], listing: Listing, show: Selection) -> Iterator[bytes]:
    """Yield lines of JSON objects for each part; objects are the same as in the JSON list."""
    for part in parts:
        yield b"".join(orjson.dumps(json_row(row, listing, show), option=orjson.OPT_APPEND_NEWLINE) for row in part)


def json_row(row: Mapping[str, Any], listing: Listing, show: Selection) -> dict[str, Any]:
    """What is shown of a row and its embedded objects, as values for `orjson`."""
    return {one.title: _value(row[one.name], one, listing) for one in show.outputs}


def _value(value: Any, shown: Output, listing: Listing) -> Any:
    if shown.name not in listing.includes:
        return json_value(value, shown.name in listing.exact)
    exact, picked = listing.includes[shown.name].exact, shown.picked

    def of_one(row: Mapping[str, Any]) -> Any:
        return json_value(row[picked], picked in exact) if picked else json_values(row, exact, shown.inner)

    if isinstance(value, list):
        return [of_one(one) for one in value]
    return None if value is None else of_one(value)
