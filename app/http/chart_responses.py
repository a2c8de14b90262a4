"""Rows as a chart: `vega-lite`, `svg` and `png`, of figures in one unit."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import orjson
from fastapi import Request, Response
from sqlalchemy import Connection, select

from app.errors import Fault, InvalidParameter
from app.formats.charts.caption import Caption
from app.formats.charts.points import Point, read_points
from app.formats.charts.renderer import ChartRenderer
from app.formats.charts.specification import chart
from app.formats.writers import MEDIA_TYPES
from app.http.drawing import Picture
from app.http.request_context import context_of
from app.http.snapshot import caveat_links, snapshot
from app.lists.listing import Listing
from app.lists.pagination import Check, read_page
from app.lists.row_references import load_references, reference_ids
from app.store.tables import Indicator, Unit, columns
from app.vocabulary.addresses import API, has_page, local
from app.vocabulary.names import Language, say

# figures that a chart shows at most
MAX_POINTS = 200


def chart_response(listing: Listing, query: Any, request: Request, format_: str, check: Check) -> Response:
    """The figures that a query finds, drawn. Raises `InvalidParameter` where they have several units, are too many, or none."""
    with snapshot(request, query.lang) as at:
        wanted = query.model_copy(update={"limit": query.limit or MAX_POINTS + 1, "count": "none"})
        known = at.cached.values
        page = read_page(listing, wanted, at.connection, at.lang, known, as_json=False, check=check)
        rows = page.rows
        unit = checked_unit(rows)
        entries = load_references({one for row in rows for one in reference_ids(row)}, at.connection)
        publishers = {one["id"]: one["publisher_name"] or "" for one in entries.values()}
        points = read_points(rows, publishers, at.lang)
        caption = Caption(
            _title(rows, at.connection, at.lang),
            unit,
            unit_name(unit, at.connection, at.lang),
            page_address(request),
            has_more=page.next_cursor is not None,
        )
        links = ", ".join(caveat_links(at, {row["document"] for row in rows}))
        headers, lang = at.headers | ({"Link": links} if links else {}), at.lang
    return drawn(points, caption, request, format_, headers, lang)


def drawn(
    points: Sequence[Point], caption: Caption, request: Request, format_: str, headers: Mapping[str, str], lang: Language
) -> Response:
    """The answer: a specification, or a picture that is drawn after the database connection has been returned to the pool."""
    spec = chart(points, caption, lang, is_narrow=format_ == "svg-narrow")
    drawer: ChartRenderer = request.app.state.chart_renderer

    def respond(body: bytes) -> Response:
        return Response(body, headers=dict(headers), media_type=MEDIA_TYPES[format_])

    if format_ == "vega-lite":
        return respond(orjson.dumps(spec))
    return Picture(lambda: respond(drawer.draw(spec, format_.partition("-")[0], lang)))


def checked_unit(rows: Sequence[Mapping[str, Any]]) -> str:
    """The unit of all rows. Raises `InvalidParameter` where they have several, are too many for a chart, or none."""
    units = sorted({row["unit"] for row in rows})
    if not units:
        raise InvalidParameter(
            Fault("format", say("no figure matches, so there is nothing to draw", "没有符合的数据，因此无图可画"))
        )
    if len(units) > 1:
        why = say(
            f"a chart has one axis, but these figures have {len(units)} units; choose one with `unit`",
            f"一幅图只有一个轴，而这些数据有 {len(units)} 个单位；请用 `unit` 选一个",
        )
        raise InvalidParameter(Fault("unit", why, units))
    if len(rows) > MAX_POINTS:
        raise InvalidParameter(
            Fault(
                "format",
                say(
                    f"a chart shows at most {MAX_POINTS} figures; narrow the filters, or set `limit`",
                    f"一幅图最多显示 {MAX_POINTS} 个数据；请缩小筛选范围，或设置 `limit`",
                ),
            )
        )
    return str(units[0])


def _title(rows: Sequence[Mapping[str, Any]], connection: Connection, lang: Language) -> str:
    """What is measured, and the entity if there is only one."""
    indicator, slugs = columns(Indicator), list(dict.fromkeys(row["indicator"] for row in rows))
    wanted = select(indicator.slug, indicator.name_zh if lang == "zh" else indicator.name_en).where(
        indicator.slug.in_(slugs[:4])
    )
    names = {row[0]: row[1] for row in connection.execute(wanted)}
    indicators = [str(names.get(slug, slug)) for slug in slugs]
    subjects = list(dict.fromkeys(_named(row, "entity", lang) or row["subject"] for row in rows))
    what = " / ".join(indicators[:3]) + (" …" if len(indicators) > 3 else "")
    return f"{subjects[0]} · {what}" if len(subjects) == 1 else what


def _named(row: Mapping[str, Any], field: str, lang: Language) -> str:
    found = row.get(f"{field}_name_{lang}") or row.get(f"{field}_name") or row.get(field) or ""
    return str(found)


def unit_name(code: str, connection: Connection, lang: Language) -> str:
    """The name of a unit on an axis: a currency's code in English, the name in Chinese."""
    unit = columns(Unit)
    found = connection.execute(
        select(unit.name_zh if lang == "zh" else unit.name_en, unit.kind).where(unit.code == code)
    ).first()
    return code if found is None or (lang == "en" and found[1] == "money") else str(found[0])


def page_address(request: Request) -> str:
    """The address of the chart's figures, for readers who see the picture alone: their page, or their data."""
    context = context_of(request)
    path = context.path.removeprefix(API)
    kept = "&".join(
        part
        for part in context.query.decode("ascii", "replace").split("&")
        if part and not part.startswith("format=") and part != "lang=en"
    )
    base = context.client.origin + local(path if has_page(path) else context.path)
    return unquote(base + (f"?{kept}" if kept else ""), errors="replace")
