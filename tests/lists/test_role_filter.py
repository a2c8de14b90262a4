"""`roles`: figures that are not the plain one are in every list, and in no sum or line unless asked for."""

from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from tests.support.asking import TWO, get, walk

pytestmark = [pytest.mark.anyio, TWO]


async def figures(api: httpx.AsyncClient, query: str) -> tuple[set[str], set[str]]:
    """Ids of the plain figures that a query of `/metrics` finds, and of those with a role."""
    rows, _ = await walk(api, "metrics", [*parse_qsl(query), ("fields", "id,qualifiers")])
    others = {row["id"] for row in rows if "role" in row["qualifiers"]}
    return {row["id"] for row in rows} - others, others


def told(answer: dict[str, Any]) -> tuple[str, int | None, bool]:
    meta = answer["meta"]
    return meta["roles"], meta["other_roles_count"], meta["other_roles_count_is_estimate"]


@pytest.mark.parametrize("query", ["indicator=parameter-count", "indicator=parameter-count&section=1"])
@pytest.mark.parametrize(
    "roles", ["", "&roles=all", "&roles=plain", "&qualifier.role__isnull=false", "&qualifier.role=threshold"]
)
async def test_series_and_aggregates(api: httpx.AsyncClient, query: str, roles: str) -> None:
    """They have the plain figures alone, and say how many others there are."""
    plain, others = await figures(api, f"{query}&unit=parameter")
    assert plain
    assert others
    match roles:
        case "" | "&roles=plain":
            expected, meta = plain, ("plain", len(others), False)
        case "&roles=all":
            expected, meta = plain | others, ("all", None, False)
        case _:
            expected, meta = set.union(*await figures(api, query + roles)), ("all", None, False)
    asked = f"{query}&unit=parameter&repeats=all{roles}"
    series = await get(api, f"series?{asked}&limit=1000")
    wide = await get(api, f"series?{asked}&shape=wide")
    aggregate = await get(api, f"aggregate?{asked}")
    cells = [cell for row in wide["data"] for cell in row["cells"].values()]
    assert {row["metric_id"] for row in series["data"]} == expected
    assert {one["metric_id"] for cell in cells for one in [cell, *cell["alternatives"]]} == expected
    assert [set(bucket["metric_ids"]) for bucket in aggregate["data"]] == [expected]
    assert [told(one) for one in (series, wide, aggregate)] == [meta] * 3
    file = await api.get("series", params=[*parse_qsl(asked), ("format", "csv"), ("bom", "false")])
    assert len(file.text.splitlines()) == 1 + len(expected)
    address, _, parameters = aggregate["data"][0]["metrics_url"].removeprefix("/api/v1/").partition("?")
    rows, _ = await walk(api, address, [*parse_qsl(parameters), ("fields", "id")])
    assert {row["id"] for row in rows} == expected


async def test_lists_show_every_role(api: httpx.AsyncClient) -> None:
    plain, others = await figures(api, "indicator=parameter-count")
    answer = await get(api, "metrics?indicator=parameter-count&roles=plain&fields=id&limit=1000")
    assert ({row["id"] for row in answer["data"]}, told(answer)) == (plain, ("plain", len(others), False))
    assert told(await get(api, "metrics?indicator=parameter-count")) == ("all", None, False)
    assert told(await get(api, "claims?limit=1")) == (None, None, False)
    assert told(await get(api, "series?indicator=parameter-count&count=none")) == ("plain", None, False)
