"""What is embedded is what the other list says of it; what is chosen is what is shown."""

import csv
import io
import json
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest

from tests.support.asking import KEYS, LISTINGS, SQLITE, TWO, get, walk

pytestmark = [pytest.mark.anyio, TWO]

# each include: the list that its rows are in, and the field of the embedding row that names them by their key
NAMED = {
    "metrics": ("metrics", "metric_ids"),
    "claims": ("claims", "claim_ids"),
    "claim": ("claims", "claim_id"),
    "sources": ("sources", "source_ids"),
    "source": ("sources", "source_id"),
    "references": ("references", "reference_ids"),
    "conflicts": ("conflicts", "conflict_ids"),
    "corroborations": ("corroborations", "corroboration_ids"),
    "entity_details": ("entities", "entities"),
    "entity_detail": ("entities", "entity"),
    "indicator_detail": ("indicators", "indicator"),
    "publisher_detail": ("publishers", "publisher"),
    "subject_entity": ("entities", "subject"),
    "object_entity": ("entities", "object"),
}
# or the field of the other list's rows that names the embedding row, and the order that they come in
NAMING = {
    "citations": ("citations", "claim_id", ("start", "id")),
}
INCLUDES = [(name, include) for name, listing in LISTINGS.items() for include in listing.includes]


def held_by(row: dict[str, Any], include: str, others: list[dict[str, Any]], key: str) -> Any:
    """The rows of the other list that belong to a row: one or null, or a list."""
    if include in NAMING:
        _, field, order = NAMING[include]
        return sorted(
            (other for other in others if other[field] == row["id"]), key=lambda one: [one[name] for name in order]
        )
    by_key = {other[key]: other for other in others}
    named = row[NAMED[include][1]]
    return [by_key[one] for one in named] if isinstance(named, list) else by_key.get(named)


@pytest.mark.slow
@SQLITE
@pytest.mark.parametrize(("name", "include"), INCLUDES)
async def test_included_rows_are_those_of_their_list(api: httpx.AsyncClient, name: str, include: str) -> None:
    other = NAMING[include][0] if include in NAMING else NAMED[include][0]
    others, _ = await walk(api, other, [])
    rows, _ = await walk(api, name, [("include", include)])
    plain, _ = await walk(api, name, [])
    assert [{field: value for field, value in row.items() if field != include} for row in rows] == plain
    shown = LISTINGS[name].includes[include].columns
    expected = [held_by(row, include, others, KEYS[other]) for row in rows]
    assert [row[include] for row in rows] == [
        [{field: one[field] for field in shown} for one in held]
        if isinstance(held, list)
        else held and {field: held[field] for field in shown}
        for held in expected
    ]
    assert any(expected)


async def test_buckets_embed_the_rows_whose_ids_they_list(api: httpx.AsyncClient) -> None:
    page = await get(api, "aggregate?group_by=indicator&include=metrics,sources&members=3&limit=200")
    for bucket in page["data"]:
        for name in ("metrics", "sources"):
            ids = bucket[f"{name[:-1]}_ids"]
            assert (bucket[name] and [row["id"] for row in bucket[name]]) == ids
    assert {bucket["metrics"] is None for bucket in page["data"]} == {True, False}
    refused = await api.get("aggregate?include=metrics&format=csv")
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (422, "include")


async def test_results_embed_their_rows(api: httpx.AsyncClient) -> None:
    page = await get(api, "search?q=市场规模&include=row&limit=100")
    assert {hit["list"] for hit in page["data"]} >= {"claims", "indicators", "metrics"}
    for hit in page["data"][::9]:
        alone = await get(api, hit["url"].removeprefix("/api/v1/"))
        assert hit["row"] == {name: alone[name] for name in hit["row"]}
    assert page["meta"]["caveats"] == (await get(api, "claims?limit=1000"))["meta"]["caveats"] != []


async def test_fields_choose_what_is_shown(api: httpx.AsyncClient) -> None:
    whole = (await get(api, "metrics?limit=20"))["data"]
    some = await get(api, "metrics?limit=20&fields=quote,id,value")
    assert [list(row) for row in some["data"]] == [["quote", "id", "value"]] * 20
    assert some["data"] == [{"quote": row["quote"], "id": row["id"], "value": row["value"]} for row in whole]
    every = (await get(api, "metrics?limit=20&fields=*"))["data"]
    assert [{name: row[name] for name in one} for row, one in zip(every, whole, strict=True)] == whole
    more = {name.removesuffix("_zh") for name in every[0].keys() - whole[0].keys() if name.endswith("_zh")}
    assert more >= {"label", "series_name", "hedge", "unit_name"}


async def test_fields_lead_into_what_is_included(api: httpx.AsyncClient) -> None:
    whole = (await get(api, "metrics?limit=20&include=claim,sources"))["data"]
    expected = [
        {
            "id": row["id"],
            "claim": {"text": row["claim"]["text"], "kind": row["claim"]["kind"]},
            "sources": [{"url": source["url"]} for source in row["sources"]],
        }
        for row in whole
    ]
    asked = "fields=id,claim.text,claim.kind,sources.url"
    assert (await get(api, f"metrics?limit=20&{asked}"))["data"] == expected
    assert (await get(api, f"metrics?limit=20&{asked}&include=sources,claim"))["data"] == expected
    assert any(row["sources"] for row in expected)


async def test_a_field_named_after_an_include_embeds_all_of_it(api: httpx.AsyncClient) -> None:
    named = (await get(api, "claims?limit=5&fields=id,metrics"))["data"]
    included = (await get(api, "claims?limit=5&fields=id&include=metrics"))["data"]
    assert named == included
    assert any(row["metrics"] for row in named)


