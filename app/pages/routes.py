"""/guide, /guide.md and /llms.txt: documentation for people and for language models."""

from functools import lru_cache
from html import escape
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from app.http.openapi import ADDRESS
from app.http.request_context import context_of
from app.pages.llms import llms
from app.vocabulary.addresses import local

router = APIRouter(include_in_schema=False)
_GUIDE = Path(__file__).with_name("guide.md")
_STYLE = (
    "img{max-width:100%;height:auto;border:1px solid #ccc}"
    "body{max-width:52rem;margin:2rem auto;padding:0 1rem;font:16px/1.6 system-ui,sans-serif;color:#1a1a1a;background:#fff}"
    "pre{padding:.8rem 1rem;overflow-x:auto;background:#f4f4f4}code{font-size:.9em}"
    "table{border-collapse:collapse}th,td{padding:.3rem .8rem;border:1px solid #ccc;text-align:left}"
)


@router.get("/guide")
def get_guide(request: Request) -> HTMLResponse:
    """The guide as an HTML page that loads no other resources."""
    return HTMLResponse(_render_page(guide(context_of(request).client.base_address), local("/guide.css")))


@router.get("/guide.md")
def get_guide_source(request: Request) -> Response:
    """The guide as Markdown."""
    return Response(guide(context_of(request).client.base_address), media_type="text/markdown")


@router.get("/llms.txt")
def get_llms(request: Request) -> PlainTextResponse:
    """What a language model needs to use the service, following llmstxt.org."""
    return PlainTextResponse(llms(request.app, context_of(request).client.base_address))


@router.get("/guide.css")
async def get_guide_style() -> Response:
    """The style of the guide, in a file of its own, as the content security policy allows nothing inline."""
    return Response(_STYLE, media_type="text/css")


def guide(base: str) -> str:
    """The guide as Markdown; `base`, the public URL of the service, replaces the address in the examples."""
    return _GUIDE.read_text(encoding="utf-8").replace(ADDRESS, base).replace("](/", f"]({base}/")


@lru_cache(maxsize=8)
def _render_page(markdown: str, style: str) -> str:
    # loaded on first use
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark").enable("table").render(markdown)
    title = escape(markdown.partition("\n")[0].removeprefix("# "))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>factbase · {title}</title><link rel='stylesheet' href='{style}'><body>{body}</body></html>\n"
    )
