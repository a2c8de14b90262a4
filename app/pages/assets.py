"""Styles and scripts, at addresses that contain a digest of all of them, so that browsers cache them for good."""

import gzip
from functools import cache, lru_cache, partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response

from app.errors import NotFound
from app.http.drawing import draw_in_turn
from app.http.request_context import context_of
from app.pages.package_files import bytes_below
from app.vocabulary.addresses import local
from app.vocabulary.names import say

router = APIRouter(include_in_schema=False)
STATIC = Path(__file__).with_name("static")
_BODIES = bytes_below(STATIC)
# what makes a chart live: Vega with vega-embed, which the package that draws charts brings along
LIVE = "vega-embed.js"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
_FOREVER = "public, max-age=31536000, immutable"


@cache
def digest() -> str:
    """A digest of all files: modules import each other, so that one changes with any."""
    found = blake2b(version("vl-convert-python").encode(), digest_size=8)
    for name, body in _BODIES.items():
        found.update(name.encode() + body)
    return found.hexdigest()


def asset(name: str) -> str:
    """The address of a file in `static/`."""
    return local(f"/assets/{digest()}/{name}")


@lru_cache(maxsize=64)
def _packed(name: str) -> tuple[bytes, bytes]:
    """A file, uncompressed and compressed."""
    body = _BODIES[name]
    return body, gzip.compress(body, 9, mtime=0)


def _live_script(app: FastAPI) -> tuple[bytes, bytes] | None:
    """The script of live charts; null until it was asked for."""
    found: tuple[bytes, bytes] | None = getattr(app.state, "live_script", None)
    return found


def _make_live_script(app: FastAPI) -> tuple[bytes, bytes]:
    """The script of live charts, as the process that draws has it."""
    if (found := _live_script(app)) is None:
        body = app.state.chart_renderer.draw({}, "script", "en")
        app.state.live_script = found = (body, gzip.compress(body, 9, mtime=0))
    return found


@router.get("/assets/{version}/{name}")
async def get_asset(version: str, name: str, request: Request) -> Response:
    """The current file; cacheable for good under its current digest, to be revalidated under any other."""
    if name == LIVE:
        if (script := _live_script(request.app)) is None:
            script = await draw_in_turn(partial(_make_live_script, request.app), request)
        plain, packed = script
    elif Path(name).suffix not in _TYPES or name not in _BODIES:
        raise NotFound(say(f"there is no file {name!r}", f"没有文件 {name!r}"))
    else:
        plain, packed = _packed(name)
    headers = {"Cache-Control": _FOREVER if version == digest() else "no-cache", "Vary": "Accept-Encoding"}
    if context_of(request).client.gzip:
        return Response(packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=_TYPES[Path(name).suffix])
    return Response(plain, headers=headers, media_type=_TYPES[Path(name).suffix])


@router.get("/favicon.ico")
@router.get("/favicon.svg")
async def get_favicon() -> Response:
    return Response(
        _packed("favicon.svg")[0], headers={"Cache-Control": "public, max-age=86400"}, media_type="image/svg+xml"
    )
