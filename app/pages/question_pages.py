"""`/series` and `/aggregate` as pages: the chart, the table under it, what is left out, and the addresses of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from app.errors import Problem
from app.formats.charts.axes import measured
from app.formats.writers import MEDIA_TYPES
from app.pages.charts import chart_of, figures_address
from app.pages.evidence import SIGNS, Sign, publishers_of
from app.pages.list_filters import Filter, asked_filters, labels_of
from app.pages.page_view import PageView
from app.pages.rendering import render
from app.pages.template_filters import named, readable
from app.vocabulary.names import Language

# rows of a page, unless its address says; a chart draws at most 200 figures
_ROWS = 200
# what a page offers to group by and to measure; the address takes more, and several at once
_DIMENSIONS = (
    "indicator", "entity", "entity_type", "year", "unit", "status", "evidence", "publisher_kind", "publisher", "topic", "section", "document",
)  # fmt: skip
_OF_ONE_UNIT = ("min", "max")
_MOST_DIMENSIONS = 3
# counts of an answer that qualify its measures, by the sign of what is counted
_COUNTED = (("conflict_count", SIGNS["conflict"]), ("forecast_count", Sign("◇", "Forecast", "forecast")))
_OF_GROUPS = frozenset({"group_by", "measures", "members"})
_OF_TABLES = frozenset({"shape", "names"})


async def build_series(view: PageView) -> str:
    """Figures of one unit over time: one row a figure, or with `shape=wide` one row a period."""
    is_wide = view.value("shape") == "wide"
    given = {name for name, _ in view.pairs}
    parameters = [] if is_wide or "limit" in given else [("limit", _ROWS)]
    found = await view.api.get("/series", parameters, view.query)
    filters = asked_filters(view, _OF_TABLES)
    pairs = [(name, value) for name, value in view.pairs if name not in _OF_TABLES]
    formats = ("json", "csv", "ndjson") if is_wide else ("json", "csv", "ndjson", "parquet")
    return render(
        "series.html", view, found=found, is_wide=is_wide, series=_series_of(view, found) if is_wide else {},
        chart=await chart_of(view, pairs, "/series") if found["data"] else None,
        figures=figures_address(view, "/series", pairs), undated_page=_undated(view), **await _shared(view, found, filters, formats),
    )  # fmt: skip


def _series_of(view: PageView, found: Mapping[str, Any]) -> dict[str, str]:
    """The name of each series of a table by its key in the rows, which is its name with `names=true`."""
    is_named = view.value("names") == "true" or view.value("header") == "labels"
    return {key: key if is_named else name for key, name in found["series"].items()}


async def build_aggregate(view: PageView) -> str:
    """Figures in groups, with what is measured of each."""
    given = {name for name, _ in view.pairs}
    # which figures a group holds is behind its link
    parameters: list[tuple[str, Any]] = [] if "members" in given or "include" in given else [("members", 0)]
    by, measures = view.values("group_by"), view.values("measures") or ["count"]
    if "sort" not in given:
        # as the chart has them
        parameters.append(("sort", "year" if by == ["year"] else f"-{measures[0]}"))
    found = await view.api.get("/aggregate", parameters, view.query)
    chart, undrawn = await chart_of(view, view.pairs, "/aggregate"), None
    if chart is None and found["data"]:
        undrawn = await _reason(view)
    return render(
        "aggregate.html", view, found=found, by=by, measures=measures, chart=chart, undrawn=undrawn,
        groups=await groups_of(view, found["data"], by, measures),
        dimensions=_DIMENSIONS, all_measures=await _measures(view, by), required=() if measures == ["count"] else ("unit",),
        figures=figures_address(view, "/aggregate", view.pairs),
        **await _shared(view, found, asked_filters(view, _OF_GROUPS), ("json", "csv", "ndjson")),
    )  # fmt: skip


async def _measures(view: PageView, by: Sequence[str]) -> list[tuple[str, str]]:
    """What these groups may be measured by, each with its page: groups of several units are parted by them."""
    is_of_one_unit = "unit" in by or len(view.values("unit")) == 1
    if not is_of_one_unit and len(by) == _MOST_DIMENSIONS:
        return [("count", view.changed("sort", measures="count"))]
    parted = {} if is_of_one_unit else {"group_by": ",".join([*by, "unit"])}
    # of several indicators there is no common middle
    added: tuple[str, ...] = ("median",) if "indicator" in by else ()
    if len(indicators := view.values("indicator")) == 1:
        (rule,) = [one["aggregation"] for one in (await view.api.get("/indicators", {"id": indicators[0]}))["data"]]
        added = ("median", *{"sum": ("sum", "mean"), "mean": ("mean",)}.get(rule, ()))
    measured_by = [(name, view.changed("sort", **parted, measures=name)) for name in (*_OF_ONE_UNIT, *added)]
    return [("count", view.changed("sort", measures="count")), *measured_by]


@dataclass(frozen=True)
class Group:
    """A group as a row of a table: its names, its measures as numbers and in words, signs with how many figures have them."""

    names: list[str]
    measures: list[tuple[float | None, str]]
    signs: list[tuple[Sign, int]]
    undated: int
    figures: str


async def groups_of(
    view: PageView, buckets: Sequence[Mapping[str, Any]], by: Sequence[str], measures: Sequence[str]
) -> list[Group]:
    """The groups of an answer of `/aggregate`, each with the page of its figures."""
    units = sorted({bucket["unit"] for bucket in buckets if bucket.get("unit")})
    listed = (await view.api.get("/units", {"id": ",".join(units), "limit": 1000}))["data"] if units else []
    named_units = {
        one["code"]: one["code"] if one["kind"] == "money" and view.lang == "en" else named(one, "name", view.lang)
        for one in listed
    }
    return [
        Group(
            names=[bucket[f"{name}_label"] for name in by],
            measures=[(bucket[name], _in_words(bucket, name, named_units, view.lang)) for name in measures],
            signs=[(sign, bucket[name]) for name, sign in _COUNTED if bucket.get(name)],
            undated=bucket.get("undated_count") or 0,
            figures=view.to("/metrics", parse_qsl(bucket["metrics_url"].partition("?")[2])),
        )
        for bucket in buckets
    ]


def _in_words(bucket: Mapping[str, Any], measure: str, units: Mapping[str, str], lang: Language) -> str:
    """A measure with its unit, in the scale of its chart."""
    value, top = bucket[measure], bucket.get(f"{measure}_max")
    if value is None:
        return "–"
    if measure == "count":
        return readable(value)
    comparator = bucket["comparator"] if top is None else None
    unit = bucket["unit"] or ""
    return measured([float(value)] + ([] if top is None else [float(top)]), unit, units.get(unit, unit), comparator, lang)


async def _shared(
    view: PageView, found: Mapping[str, Any], filters: Sequence[Filter], formats: Sequence[str]
) -> dict[str, Any]:
    return {
        "filters": filters,
        "labels": await labels_of(view, filters),
        "publishers": publishers_of(found["references"]),
        "formats": {one: MEDIA_TYPES[one].partition(";")[0] for one in formats},
    }


def _undated(view: PageView) -> str:
    """The page of the figures that have no period, and so no place in time."""
    kept = [(name, value) for name, value in view.pairs if name not in _OF_TABLES and not name.startswith("period")]
    return figures_address(view, "/series", [*kept, ("period__isnull", "true")])


async def _reason(view: PageView) -> str | None:
    """Why groups that a table shows cannot be drawn."""
    try:
        await view.api.text("/aggregate", [*view.pairs, ("format", "vega-lite")])
    except Problem as problem:
        return problem.detail
    return None
