"""Names of values: read once in each version of the data."""

import httpx
import pytest
from sqlalchemy import update

from app.config import Settings
from app.lists.filters import value_labels
from app.main import create_app
from app.store import tables as m
from app.store.engines import open_engine
from app.store.publishing import Build
from app.store.tables import columns, table
from tests.conftest import loaded

pytestmark = pytest.mark.anyio
ASKED = "/api/v1/claims?facets=section,topic&limit=1"


@pytest.fixture
def settings(empty: Settings, built: Build) -> Settings:
    return loaded(empty, built).model_copy(update={"cache_bytes": 0})


async def labels(client: httpx.AsyncClient, lang: str) -> dict[str, str]:
    answer = await client.get(f"{ASKED}&lang={lang}")
    assert answer.status_code == 200
    return {one["value"]: one["label"] for one in answer.json()["facets"]["section"]}


async def test_names_are_read_once_in_a_version(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = value_labels.Labels._read
    monkeypatch.setattr(
        value_labels.Labels, "_read", lambda self, rows, *given: read.append(str(rows)) or original(self, rows, *given)
    )
    app = create_app(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        first = await labels(client, "en")
        assert len(read) == 2  # of sections and of topics
        assert await labels(client, "en") == first
        assert len(read) == 2
        chinese = await labels(client, "zh")
        assert chinese != first
        assert len(read) == 4
        assert await labels(client, "en") == first
    app.state.close()


async def test_a_new_version_has_its_own_names(settings: Settings) -> None:
    app = create_app(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        before = await labels(client, "en")
        engine = open_engine(settings)
        with engine.begin() as connection:
            row = columns(m.Section)
            connection.execute(update(table(m.Section)).where(row.slug == "1").values(title_en="Renamed"))
            connection.execute(update(table(m.Dataset)).values(version="later"))
        engine.dispose()
        after = await labels(client, "en")
    app.state.close()
    assert after == before | {"1": "Renamed"} != before


async def test_no_more_names_are_kept_than_fit(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(value_labels, "_MOST_KNOWN", 3)
    app = create_app(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        first = [await labels(client, lang) for lang in ("en", "zh")]
        assert [await labels(client, lang) for lang in ("en", "zh")] == first
        # each facet of either language was forgotten when the next was read
        assert len(app.state.known_values._cached.labels) == 1
    app.state.close()
