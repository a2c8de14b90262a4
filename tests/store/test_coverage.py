"""What of the report is in the database and what is not, and why."""

from collections import Counter
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.anyio
REPORT = "china-llm-industry-2025"


async def rows(client: httpx.AsyncClient, name: str) -> list[dict[str, Any]]:
    page = (await client.get(f"/api/v1/{name}?limit=1000")).json()
    assert page["page"]["next_cursor"] is None
    found: list[dict[str, Any]] = page["data"]
    return found


async def test_coverage_is_what_the_lists_hold(client: httpx.AsyncClient) -> None:
    found = (await client.get(f"/api/v1/documents/{REPORT}/coverage")).json()
    claims, metrics, numbers = [await rows(client, name) for name in ("claims", "metrics", "numbers")]
    by_kind = Counter(row["kind"] for row in claims)
    assert found["claims"] == {
        "count": 557,
        "by_kind": {**dict.fromkeys(found["claims"]["by_kind"], 0), **by_kind},
        "cited": sum(row["evidence"] == "cited" for row in claims),
        "uncited": sum(row["evidence"] == "uncited" for row in claims),
        "without_rendering": 0,
        "without_topic": 0,
    }
    assert found["metrics"] == {
        "count": len(metrics),
        "by_status": Counter(row["status"] for row in metrics),
        "cited": sum(row["evidence"] == "cited" for row in metrics),
        "uncited": sum(row["evidence"] == "uncited" for row in metrics),
        "exempt": 0,
    }
    by_reason = Counter(row["reason"] for row in numbers)
    assert found["numbers"]["in_metrics"] == by_reason.pop(None)
    assert found["numbers"]["by_reason"] == {**dict.fromkeys(found["numbers"]["by_reason"], 0), **by_reason}
    assert found["numbers"]["by_reason"]["not yet curated"] == 0
    assert found["numbers"]["by_script"]["arabic"] == 648
    for row in found["sections"]:
        own = [claim for claim in claims if claim["section"] == row["section"]]
        assert row["claims_by_kind"] == Counter(claim["kind"] for claim in own)
        assert row["claims_cited"] == sum(claim["evidence"] == "cited" for claim in own)
    for lang, named in (("en", ["Opinion", "Forecast", "Heading"]), ("zh", ["观点", "预测值", "标题"])):
        labels = (await client.get(f"/api/v1/documents/{REPORT}/coverage?lang={lang}")).json()["labels"]
        assert [labels["kind"]["opinion"], labels["status"]["forecast"], labels["reason"]["heading"]] == named
        assert labels["kind"].keys() >= by_kind.keys()
        assert labels["script"].keys() >= found["numbers"]["by_script"].keys()
    assert sum(row["metrics_cited"] + row["metrics_uncited"] for row in found["sections"]) == len(metrics)


async def test_what_rests_on_each_kind_of_publisher(client: httpx.AsyncClient) -> None:
    found = (await client.get(f"/api/v1/documents/{REPORT}/coverage")).json()["publisher_kinds"]
    claims, metrics, sources = [await rows(client, name) for name in ("claims", "metrics", "sources")]
    kinds = {row["id"]: row["publisher_kind"] for row in sources}
    assert sum(row["references"] for row in found) == 139
    assert sum(row["sources"] for row in found) == 128
    for row in found:
        kind = row["publisher_kind"]
        cited = [{kinds[source] for source in claim["source_ids"]} for claim in claims]
        assert row["claims"] == sum(kind in each for each in cited)
        assert row["claims_on_these_alone"] == sum(each == {kind} for each in cited)
        assert row["metrics"] == sum(any(kinds[source] == kind for source in metric["source_ids"]) for metric in metrics)


async def test_what_was_not_extracted_can_be_read(client: httpx.AsyncClient) -> None:
    found = (await client.get(f"/api/v1/documents/{REPORT}/coverage")).json()["not_extracted"]
    assert {row["what"] for row in found} == {"numbers", "references", "headings", "remarks"}
    for row in found:
        listed = (await client.get(row["url"])).json()
        assert listed["page"]["count"] == row["count"] if "page" in listed else listed["caveat"]
