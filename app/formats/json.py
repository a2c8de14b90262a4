"""Write rows as JSON and NDJSON."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from app.lists.listing import Listing, Selection
from app.lists.rows import json_values

Part = list[dict[str, Any]]


def ndjson_rows(parts: Iterable[Part], listing: Listing, show: Selection) -> Iterator[bytes]:
    """Yield lines of JSON objects for each part; objects are the same as in the JSON list."""
    for part in parts:
        yield b"".join(orjson.dumps(json_row(row, listing, show), option=orjson.OPT_APPEND_NEWLINE) for row in part)


def json_row(row: Mapping[str, Any], listing: Listing, show: Selection) -> dict[str, Any]:
    """The selected fields of a row and its embedded objects, as values for `orjson`."""
    json_object = json_values(row, listing.exact, show.names)
    for name in show.includes:
        exact, inner = listing.includes[name].exact, show.inner.get(name)
        embedded = row[name]
        if isinstance(embedded, list):
            json_object[name] = [json_values(one, exact, inner) for one in embedded]
        else:
            json_object[name] = None if embedded is None else json_values(embedded, exact, inner)
    return json_object
