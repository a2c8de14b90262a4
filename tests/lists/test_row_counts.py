"""What takes long is counted if there is time: all rows with `count=exact`, facets, what filters leave out. Otherwise an answer says so,
and nobody keeps it."""

import time
from typing import Any

import httpx
import pytest

from app.config import Settings
from app.http import fast_route
from app.lists import match_statements, row_counts, select_statements
from app.main import create_app
from app.store import time_limits
from app.store.time_limits import Allowance, in_time_left
from app.store.transactions import read
from tests.support.asking import get

pytestmark = pytest.mark.anyio
# figures by their sources, whose count nothing stores, with those that the filter by time leaves out
ASKED = "/api/v1/metrics?limit=2&source__isnull=false&period=2025&facets=status&fields=id&count=exact"


@pytest.fixture
def api(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    for module in (row_counts, match_statements):
        monkeypatch.setattr(module, "MAX_COUNT", 5)
    monkeypatch.setattr(select_statements, "_compiled", {})
    app = create_app(seeded)
    yield httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")
    app.state.close()


async def test_without_time_it_is_told_what_is_not_counted_and_not_kept(
    api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without_time:
        # of no time a whole is left to finish in
        without_time.setattr(time_limits, "_SPARED", 1)
        without_time.setattr(fast_route, "TRIAL_SECONDS", 0)
        short = await api.get(ASKED)
        page, facets = [
            await api.get(f"{ASKED.removeprefix('/api/v1')}{part}", headers={"Accept": "text/html"})
            for part in ("", "&part=facets")
        ]
        described = await api.get("/api/v1/availability?source__isnull=false&filters=status")
    default = await api.get(ASKED.removesuffix("&count=exact"))
    assert short.json() == {
        **default.json(),
        "facets": {"status": []},
        "facet_info": {"status": {"value_count": None, "rows_counted": 0}},
        "meta": {**default.json()["meta"], "undated_count": 0, "undated_count_is_estimate": True},
    }
    assert short.json()["page"] == {**short.json()["page"], "count": 5, "count_is_estimate": True}
    assert described.json()["filters"] == {"status": {"count": None, "rows_counted": 0, "values": []}}
    # a reader can ask once more
    for shown in (page, facets):
        assert 'id="facet-status" data-part=' in shown.text
    for answer in (short, page, described, facets):
        assert (answer.status_code, answer.headers["cache-control"], answer.headers.get("etag")) == (200, "no-store", None)
        assert answer.headers["dataset-version"] == default.headers["dataset-version"]
    whole = await api.get(ASKED)
    assert whole.headers["etag"]
    assert whole.headers["cache-control"] != "no-store"
    counted, meta = whole.json()["page"], whole.json()["meta"]
    expected = [len((await get(api, f"/api/v1/metrics?limit=1000&fields=id&source__isnull=false&{one}"))["data"])
                for one in ("period=2025", "period__isnull=true")]  # fmt: skip
    assert min(expected) > 5
    assert [counted["count"], meta["undated_count"]] == expected
    assert [counted["count_is_estimate"], meta["undated_count_is_estimate"]] == [False, False]
    assert {**whole.json(), "page": None, "meta": None} == {**default.json(), "page": None, "meta": None}


async def test_a_trial_does_without_nothing(api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is first tried for a moment, and has no time in it, is begun anew."""
    asked = ASKED.removesuffix("&count=exact")
    whole = await get(api, asked)
    monkeypatch.setattr(fast_route, "TRIAL_SECONDS", 1e-9)
    assert await get(api, f"{asked}&lang=en") == whole


async def test_it_is_given_up_in_time_for_the_rest(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is stopped leaves its snapshot as it was: statements after it are answered."""
    monkeypatch.setattr(time_limits, "_STEPS", 100)
    monkeypatch.setattr(time_limits, "_SPARED", 0.99)
    app = create_app(seeded)
    endless = {
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "postgresql": "SELECT pg_sleep(600)",
    }[app.state.engine.dialect.name]
    count = "SELECT count(*) FROM claim"
    with read(app.state.engine, Allowance(20)) as (connection, _):
        began = time.monotonic()
        counted = [connection.exec_driver_sql(count).scalar_one()]
        assert in_time_left(connection, lambda: connection.exec_driver_sql(endless).scalar_one()) is None
        counted += [connection.exec_driver_sql(count).scalar_one()]
        # that is far less than what it must not wait for
        assert time.monotonic() - began < 20
    with read(app.state.engine) as (connection, _):
        counted += [in_time_left(connection, lambda: connection.exec_driver_sql(count).scalar_one())]
    app.state.close()
    assert counted == [counted[0]] * 3