async def test_included_figures_keep_every_digit(api: httpx.AsyncClient) -> None:
    answer = await api.get("claims?fields=metrics.value,metrics.quote&text__contains=22.60%25")
    assert '"value":22.60,' in answer.text


async def test_what_is_included_is_the_same_on_every_page(api: httpx.AsyncClient) -> None:
    asked = [("include", "metrics,citations,entity_details"), ("fields", "id"), ("topic", "market")]
    whole, _ = await walk(api, "claims", asked)
    walked, _ = await walk(api, "claims", asked, [1, 2, 5, 31])
    assert walked == whole


async def test_references_are_those_that_shown_rows_name(api: httpx.AsyncClient) -> None:
    asked = "metrics?indicator=market-size&status=forecast"
    whole = await get(api, asked)
    numbers = {number for row in whole["data"] for number in row["reference_numbers"]}
    assert {one["number"] for one in whole["references"].values()} == numbers != set()
    assert (await get(api, f"{asked}&fields=id,reference_numbers"))["references"] == whole["references"]
    assert (await get(api, f"{asked}&fields=id"))["references"] == {}
    # also where what leads to them is not shown
    for name, listing in LISTINGS.items():
        if (lookup := listing.references) and name not in {"references", "citations"}:
            named = (await get(api, f"{name}?limit=20"))["references"]
            for include in ("", *listing.includes):
                page = await get(api, f"{name}?limit=20&fields={lookup.field}" + (include and f"&include={include}"))
                assert page["references"] == named, (name, include)
                assert page["data"][0].keys() == {lookup.field, include} - {""}, (name, include)


@pytest.mark.parametrize(
    ("path", "parameter", "nearest"),
    [
        ("metrics?fields=quot", "fields", "quote"),
        ("metrics?fields=id,claim.txt", "fields", "claim.text"),
        ("metrics?fields=claim.metrics.value", "fields", None),
        ("metrics?fields=claim.", "fields", None),
        ("metrics?fields=.id", "fields", None),
        ("metrics?fields=id,", "fields", None),
        ("metrics?fields=", "fields", None),
        ("metrics?fields=id,id", "fields", None),
        ("metrics?fields=**", "fields", None),
        ("metrics?include=clam", "include", "claim"),
        ("metrics?include=claim.metrics", "include", None),
        ("metrics?include=claim.metrics.claim", "include", None),
        ("metrics?include=metrics", "include", None),
        ("metrics?include=claim,claim", "include", None),
        ("units?include=claim", "include", None),
        ("claims?include=metrics&fields=metrics.claim.text", "fields", None),
        ("claims?fields=metrics.value_txt", "fields", "metrics.value_max"),
    ],
)
async def test_what_cannot_be_shown_is_refused(
    api: httpx.AsyncClient, path: str, parameter: str, nearest: str | None
) -> None:
    answer = await api.get(path)
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert fault["parameter"] == parameter
    if nearest is not None:
        assert fault["nearest"] == nearest


RENAMED = (
    "metrics?limit=20&fields=id,url:sources.url,who:subject,v:value,claim.text,said:claim.text,numbers:reference_numbers"
)


async def test_fields_get_other_names_in_every_format(api: httpx.AsyncClient) -> None:
    whole = (await get(api, "metrics?limit=20&include=sources,claim"))["data"]
    expected = [
        {
            "id": row["id"], "url": [one["url"] for one in row["sources"]], "who": row["subject"], "v": row["value"],
            "said": row["claim"]["text"], "numbers": row["reference_numbers"], "claim": {"text": row["claim"]["text"]},
        }
        for row in whole
    ]  # fmt: skip
    answer = await get(api, RENAMED)
    assert answer["data"] == expected
    assert answer["references"] == (await get(api, "metrics?limit=20"))["references"]
    lines = (await api.get(f"{RENAMED}&format=ndjson")).text.splitlines()
    assert [json.loads(line) for line in lines] == expected
    parquet = pq.read_table(io.BytesIO((await api.get(f"{RENAMED}&format=parquet")).content))
    assert parquet.to_pylist() == expected
    flat = [
        {
            **{name: value for name, value in row.items() if name != "claim"}, "claim_text": row["claim"]["text"],
            **{name: "; ".join(map(str, row[name])) or None for name in ("url", "numbers")},
        }
        for row in expected
    ]  # fmt: skip
    plain = pq.read_table(io.BytesIO((await api.get(f"{RENAMED}&format=parquet&flat=true")).content))
    assert plain.to_pylist() == flat
    assert {str(kind) for kind in plain.schema.types} == {"string", "double"}
    text = (await api.get(f"{RENAMED}&format=csv&bom=false")).text
    assert next(csv.reader(io.StringIO(text))) == list(flat[0])


@pytest.mark.parametrize(
    ("fields", "nearest", "words"),
    [
        ("x:sources.urll", "sources.url", "sources.urll is not a field"),
        ("x:", None, "is not a field"),
        (":value", None, "not a valid field name"),
        ("a.b:value", None, "not a valid field name"),
        ("x:value,x:unit", None, "named x"),
        ("unit:value,unit", None, "named unit"),
        ("sources:value,sources.url", None, "named sources"),
        ("claim_id:subject,claim.id&format=csv", None, "named claim_id"),
    ],
)
async def test_names_that_cannot_be_given(api: httpx.AsyncClient, fields: str, nearest: str | None, words: str) -> None:
    answer = await api.get(f"metrics?fields={fields}")
    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["parameter"], words in fault["detail"]) == (422, "fields", True), fault
    assert nearest is None or fault["nearest"] == nearest
