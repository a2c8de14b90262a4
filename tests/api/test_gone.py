"""Ids that a later version of the data has no more: 410 with what they were, and what stands in their place."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from app.config import Settings
from app.main import create_app
from app.seeding.build import build
from app.store import tables as m
from app.store.engines import open_engine
from app.store.publishing import Build, publish
from tests.conftest import load
from tests.support.small_folder import REPORT, small_folder

pytestmark = pytest.mark.anyio
FACTS = "facts/coffee/1.yaml"
# another export: one sentence reworded, one with another figure, one gone
CHANGED = (
    REPORT.replace("Lisbon had 420 cafes in 2024", "In 2024, Lisbon had 420 cafes")
    .replace("EUR 90 million", "EUR 95 million")
    .replace(" Sales may reach EUR 100 million in 2026 [1].", "")
)


def folder(root: Path, report: str = REPORT, *changes: tuple[str, str]) -> Build:
    small_folder(root, report)
    text = (root / FACTS).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (root / FACTS).write_text(text, encoding="utf-8")
    return build(root)


def changed(root: Path) -> Build:
    return folder(
        root,
        CHANGED,
        ("Lisbon had 420 cafes in 2024", "In 2024, Lisbon had 420 cafes"),
        ("EUR 90 million", "EUR 95 million"),
        ("90000000", "95000000"),
    )


def id_of(built: Build, model: Any, **words: Any) -> str:
    (found,) = (row["id"] for row in built.rows[model] if all(row[name] == value for name, value in words.items()))
    return str(found)


async def ask(settings: Settings, path: str, **headers: str) -> httpx.Response:
    app = create_app(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        answer = await client.get(path, headers=headers)
    app.state.close()
    return answer


async def test_what_is_gone_says_so_and_leads_on(empty: Settings, tmp_path: Path) -> None:
    before, after = folder(tmp_path / "before"), changed(tmp_path / "after")
    load(empty, before)
    cursor = (await ask(empty, "/api/v1/units?limit=1")).json()["page"]["next_cursor"]
    engine = open_engine(empty)
    assert publish(engine, after)
    # a cursor survives a new dataset: it says after which row to go on
    _, *later = (await ask(empty, "/api/v1/units")).json()["data"]
    assert (await ask(empty, f"/api/v1/units?cursor={cursor}")).json()["data"] == later
    with engine.connect() as connection:
        tombstones = {row.key: row for row in connection.execute(m.table(m.Tombstone).select())}
    at = next(iter(tombstones.values())).gone_at

    reworded = id_of(before, m.Claim, text="Lisbon had 420 cafes in 2024.")
    instead = id_of(after, m.Claim, text="In 2024, Lisbon had 420 cafes.")
    answer = await ask(empty, f"/api/v1/claims/{reworded}")
    assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
    assert answer.headers["link"] == f'</api/v1/claims/{instead}>; rel="successor-version"'
    assert answer.json() == {
        "type": "/problems/gone",
        "title": "No longer available",
        "status": 410,
        "detail": f"'{reworded}' was in claims up to dataset version {before.version}; it was removed in"
        f" {after.version}, published at {at}; the nearest object is now '{instead}'",
        "instance": f"/api/v1/claims/{reworded}",
        "errors": [{"parameter": "id", "detail": "gone", "allowed": None, "nearest": instead, "suggest": None}],
        "gone": {
            "list": "claims",
            "id": reworded,
            "document": "coffee",
            "text": "Lisbon had 420 cafes in 2024.",
            "version": before.version,
            "gone_in": after.version,
            "gone_at": at,
            "successor": instead,
            "successor_url": f"/api/v1/claims/{instead}",
        },
    }
    chinese = (await ask(empty, f"/api/v1/claims/{reworded}/verification?lang=zh")).json()
    assert (chinese["status"], chinese["title"], chinese["errors"][0]["detail"]) == (410, "这项内容已不在", "已不在")
    page = await ask(empty, f"/claims/{reworded}", accept="text/html")
    assert page.status_code == 410
    assert "Lisbon had 420 cafes in 2024." in page.text
    assert f"/claims/{instead}" in page.text

    # by its words in the reworded sentence, by what it measures, and a marker by its number
    led = {
        id_of(before, m.Metric, quote="420"): id_of(after, m.Metric, quote="420"),
        id_of(before, m.Metric, quote="EUR 90 million"): id_of(after, m.Metric, quote="EUR 95 million"),
    }
    assert {key: tombstones[key].successor for key in led} == led
    assert tombstones[id_of(before, m.Citation, number=1, claim_id=reworded)].successor == id_of(
        after, m.Citation, number=1, claim_id=instead
    )
    assert tombstones[id_of(before, m.Claim, text="Sales may reach EUR 100 million in 2026.")].successor is None

    # the old words again: nothing of them is gone, and what came in between leads back
    assert publish(engine, before)
    assert (await ask(empty, f"/api/v1/claims/{reworded}")).status_code == 200
    assert (await ask(empty, f"/api/v1/claims/{instead}")).json()["gone"]["successor"] == reworded
    engine.dispose()


async def test_a_successor_that_goes_leads_to_its_own(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'factbase.db'}")
    first, second = folder(tmp_path / "1"), changed(tmp_path / "2")
    third = folder(
        tmp_path / "3",
        REPORT.replace("Lisbon had 420 cafes in 2024", "In 2024 Lisbon had all of 420 cafes"),
        ("Lisbon had 420 cafes in 2024", "In 2024 Lisbon had all of 420 cafes"),
    )
    load(settings, first)
    engine = open_engine(settings)
    assert publish(engine, second)
    assert publish(engine, third)
    engine.dispose()
    for model in (m.Claim, m.Metric):
        last = id_of(
            third, model, **({"text": "In 2024 Lisbon had all of 420 cafes."} if model is m.Claim else {"quote": "420"})
        )
        old = id_of(first, model, **({"text": "Lisbon had 420 cafes in 2024."} if model is m.Claim else {"quote": "420"}))
        name = m.table(model).name
        assert (await ask(settings, f"/api/v1/{name}s/{old}")).json()["gone"]["successor"] == last


async def test_what_never_was_is_not_found(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'factbase.db'}")
    load(settings, folder(tmp_path / "seeds"))
    for path in ("claims/clm_aaaaaaaaaaaa", "documents/tea", "references/coffee:9"):
        assert (await ask(settings, f"/api/v1/{path}")).status_code == 404
