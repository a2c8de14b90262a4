"""A figure that nobody has curated is there to be found, and plainly apart from those that somebody has."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.config import Settings
from app.main import create_app
from app.seeding.build import build
from tests.conftest import loaded
from tests.support.small_folder import small_folder

pytestmark = pytest.mark.anyio


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'factbase.db'}")
    app = create_app(loaded(settings, build(small_folder(tmp_path / "seeds"))))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test/api/v1/") as client:
        yield client
    app.state.close()


async def numbers(api: httpx.AsyncClient, query: str) -> list[dict[str, Any]]:
    answer = await api.get(f"numbers?{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def test_a_figure_that_nobody_has_curated(api: httpx.AsyncClient) -> None:
    (row,) = await numbers(api, "unit=EUR&curated=false")
    assert {name: value for name, value in row.items() if name not in {"id", "claim_id", "source_ids", "start", "end"}} == {
        "document": "coffee", "section": "2", "text": "100", "script": "arabic", "quote": "EUR 100 million", "value": 100000000,
        "value_max": None, "deviation": None, "comparator": "eq", "unit": "EUR", "unit_text": "million", "read_as": "figure",
        "before": "Sales may reach ", "after": " in 2026.", "evidence": "cited", "reference_numbers": [1], "curated": False,
        "metric_ids": [], "reason": "not yet curated", "note": None, "note_en": None,
            "note_zh": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("curated=true", ["420", "90"]),
        ("curated=false&read_as=figure", ["4", "4", "100"]),
        ("reason=not%20yet%20curated&read_as=figure", ["4", "100"]),
        ("value__gte=1e8", ["100"]),
        ("comparator=eq&evidence=cited&reference=1&read_as=figure", ["420", "90", "100"]),
        ("q=Sales&read_as=figure", ["100"]),
        ("read_as=date", ["2024", "2026"]),
        ("indicator=cafe-count", ["420"]),
        ("quote__contains=million", ["90", "100"]),
    ],
)
async def test_the_list_is_filtered(api: httpx.AsyncClient, query: str, texts: list[str]) -> None:
    assert [row["text"] for row in await numbers(api, query)] == texts


async def test_search_finds_sentences_that_nobody_has_curated(api: httpx.AsyncClient) -> None:
    found = (await api.get("search?q=sales")).json()["data"]
    assert "Sales may reach EUR 100 million in 2026." in str(found)
