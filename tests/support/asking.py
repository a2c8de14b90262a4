"""Requests to lists: every list by name, query parameters, and whole lists fetched by cursor."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from app.api.registry import LISTINGS
from app.config import Settings
from app.main import create_app
from tests.support.facts import TEXTS, Asked, Facts, name_of

# the dataset of a test: the real rows, or these with a second document and gaps
REAL, TWO = (pytest.mark.parametrize("dataset", [one], indirect=True) for one in ("real", "two documents"))
# where both databases are held to the rows by other tests, and the test is of how answers go together
SQLITE, POSTGRESQL = (pytest.mark.parametrize("held", [one], indirect=True) for one in ("sqlite", "postgresql"))
KEYS = {name: next(key for key in ("id", "slug", "code") if key in listing.columns) for name, listing in LISTINGS.items()}
# parameters of every list that select no rows; what `repeats` and `roles` keep of those selected has tests of its own
SHOWING = (
    "sort",
    "limit",
    "cursor",
    "count",
    "fields",
    "format",
    "lang",
    "bom",
    "header",
    "flat",
    "include",
    "facets",
    "facet_limit",
    "repeats",
    "roles",
)
FILTERS = {
    name: [field for field in listing.query.model_fields if field not in SHOWING] for name, listing in LISTINGS.items()
}


@asynccontextmanager
async def uncached_client(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service that keeps no answers."""
    app = create_app(settings.model_copy(update={"cache_bytes": 0}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test/api/v1/") as client:
        yield client
    app.state.close()


def pairs(asked: Asked, **others: Any) -> list[tuple[str, str]]:
    """Query parameters; alternatives are one value, separated by commas, but for those of free text."""
    found: list[tuple[str, str]] = []
    for field, values in [*asked.items(), *((k, [v]) for k, v in others.items())]:
        words = list(map(_word, values))
        found += [(field, word) for word in (words if name_of(field) in TEXTS else [",".join(words)])]
    return found


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


async def get(api: httpx.AsyncClient, path: str, params: Sequence[tuple[str, str]] = ()) -> Any:
    """The JSON of a response, which must be 200."""
    answer = await api.get(path, params=httpx.QueryParams(list(params)) if params else None)
    assert answer.status_code == 200, f"{answer.url}: {answer.text}"
    return answer.json()


async def keys(api: httpx.AsyncClient, name: str, asked: Asked) -> list[Any]:
    """Keys of all rows that a list returns, in order. Checks their number against the first page."""
    rows, page = await walk(api, name, pairs(asked, fields=KEYS[name]))
    assert page["count"] == len(rows), asked
    return [row[KEYS[name]] for row in rows]


async def walk(
    api: httpx.AsyncClient, name: str, params: Sequence[tuple[str, str]], sizes: Iterable[int] = (1000,)
) -> tuple[list[Any], Any]:
    """The rows of all pages and `page` of the first. `sizes` are the limits of the pages; the last one is repeated."""
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
    """Whether a value can be a query parameter: surrounding space is stripped."""
    return value is not None and not (isinstance(value, str) and (len(value) > 300 or value != value.strip()))


async def differences(api: httpx.AsyncClient, facts: Facts, name: str, asked: Asked) -> dict[str, Any]:
    """Rows a list returns too many and too few, by query; empty if it is right."""
    found, expected = await keys(api, name, asked), facts.ask(name, asked)
    if sorted(found) == sorted(expected):
        return {}
    return {str(pairs(asked)): {"extra": set(found) - set(expected), "missing": set(expected) - set(found)}}
