"""Buckets as a chart: one measure, as bars by size or over the years."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request, Response
from sqlalchemy import Connection, select

from app.api.aggregate.buckets import Buckets, fetch_buckets
from app.api.aggregate.rules import AggregateRequest
from app.api.metrics.queries import METRICS
from app.errors import Fault, InvalidParameter
from app.formats.charts.axes import measured
from app.formats.charts.caption import Caption
from app.formats.charts.points import SHAPES, Point
from app.http.chart_responses import checked_unit, drawn, page_address, unit_name
from app.http.snapshot import snapshot
from app.lists.filters.unknown_values import check_values
from app.store.tables import Indicator, columns
from app.vocabulary.names import Language, say

# dimensions in which a figure can have several values
_SEVERAL = frozenset({"section", "topic", "reference", "source", "publisher", "publisher_kind"})
_MEASURES: dict[Language, dict[str, str]] = {
    "en": {"count": "Number of figures", "min": "Smallest", "max": "Largest", "median": "Median", "sum": "Sum", "mean": "Mean"},
    "zh": {"count": "数据个数", "min": "最小值", "max": "最大值", "median": "中位数", "sum": "合计", "mean": "平均值"},
}  # fmt: skip
_DIMENSIONS: dict[Language, dict[str, str]] = {
    "en": {"reference": "reference", "entity_type": "type of entity", "publisher_kind": "kind of publisher", "kind": "kind of claim"},
    "zh": {
        "document": "报告", "section": "章节", "topic": "主题", "kind": "陈述类型", "evidence": "证据", "reference": "参考文献", "source": "来源",
        "publisher": "发布者", "publisher_kind": "发布者类型", "entity": "对象", "entity_type": "对象类型", "indicator": "指标", "unit": "单位",
        "status": "状态", "comparator": "数值关系", "period": "时期", "year": "年份",
    },
}  # fmt: skip


def aggregate_chart(wanted: AggregateRequest, request: Request, format_: str) -> Response:
    """The buckets of a request, drawn. Raises `InvalidParameter` where there is more than one measure or unit, or no bucket."""
    query = wanted.query
    measure = _measure(query)
    with snapshot(request, query.lang) as at:
        check_values(METRICS.closed_parameters, query, at.connection, at.cached.values)
        # which figures are in a bucket is not drawn
        bare = AggregateRequest(query.model_copy(update={"members": 0}), wanted.by, wanted.measures)
        found = fetch_buckets(bare, request.query_params.multi_items(), at.connection, at.lang, whole=True)
        unit = "count" if measure == "count" else checked_unit(found.data)
        if not found.data:
            raise InvalidParameter(
                Fault("format", say("no figure matches, so there is nothing to draw", "没有符合的数据，因此无图可画"))
            )
        named, lang, headers = unit_name(unit, at.connection, at.lang), at.lang, at.headers
        title = _title(measure, wanted, found, at.connection, lang)
    names = [one.name for one in wanted.by]
    caption = Caption(
        title, unit, "" if unit == "count" else named, page_address(request), is_grouped=True, overlaps=bool(_SEVERAL & set(names)),
        has_more=found.next_cursor is not None,
    )  # fmt: skip
    points = [_point(number, bucket, measure, names, caption, lang) for number, bucket in enumerate(found.data)]
    return drawn(points, caption, request, format_, headers, lang)


def _measure(query: Any) -> str:
    """The measure to draw: the count, unless the request names another."""
    if query.include:
        raise InvalidParameter(Fault("include", say("a chart does not support it", "图中没有它的位置")))
    others = [one for one in query.measures or () if one != "count"]
    if len(others) > 1:
        said = say("a chart has one axis: choose one measure", "一幅图只有一个轴：请选一个度量")
        raise InvalidParameter(Fault("measures", said, others))
    return next(iter(others), "count")


def _title(measure: str, wanted: AggregateRequest, found: Buckets, connection: Connection, lang: Language) -> str:
    """`Median of market size by year`."""
    slugs = {bucket["indicator"] for bucket in found.data} if measure != "count" else set(wanted.query.indicator or ())
    what = _indicator(slugs.pop(), connection, lang) if len(slugs) == 1 and None not in slugs else ""
    words = _DIMENSIONS[lang]
    by = [words.get(name, name.replace("_", " ")) for name in wanted.query.group_by or ()]
    said = _MEASURES[lang][measure]
    if lang == "zh":
        return f"{what}{said}" + (f"（按{'、'.join(by)}）" if by else "")
    measured = f"{said}: {what.lower() if what[1:].islower() else what}" if what else said
    return f"{measured} by {' and '.join(by)}" if by else measured


def _indicator(slug: str, connection: Connection, lang: Language) -> str:
    row = columns(Indicator)
    name = row.name_zh if lang == "zh" else row.name_en
    return str(connection.execute(select(name).where(row.slug == slug)).scalar() or slug)


def _point(
    number: int, bucket: Mapping[str, Any], measure: str, names: Sequence[str], caption: Caption, lang: Language
) -> Point:
    year = str(bucket["year"]) if bucket.get("year") else ""
    # a section stands in the one document that has it
    told = [name for name in names if name != "year" or not year]
    labels = [_label(name, bucket, names) for name in told]
    value, top = float(bucket[measure]), bucket.get(f"{measure}_max")
    shape = "exact" if measure == "count" else SHAPES.get(bucket["comparator"], "about") if top is None else "range"
    ends = (f"{year}-01-01", f"{year}-12-31") if year and measure == "count" else (None, None)
    return Point(
        id=f"bucket-{number}",
        series=json.dumps([bucket[name] for name in told], ensure_ascii=False, default=str),
        name=" · ".join(filter(None, labels)),
        value=value,
        top=None if top is None else float(top),
        shape=shape,
        happened=measure == "count" or not bucket["forecast_count"],
        time=f"{year}-01-01" if year else None,
        period=year,
        # the smallest or a median of other things each year makes no line
        period_start=ends[0],
        period_end=ends[1],
        is_long=False,
        label=_value_label(bucket, measure, caption, lang),
        sign="≠" if measure != "count" and bucket["conflict_count"] else "",
        conflicts=(),
        sources="",
    )


def _label(name: str, bucket: Mapping[str, Any], names: Sequence[str]) -> str:
    if name == "document" and ("section" in names or "reference" in names):
        return ""
    number = f"{bucket[name]} " if name == "section" and str(bucket[name])[:1].isdigit() else ""
    return f"{number}{bucket[f'{name}_label']}"


def _value_label(bucket: Mapping[str, Any], measure: str, caption: Caption, lang: Language) -> str:
    if measure == "count":
        return f"{bucket['count']:,}"
    ends = [float(one) for one in (bucket[measure], bucket.get(f"{measure}_max")) if one is not None]
    return measured(ends, caption.unit, caption.unit_name, bucket["comparator"] if len(ends) == 1 else None, lang)
