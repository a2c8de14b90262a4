"""/series: every metric of an indicator, long and wide, compared with the rows of the seeds."""

import csv
import io
from collections import defaultdict
from datetime import date
from typing import Any

import httpx
import orjson
import pytest

from app.api.metrics.chart_fields import CHART_FIELDS
from app.api.series.wide import CELL_FIELDS, pivot
from app.store.publishing import Build
from app.vocabulary.periods import span_of
from tests.support.asking import get, pairs, walk
from tests.support.facts import Asked, Facts, View
from tests.support.repeats import firsts

pytestmark = pytest.mark.anyio

CASES: list[Asked] = [
    {"indicator": ["market-size"], "unit": ["CNY"]},
    {"indicator": ["market-size"], "entity": ["china-llm-market", "china-ai-core-industry"], "unit": ["CNY"]},
    {"indicator": ["share"], "unit": ["percent"], "period__isnull": [False]},
    {"indicator": ["model-count"]},
    {"indicator": ["growth-rate"], "entity_type": ["industry"], "status": ["actual", "forecast"]},
    {"indicator": ["annual-salary"], "unit": ["CNY"]},
    {"indicator": ["rank"], "publisher_kind": ["self-media"]},
    {"indicator": ["market-size"], "value__gt": [1e30]},
]
SAME = (
    "period", "period_start", "period_end", "period_basis", "as_of", "comparator", "status", "unit", "display_en",
    "display_zh", "qualifiers", "qualifiers_en", "qualifiers_zh", "subject", "subject_en", "entity",
    "indicator", "claim_id", "document", "section", "quote", "evidence", "reference_numbers", "source_ids", "conflict_ids",
    "corroboration_ids",
)  # fmt: skip
# fields whose values are held to those of /metrics and of the view of facts
OF_CHARTS = {*CHART_FIELDS, "times_stated"} - {"is_forecast", "series_name", "series_name_en", "series_name_zh"}
_STATUS = ["actual", "forecast", "target"]


def granularity(period: str | None) -> str | None:
    if period is None:
        return None
    first, last = map(date.fromisoformat, map(str, span_of(period)))
    named = {1: "day", 31: "month", 92: "quarter", 184: "half", 366: "year"}
    return "interval" if "/" in period else named[next(most for most in named if (last - first).days < most)]


def point(row: View, names: dict[str, str], chinese: dict[str, str]) -> dict[str, Any]:
    """A figure as a point."""
    return {
        "time": row["period_end"] if row["as_of"] else row["period_start"],
        "granularity": granularity(row["period"]),
        "series": row["entity"] or row["subject"],
        "series_name": names.get(row["entity"], row["subject_en"]),
        "series_name_en": names.get(row["entity"], row["subject_en"]),
        "series_name_zh": chinese.get(row["entity"], row["subject"]),
        "display": row["display_en"],
        "is_forecast": row["status"] != "actual",
        **{name: row[name] for name in SAME},
        "value": row["value"],
        "value_max": row["value_max"],
        "entity_name": names.get(row["entity"]),
        "entity_name_en": names.get(row["entity"]),
        "entity_name_zh": chinese.get(row["entity"]),
        "metric_id": row["id"],
        "metric_url": f"/api/v1/metrics/{row['id']}",
    }


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in OF_CHARTS}


def points(facts: Facts, asked: Asked) -> list[dict[str, Any]]:
    """All points in order: by time, those without one last, then by id."""
    entities = {slug: row["name_en"] for slug, row in facts.lists["entities"].rows.items()}
    chinese = {slug: row["name_zh"] for slug, row in facts.lists["entities"].rows.items()}
    rows = facts.lists["metrics"].rows
    found = [
        point(row, entities, chinese)
        for row in firsts(rows[key] for key in facts.ask("metrics", asked) if "role" not in rows[key]["qualifiers"])
    ]
    return sorted(found, key=lambda one: (one["time"] is None, one["time"] or "", one["metric_id"]))


@pytest.mark.parametrize("asked", CASES)
async def test_points_are_the_figures_in_time(api: httpx.AsyncClient, facts: Facts, asked: Asked) -> None:
    rows, page = await walk(api, "series", pairs(asked), [1, 7, 1000])
    expected = points(facts, asked)
    assert [plain(row) for row in rows] == expected
    assert all(row.keys() - one.keys() == OF_CHARTS for row, one in zip(rows, expected, strict=True))
    assert page["count"] == len(expected)


