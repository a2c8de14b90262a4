"""Requests to lists: every list by name, query parameters, and whole lists fetched by cursor."""

from collections.abc import Iterable, Sequence
from typing import Any

import httpx
import pytest

from app.api.listings import LISTINGS
from tests.support.facts import Asked, Facts

# which dataset a test asks: the real rows, or these with a second document and holes
REAL, TWO = (pytest.mark.parametrize("dataset", [one], indirect=True) for one in ("real", "two documents"))
KEYS = {name: next(key for key in ("id", "slug", "code") if key in listing.columns) for name, listing in LISTINGS.items()}
# parameters of every list that say how it is shown, not what is in it
SHOWING = ("sort", "limit", "cursor", "count", "fields", "format", "lang", "include", "facets")
FILTERS = {
    name: [field for field in listing.query.model_fields if field not in SHOWING] for name, listing in LISTINGS.items()
}


def pairs(asked: Asked, **others: Any) -> list[tuple[str, str]]:
    """The parameters of an address; alternatives stand in one value, divided by commas."""
    return [
        (field, ",".join(map(_word, values))) for field, values in [*asked.items(), *((k, [v]) for k, v in others.items())]
    ]


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


async def get(api: httpx.AsyncClient, path: str, params: Sequence[tuple[str, str]] = ()) -> Any:
    """The answer to a request that must be answered."""
    answer = await api.get(path, params=httpx.QueryParams(list(params)) if params else None)
    assert answer.status_code == 200, f"{answer.url}: {answer.text}"
    return answer.json()


async def keys(api: httpx.AsyncClient, name: str, asked: Asked) -> list[Any]:
    """Keys of all rows that a list answers with, in its order; their number is what the first page says."""
    rows, page = await walk(api, name, pairs(asked, fields=KEYS[name]))
    assert page["count"] == len(rows), asked
    return [row[KEYS[name]] for row in rows]


async def walk(
    api: httpx.AsyncClient, name: str, params: Sequence[tuple[str, str]], sizes: Iterable[int] = (1000,)
) -> tuple[list[Any], Any]:
    """Rows of all pages by cursor, and the first page's `page`; the last of `sizes` goes on to the end."""
    rows: list[Any] = []
    first, cursor, limits = None, None, list(sizes)
    while True:
        limit = limits.pop(0) if len(limits) > 1 else limits[0]
        answer = await get(api, name, [*params, ("limit", str(limit)), *([("cursor", cursor)] if cursor else [])])
        first = first or answer["page"]
        rows += answer["data"]
        cursor = answer["page"]["next_cursor"]
        if cursor is None:
            return rows, first
        assert len(answer["data"]) == limit


def can_be_given(value: Any) -> bool:
    """Whether an address can have the value: a comma divides alternatives, and space around one is left out."""
    return value is not None and not (
        isinstance(value, str) and ("," in value or len(value) > 300 or value != value.strip())
    )


async def differences(api: httpx.AsyncClient, facts: Facts, name: str, asked: Asked) -> dict[str, Any]:
    """What a list has too much and too little, by the address; nothing where it is right."""
    found, expected = await keys(api, name, asked), facts.ask(name, asked)
    if sorted(found) == sorted(expected):
        return {}
    return {str(pairs(asked)): {"extra": set(found) - set(expected), "missing": set(expected) - set(found)}}
