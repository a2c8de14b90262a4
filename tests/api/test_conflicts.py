"""/conflicts: every conflict names its members, and its results follow from their values."""

import httpx
import pytest

pytestmark = pytest.mark.anyio


async def test_the_worked_example_of_the_guide(client: httpx.AsyncClient) -> None:
    rows = (await client.get("/api/v1/conflicts", params={"slug": "model-count-worldwide"})).json()["data"]
    conflict = (await client.get(f"/api/v1/conflicts/{rows[0]['id']}")).json()
    assert [(step["expression"], step["value"]) for step in conflict["computed"]] == [
        ("china / share * 100", 3772.5),
        ("china / share * 100 - world", 2472.5),
    ]
    first = conflict["computed"][0]
    assert (first["calculation_en"], first["calculation_zh"]) == ("1,509 ÷ 40 × 100", "1509 ÷ 40 × 100")
    assert [(member["name"], member["quote"], member["section"]) for member in conflict["members"]] == [
        ("china", "1509 个", "executive-summary"),
        ("share", "40%", "executive-summary"),
        ("world", "1300 个", "4.2"),
    ]


async def test_members_name_their_conflicts(client: httpx.AsyncClient) -> None:
    conflicts = (await client.get("/api/v1/conflicts", params={"limit": 1000})).json()["data"]
    assert len(conflicts) > 25
    named = {(metric, conflict["id"]) for conflict in conflicts for metric in conflict["metric_ids"]}
    page = (await client.get("/api/v1/metrics", params={"in_conflict": "true", "limit": 1000})).json()
    assert {(row["id"], conflict) for row in page["data"] for conflict in row["conflict_ids"]} == named
    none = (await client.get("/api/v1/metrics", params={"in_conflict": "false", "limit": 1000})).json()
    assert not any(row["conflict_ids"] for row in none["data"])
    everything = (await client.get("/api/v1/metrics", params={"limit": 1})).json()
    assert page["page"]["count"] + none["page"]["count"] == everything["page"]["count"]
