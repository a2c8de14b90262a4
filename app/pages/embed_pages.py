"""Pages for other sites: a chart alone in a frame (`/embed/series?…`), and oEmbed, by which a pasted address becomes one."""

import re
from collections.abc import Mapping
from string import punctuation
from typing import Annotated, Literal
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import orjson
from fastapi import APIRouter, Query, Request, Response

from app.errors import Fault, InvalidParameter, NotFound, Problem
from app.http.browser_headers import FRAMED_POLICY
from app.http.request_context import context_of
from app.pages.charts import DRAWN, chart_of
from app.pages.page_view import Address, PageView, page
from app.pages.rendering import render
from app.vocabulary.addresses import local
from app.vocabulary.names import say

router = APIRouter(include_in_schema=False)
# pixels below a chart for its line of sources, and the most that oEmbed offers
_FOOT, _WIDTH = 60, 640
# what no text in XML can hold
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


async def build_embed(view: PageView) -> str:
    """A chart alone, with a way back. Raises the problem of figures that cannot be drawn together."""
    path = view.path.removeprefix("/embed")
    chart = await chart_of(view, view.pairs, path)
    if chart is None:
        # says which unit or filter is missing
        await view.api.text(path, [*view.pairs, ("format", "vega-lite")])
        raise NotFound(say("there is nothing to draw", "没有可以绘制的内容"))
    return render("embed.html", view, chart=chart, figures=view.to(path, chart.pairs))


_embed = page(build_embed)


@router.get("/embed/metrics")
@router.get("/embed/series")
@router.get("/embed/aggregate")
async def get_embed(request: Request) -> Response:
    """The chart of `/metrics`, `/series` or `/aggregate` for a frame; any page may show it."""
    answer = await _embed(request)
    answer.headers["Content-Security-Policy"] = FRAMED_POLICY
    return answer


@router.get("/oembed")
async def get_oembed(
    request: Request,
    url: Annotated[str, Query(max_length=4000)],
    format: Literal["json", "xml"] = "json",
    maxwidth: Annotated[int, Query(ge=1)] = _WIDTH,
    maxheight: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """The frame of one of our addresses (oEmbed 1.0), as JSON or XML. Others are not found."""
    context = context_of(request)
    parts = urlsplit(url)
    ours = urlsplit(context.client.base_address)
    if (parts.scheme, parts.netloc.lower()) != (ours.scheme, ours.netloc.lower()) or not parts.path.startswith(
        ours.path + "/"
    ):
        raise NotFound(say(f"{url!r} is no address of this service", f"{url!r} 不是本服务的地址"))
    # people paste addresses with letters as they are; what is encoded stays so
    query = quote(parts.query, safe=punctuation).encode()
    at = Address(parts.path.removeprefix(ours.path), query, context.client.base_address)
    view = PageView(request, at)
    path, pairs = await _drawn_by(view)
    try:
        chart = await chart_of(view, pairs, path)
    except Problem as problem:
        raise NotFound(say(f"{url!r} has no chart: {problem.detail}", f"{url!r} 没有图：{problem.detail}")) from None
    if chart is None or chart.problem:
        raise NotFound(say(f"{url!r} has no chart", f"{url!r} 没有图"))
    width = min(maxwidth, _WIDTH)
    height = chart.height_at(width) + _FOOT
    if maxheight is not None and height > maxheight:
        said = say(f"the chart needs {height} pixels at this width", f"此宽度下图需要 {height} 像素高")
        raise InvalidParameter(Fault("maxheight", said))
    frame = at.absolute(at.to(f"/embed{path}", chart.pairs))
    html = render("frame.html", at, address=frame, words=chart.words, width=width, height=height)
    picture = at.absolute(at.api_address(path, chart.pairs, format="png"))
    body = {
        "type": "rich", "version": "1.0", "provider_name": "factbase", "provider_url": at.absolute(local("/")), "title": chart.words,
        "html": html.strip(), "width": width, "height": height, "cache_age": 3600,
        "thumbnail_url": picture, "thumbnail_width": chart.pixels[0], "thumbnail_height": chart.pixels[1],
    }  # fmt: skip
    if format == "xml":
        return Response(_as_xml(body), media_type="text/xml")
    return Response(orjson.dumps(body), media_type="application/json")


def _as_xml(body: Mapping[str, object]) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in body.items():
        ElementTree.SubElement(root, name).text = _NOT_XML.sub("", str(value))
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


async def _drawn_by(view: PageView) -> tuple[str, list[tuple[str, object]]]:
    """What the chart of a page is drawn from: the address's own path and filters, or those of the object that it shows."""
    name, _, key = view.path.removeprefix("/embed").strip("/").partition("/")
    if name in DRAWN and not key:
        return f"/{name}", list(view.pairs)
    if name == "metrics":
        row = await view.api.get(f"/metrics/{key}")
        return "/metrics", [(field, row[field]) for field in ("indicator", "entity", "unit") if row[field]]
    if name == "indicators" and key:
        found = await view.api.get("/metrics", {"indicator": key, "limit": 1, "facets": "unit"})
        units = found["facets"]["unit"]
        return "/metrics", [("indicator", key), ("unit", units[0]["value"])] if units else []
    raise NotFound(say(f"{view.path} has no chart", f"{view.path} 没有图"))
