"""TODO"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from app.lists.listing import Listing, Selection
from app.lists.rows import json_values

Part = list[dict[str, Any]]


def ndjson_rows(parts: Iterable[Part], listing: Listing, show: Selection) -> Iterator[bytes]:
    """One JSON object a line, each as it stands in the JSON list."""
    for part in parts:
        yield b"".join(orjson.dumps(json_row(row, listing, show), option=orjson.OPT_APPEND_NEWLINE) for row in part)


def json_row(row: Mapping[str, Any], listing: Listing, show: Selection) -> dict[str, Any]:
    """A row as JSON shows it, with what is embedded."""
    dressed = json_values(row, listing.exact, show.names)
    for name in show.includes:
        exact, inner = listing.includes[name].exact, show.inner.get(name)
        held = row[name]
        if isinstance(held, list):
            dressed[name] = [json_values(one, exact, inner) for one in held]
        else:
            dressed[name] = None if held is None else json_values(held, exact, inner)
    return dressed