@pytest.mark.parametrize("asked", CASES)
async def test_a_table_has_every_figure_once(api: httpx.AsyncClient, facts: Facts, asked: Asked) -> None:
    answer = await get(api, "series", pairs(asked, shape="wide"))
    cells: dict[Any, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for one in points(facts, asked):
        cells[one["time"], one["period"]][one["series"]].append(one)
    assert [(row["time"], row["period"]) for row in answer["data"]] == sorted(
        cells, key=lambda place: (place[0] is None, place[0] or "", place[1] or "")
    )
    for row in answer["data"]:
        held = cells[row["time"], row["period"]]
        assert row["values"] == {series: _first(figures)["value"] for series, figures in held.items()}
        for status, name in zip(_STATUS, ("actuals", "forecasts", "targets"), strict=True):
            of_status = {series: [one for one in all_ if one["status"] == status] for series, all_ in held.items()}
            assert row[name] == {series: _first(some)["value"] for series, some in of_status.items() if some}
        for series, cell in row["cells"].items():
            figures = sorted(held[series], key=_rank)
            shown = [{name: one[name] for name in cell if name not in {"differs", "alternatives"}} for one in figures]
            assert [{name: cell[name] for name in shown[0]}, *cell["alternatives"]] == shown
            said = {(one["value"], one["value_max"], one["comparator"]) for one in figures}
            assert cell["differs"] == (len(said) > 1)
    assert answer["series"] == {one["series"]: one["series_name"] for one in points(facts, asked)}


def _first(figures: list[dict[str, Any]]) -> dict[str, Any]:
    return min(figures, key=_rank)


def _rank(one: dict[str, Any]) -> tuple[Any, ...]:
    return _STATUS.index(one["status"]), one["evidence"] == "uncited", one["comparator"] != "eq", one["metric_id"]


@pytest.mark.parametrize("dataset", ["real"], indirect=True)
async def test_the_market_by_year(api: httpx.AsyncClient) -> None:
    query = "series?indicator=market-size&entity=china-llm-market&shape=wide"
    table = [
        (
            row["period"],
            row["values"]["china-llm-market"],
            cell["comparator"],
            cell["is_forecast"],
            len(cell["alternatives"]),
        )
        for row in (await get(api, query))["data"]
        for cell in row["cells"].values()
    ]
    assert table == [
        ("2021", 10000000000, "lt", False, 0),
        ("2024", 29416000000, "eq", False, 0),
        ("2025", 80000000000, "gt", True, 0),
        ("2026", 70000000000, "gt", True, 0),
        ("2030", 500000000000, "gt", True, 0),
    ]


@pytest.mark.parametrize("dataset", ["real"], indirect=True)
async def test_figures_that_differ_stay_visible(api: httpx.AsyncClient) -> None:
    query = "series?indicator=market-size&entity=china-ai-core-industry&shape=wide&period=2025"
    (row,) = (await get(api, query))["data"]
    cell = row["cells"]["china-ai-core-industry"]
    assert (cell["quote"], cell["status"], cell["differs"]) == ("突破 8200 亿元", "forecast", True)
    assert [(one["quote"], one["status"]) for one in cell["alternatives"]] == [("超 1.5 万亿元", "target")]


def test_what_stands_for_several_figures() -> None:
    """What is before what is expected, the cited before the uncited, the exact before the hedged, then by id."""
    order = [
        ("actual", "cited", "eq", "e"), ("actual", "cited", "gt", "d"), ("actual", "uncited", "eq", "c"),
        ("forecast", "cited", "eq", "b"), ("target", "cited", "eq", "a"), ("target", "cited", "eq", "f"),
    ]  # fmt: skip
    whole = {
        "time": "2025-01-01",
        "granularity": "year",
        "period": "2025",
        "period_start": "2025-01-01",
        "period_end": "2025-12-31",
        "series": "A",
    }
    figures = [
        {
            **dict.fromkeys(CELL_FIELDS),
            **whole,
            "value": "1",
            "status": status,
            "evidence": evidence,
            "comparator": sign,
            "metric_id": id_,
        }
        for status, evidence, sign, id_ in reversed(order)
    ]
    (row,) = pivot(figures)
    cell = row["cells"]["A"]
    assert [cell["metric_id"], *(one["metric_id"] for one in cell["alternatives"])] == [id_ for *_, id_ in order]
    assert cell["differs"]
    (row,) = pivot([{**figures[0], "value": text} for text in ("1.50", "1.5")])
    assert not row["cells"]["A"]["differs"]


async def test_long_tables(api: httpx.AsyncClient, facts: Facts) -> None:
    asked = CASES[0]
    answer = await api.get("series", params=pairs(asked, format="csv"))
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    expected = points(facts, asked)
    assert [(row["time"], row["metric_id"], float(row["value"])) for row in table] == [
        (one["time"] or "", one["metric_id"], one["value"]) for one in expected
    ]
    lines = (await api.get("series", params=pairs(asked, format="ndjson"))).content.splitlines()
    assert [plain(orjson.loads(line)) for line in lines] == expected


@pytest.mark.parametrize("dataset", ["real"], indirect=True)
async def test_wide_tables(api: httpx.AsyncClient) -> None:
    query = "series?indicator=market-size&entity=china-llm-market,china-ai-core-industry&shape=wide&format="
    lines = [orjson.loads(line) for line in (await api.get(f"{query}ndjson")).content.splitlines()]
    assert lines == (await get(api, f"{query}json"))["data"]
    answer = await api.get(f"{query}csv")
    assert answer.headers["content-disposition"] == 'inline; filename="series.csv"'
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    core, market = "china-ai-core-industry", "china-llm-market"
    assert list(table[0])[:10] == [
        "time", "granularity", "period", "period_start", "period_end", core, f"{core}_forecast", f"{core}_target", market,
        f"{market}_forecast",
    ]  # fmt: skip
    for row, line in zip(table, lines, strict=True):
        for series in (core, market):
            cell = line["cells"].get(series)
            found = [row[f"{series}_{name}"] for name in ("metric_id", "differs", "alternatives")]
            if cell is None:
                assert found == ["", "", ""]
                continue
            others = "; ".join(one["metric_id"] for one in cell["alternatives"])
            assert found == [cell["metric_id"], str(cell["differs"]).lower(), others]
            shown = [row[series], row[f"{series}_forecast"]]
            assert shown == [str(line[name].get(series, "")) for name in ("actuals", "forecasts")]


MARKET = "series?indicator=market-size&unit=CNY&entity=china-llm-market"


@pytest.mark.parametrize("dataset", ["real"], indirect=True)
async def test_a_table_for_people(api: httpx.AsyncClient) -> None:
    asked = f"{MARKET}&shape=wide&names=true&fields=display,from:source_url,in_conflict"
    table = list(csv.reader(io.StringIO((await api.get(f"{asked}&format=csv&bom=false")).text)))
    name = "China large-model market"
    assert table[0][5:] == [name, f"{name} (forecast)", f"{name}: display", f"{name}: from", f"{name}: in_conflict"]
    assert [(line[2], *line[5:8]) for line in table[1:]] == [
        ("2021", "10000000000", "", "under CNY 10 billion"),
        ("2024", "29416000000", "", "CNY 29.416 billion"),
        ("2025", "", "80000000000", "over CNY 80 billion"),
        ("2026", "", "70000000000", "over CNY 70 billion"),
        ("2030", "", "500000000000", "over CNY 500 billion"),
    ]
    answer = await get(api, asked)
    assert answer["series"] == {name: "china-llm-market"}
    assert [list(row["cells"][name]) for row in answer["data"]] == [
        ["value", "display", "from", "in_conflict", "differs", "alternatives"]
    ] * 5
    chinese = (await api.get(f"{asked}&format=csv&bom=false&lang=zh")).text
    assert chinese.splitlines()[0].split(",")[5:7] == ["中国大模型市场", "中国大模型市场（预测）"]


@pytest.mark.parametrize("dataset", ["real"], indirect=True)
async def test_values_keep_the_digits_of_the_text(api: httpx.AsyncClient) -> None:
    for shape in ("long", "wide"):
        answer = await api.get(f"series?indicator=growth-rate&period=2025-H1&shape={shape}")
        quotes = [
            one["quote"] for row in answer.json()["data"] for one in ([row] if shape == "long" else row["cells"].values())
        ]
        assert any(f'"value":{quote.removesuffix("%")},' in answer.text for quote in quotes if "." in quote), quotes


async def test_names_are_in_the_language_asked_for(api: httpx.AsyncClient, built: Build) -> None:
    query = "series?indicator=market-size&unit=CNY&entity=china-llm-market"
    assert {row["series_name"] for row in (await get(api, f"{query}&lang=zh"))["data"]} == {"中国大模型市场"}
    assert (await get(api, f"{query}&lang=zh&shape=wide"))["series"] == {"china-llm-market": "中国大模型市场"}


@pytest.mark.parametrize("dataset", ["real"], indirect=True)
@pytest.mark.parametrize(
    ("query", "parameter", "words"),
    [
        ("", "indicator", ["required"]),
        ("indicator=market-size,share", "indicator", ["at most 1"]),
        ("indicator=market-siz", "indicator", ["market-siz"]),
        ("indicator=market-size", "unit", ["CNY", "USD"]),
        ("indicator=market-size&shape=wide", "unit", ["CNY", "USD"]),
        ("indicator=market-size&format=csv", "unit", ["CNY", "USD"]),
        ("indicator=rank&shape=tall", "shape", ["tall"]),
        ("indicator=rank&shape=wide&limit=5", "limit", ["shape=wide"]),
        ("indicator=rank&shape=wide&sort=value&fields=display", "sort", ["shape=wide"]),
        ("indicator=rank&shape=wide&fields=time", "fields", ["details"]),
        ("indicator=rank&shape=wide&fields=display,a:display,a:quote&format=csv", "fields", ["named a"]),
        ("indicator=rank&names=true", "names", ["shape=wide"]),
        *((f"indicator=rank&shape=wide&format={one}", "format", [one]) for one in ("parquet", "svg", "png", "vega-lite")),
        ("indicator=rank&sort=newest", "sort", ["newest"]),
        ("indicator=rank&group_by=unit", "group_by", ["there is no parameter"]),
    ],
)
async def test_what_cannot_be_drawn_is_refused(api: httpx.AsyncClient, query: str, parameter: str, words: list[str]) -> None:
    answer = await api.get(f"series?{query}")
    problem = answer.json()
    assert (answer.status_code, problem["errors"][0]["parameter"]) == (422, parameter), problem
    assert [word for word in words if word not in problem["detail"]] == []


async def test_too_many_figures_for_a_table_are_refused(api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.series.queries.MAX_CELLS", 5)
    answer = await api.get("series?indicator=rank&shape=wide&lang=zh")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "shape")
