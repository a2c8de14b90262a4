"""The flat views for dashboards: row by row and field by field what the API answers, on both databases."""

import datetime
import json
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from app.config import Settings
from app.store.engines import open_engine

pytestmark = pytest.mark.anyio
# of each view: the list, what to embed, and what the view calls a field of what is embedded
OF_SOURCES = {"source_urls": "url", "source_titles": "title", "publishers": "publisher", "publisher_kinds": "publisher_kind"}
VIEWS: dict[str, tuple[str, str, dict[str, tuple[str, str]]]] = {
    "metrics_flat": (
        "metrics",
        "sources,claim",
        {
            **{name: ("sources", field) for name, field in OF_SOURCES.items()},
            "claim_text": ("claim", "text"),
            "claim_text_en": ("claim", "text_en"),
        },
    ),
    "claims_flat": ("claims", "sources", {name: ("sources", field) for name, field in OF_SOURCES.items()}),
    "sources_flat": ("sources", "", {}),
}
# columns that the API's rows do not have
MORE = {
    "metrics_flat": {"section_title", "section_title_en", "publisher_names"},
    "claims_flat": {"publisher_names"},
    "sources_flat": set(),
}


@pytest.mark.parametrize("view", VIEWS)
async def test_a_view_has_what_the_api_answers(client: httpx.AsyncClient, seeded: Settings, view: str) -> None:
    name, include, embedded = VIEWS[view]
    query = {"format": "ndjson", **({"include": include} if include else {})}
    answer = await client.get(f"/api/v1/{name}", params=query)
    expected = {row["id"]: row for row in map(json.loads, answer.text.splitlines())}
    rows = {row["id"]: row for row in read(seeded, view)}
    assert len(rows) > 100
    assert rows.keys() == expected.keys()
    for id_, row in rows.items():
        wanted = {field: flat(value) for field, value in expected[id_].items() if field not in {"sources", "claim"}}
        for column, (of, field) in embedded.items():
            held = expected[id_][of]
            wanted[column] = flat([one[field] for one in held]) if isinstance(held, list) else held[field]
        assert {column: plain(column, row[column]) for column in wanted} == wanted
        assert row.keys() - wanted.keys() == MORE[view]


def read(settings: Settings, view: str) -> list[dict[str, Any]]:
    engine = open_engine(settings)
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(text(f"SELECT * FROM {view}")).mappings()]
    engine.dispose()
    return rows


def flat(value: Any) -> Any:
    """A list as text, as the views and CSV have it."""
    return ("; ".join(map(str, value)) or None) if isinstance(value, list) else value


def plain(column: str, value: Any) -> Any:
    """What a database gives, as JSON has it."""
    if column in {"qualifiers", "qualifiers_en", "qualifiers_zh"}:
        return json.loads(value)
    if column == "as_of":
        return bool(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


async def test_labels_and_names_of_a_figure(seeded: Settings) -> None:
    row = next(row for row in read(seeded, "metrics_flat") if row["id"] == "met_p33xbfxg5uvd")
    shown = ("section_title_en", "indicator_name", "value", "display", "source_urls", "publisher_names")
    assert [row[name] for name in shown] == [
        "Industry size and growth", "Market size", 70000000000.0, "over CNY 70 billion",
        "http://m.toutiao.com/group/7583249202268946996/", "Toutiao",
    ]  # fmt: skip
