"""A relation is one row, with every sentence that states it."""

from collections import Counter
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.anyio
WORDS = ("claim_id", "quote", "start", "end")


async def rows_of(client: httpx.AsyncClient, name: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get(f"/api/v1/{name}", params={"limit": 1000, **query})).json()["data"]
    return found


async def test_a_statement_is_one_row_however_often_it_is_made(client: httpx.AsyncClient) -> None:
    rows = await rows_of(client, "relations")
    stated = Counter((row["document"], row["subject"], row["predicate"], row["object"]) for row in rows)
    assert set(stated.values()) == {1}
    assert all(row["evidence_count"] == len(row["claim_ids"]) and row["claim_id"] == row["claim_ids"][0] for row in rows)
    assert max(row["evidence_count"] for row in rows) > 3


async def test_each_sentence_that_states_a_relation_is_shown_with_its_words_and_what_covers_them(
    client: httpx.AsyncClient,
) -> None:
    row = max(await rows_of(client, "relations"), key=lambda one: one["evidence_count"])
    detail = (await client.get(f"/api/v1/relations/{row['id']}")).json()
    assert [one["claim_id"] for one in detail["stated_in"]] == row["claim_ids"]
    assert {name: detail["stated_in"][0][name] for name in WORDS} == {name: row[name] for name in WORDS}
    for one in detail["stated_in"]:
        claim = (await client.get(f"/api/v1/claims/{one['claim_id']}")).json()
        here = next(relation for relation in claim["relations"] if relation["id"] == row["id"])
        assert {name: here[name] for name in WORDS} == {name: one[name] for name in WORDS}
        assert one["quote"] in one["text"]
        covering = [
            marker["number"]
            for marker in claim["citations"]
            if marker["scope_start"] <= one["start"] and one["end"] <= marker["scope_end"]
        ]
        assert one["reference_numbers"] == list(dict.fromkeys(covering))
    assert set(row["reference_numbers"]) == {number for one in detail["stated_in"] for number in one["reference_numbers"]}


async def test_a_filter_holds_where_any_sentence_meets_it(client: httpx.AsyncClient) -> None:
    rows = await rows_of(client, "relations")
    row = max(rows, key=lambda one: one["evidence_count"])
    for claim in row["claim_ids"]:
        found = await rows_of(client, "relations", claim_id=claim)
        assert row["id"] in {one["id"] for one in found}
        assert all(claim in one["claim_ids"] for one in found)
