"""`/metrics.csv`, as people type it, is `/metrics?format=csv`."""

import httpx
import pytest

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("metrics.csv", "metrics?format=csv"),
        ("metrics.CSV?limit=2&fields=id", "metrics?format=csv&limit=2&fields=id"),
        ("units.json?limit=1", "units?format=json&limit=1"),
        ("claims.bibtex?limit=1", "claims?format=bibtex&limit=1"),
        ("aggregate.csv?group_by=status", "aggregate?format=csv&group_by=status"),
        ("units/CNY.json", "units/CNY?format=json"),
        ("metrics.ndjson?limit=1", "metrics?format=ndjson&limit=1"),
        ("../../metrics.csv?limit=1", "metrics?format=csv&limit=1"),
    ],
)
async def test_a_format_at_the_end_of_a_path(client: httpx.AsyncClient, typed: str, meant: str) -> None:
    one, other = [await client.get(f"/api/v1/{path}") for path in (typed, meant)]
    assert (one.status_code, one.content, one.headers["content-type"]) == (
        200, other.content, other.headers["content-type"],
    )  # fmt: skip
    assert one.headers["link"] == other.headers["link"]


@pytest.mark.parametrize(
    ("typed", "status", "parameter"),
    [
        ("metrics.csv?format=json", 422, "format"),
        ("units.jsonld", 422, "format"),
        ("entities/baidu.csv", 422, "format"),
        ("metrics.xlsx", 404, None),
    ],
)
async def test_what_is_no_format_there(client: httpx.AsyncClient, typed: str, status: int, parameter: str | None) -> None:
    answer = await client.get(f"/api/v1/{typed}")
    assert answer.status_code == status, answer.text
    if parameter:
        assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]
