"""Swagger UI and ReDoc, from the files of an installed package and nothing else."""

from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from app.http.caching import VARY
from app.http.few_parameters import refusing_unknown
from app.http.request_context import context_of
from app.vocabulary.addresses import local

_ASSETS = "/static-offline-docs"
_FOLDER = Path(fastapi_offline.__file__).with_name("static")
# both pages write styles into the page, and ReDoc runs its search in a worker that it makes itself
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:;"
    " connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SWAGGER = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>factbase · Swagger UI</title><link rel="icon" href="{icon}" type="image/svg+xml"><link rel="stylesheet" href="{assets}/swagger-ui.css">
<style>.swagger-ui .markdown p, .swagger-ui .renderedMarkdown p {{ line-height: 2 }}</style>
<body><div id="swagger-ui"></div><script src="{assets}/swagger-ui-bundle.js"></script><script src="{script}"></script></body></html>
"""
_SWAGGER_SCRIPT = """document.documentElement.classList.toggle("dark-mode", matchMedia("(prefers-color-scheme: dark)").matches);
SwaggerUIBundle({{
  url: "{openapi}", dom_id: "#swagger-ui", deepLinking: true, showExtensions: true, layout: "BaseLayout",
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIBundle.SwaggerUIStandalonePreset],
}});
"""
_REDOC = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>factbase · ReDoc</title>
<style>@media (prefers-color-scheme: dark) {{ html {{ background: #111 }} body {{ filter: invert(1) hue-rotate(180deg) }}
/* samples are dark already */
.redoc-wrap > div:last-child,
[data-section-id*="operation/"] > div > div:nth-child(2):last-child {{ filter: invert(1) hue-rotate(180deg) }} }}</style>
<link rel="icon" href="{icon}" type="image/svg+xml">
<body style="margin:0"><redoc spec-url="{openapi}"></redoc><script src="{redoc}"></script></body></html>
"""
# a picture that ReDoc would load from a foreign host
_FOREIGN = b"https://cdn.redoc.ly/redoc/logo-mini.svg"
router = APIRouter(include_in_schema=False, dependencies=[refusing_unknown("lang", "keys")])


def add_docs_pages(app: FastAPI) -> None:
    """Serve both pages and their files."""
    app.mount(_ASSETS, StaticFiles(directory=_FOLDER))
    app.include_router(router)


@router.get("/docs/swagger")
async def get_swagger_ui(request: Request) -> HTMLResponse:
    return _page(_SWAGGER, request)


@router.get("/docs/swagger-ui.js")
async def get_swagger_ui_script(request: Request) -> Response:
    return Response(_SWAGGER_SCRIPT.format(openapi=_translated("/openapi.json", request)), media_type="text/javascript")


@router.get("/redoc/redoc.js")
def get_redoc_script() -> Response:
    """ReDoc's script with our icon in place of a picture on a foreign host."""
    body = (_FOLDER / "redoc.standalone.js").read_bytes().replace(_FOREIGN, local("/favicon.svg").encode())
    return Response(body, headers={"Cache-Control": "public, max-age=86400"}, media_type="text/javascript")


@router.get("/redoc")
async def get_redoc(request: Request) -> HTMLResponse:
    return _page(_REDOC, request)


def _page(html: str, request: Request) -> HTMLResponse:
    lang = context_of(request).language
    links = {
        "assets": local(_ASSETS), "openapi": _translated("/openapi.json", request), "script": _translated("/docs/swagger-ui.js", request),
        "redoc": local("/redoc/redoc.js"), "icon": local("/favicon.svg"), "lang": "zh-CN" if lang == "zh" else "en",
    }  # fmt: skip
    headers = {"Content-Security-Policy": _POLICY, "Content-Language": lang, "Vary": VARY.decode()}
    return HTMLResponse(html.format(**links), headers=headers)


def _translated(path: str, request: Request) -> str:
    """The address in the language of a page, which its reader's browser may not prefer."""
    return f"{local(path)}?lang={context_of(request).language}"
