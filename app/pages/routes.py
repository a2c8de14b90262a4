"""/guide, /guide.md and /llms.txt: documentation for people and for language models."""

import re
from functools import lru_cache
from html import escape
from itertools import count
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, PlainTextResponse

from app.http.caching import VARY
from app.http.few_parameters import refusing_unknown
from app.http.openapi import ADDRESS, kept_examples
from app.http.openapi_about import with_counts
from app.http.request_context import context_of
from app.pages.api_client import ApiClient
from app.pages.llms import llms
from app.pages.served_examples import served_examples
from app.vocabulary.addresses import local, local_in
from app.vocabulary.names import Language

router = APIRouter(include_in_schema=False, dependencies=[refusing_unknown("lang", "keys")])
_GUIDE: dict[Language, str] = {
    "en": Path(__file__).with_name("guide.md").read_text(encoding="utf-8"),
    "zh": Path(__file__).with_name("guide_zh.md").read_text(encoding="utf-8"),
}
_CODE = re.compile(r"^```\w.*?^```$", re.MULTILINE | re.DOTALL)
_LANG: dict[Language, str] = {"en": "en", "zh": "zh-CN"}
_OTHER: dict[Language, tuple[Language, str]] = {"en": ("zh", "中文"), "zh": ("en", "English")}
_STYLE = (
    "img{max-width:100%;height:auto;border:1px solid #ccc}"
    ":root{color-scheme:light dark}"
    "body{max-width:52rem;margin:1rem auto;padding:0 1rem;color:#1a1a1a;background:#fff;font:16px/1.6 -apple-system,'Segoe UI',"
    "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','WenQuanYi Micro Hei',sans-serif}"
    "header{display:flex;gap:1rem;justify-content:space-between}:focus-visible{outline:2px solid #0b57a4;outline-offset:2px}"
    "body{overflow-wrap:anywhere}"
    "pre{padding:.8rem 1rem;overflow-x:auto;background:#f4f4f4}code{font-size:.9em}"
    ".scroll{overflow-x:auto}table{border-collapse:collapse}"
    "th,td{padding:.3rem .8rem;border:1px solid #ccc;text-align:left;overflow-wrap:normal}"
    "@media screen and (prefers-color-scheme:dark){body{color:#e6e8ea;background:#15181b}pre{background:#1e2226}a{color:#82b8f7}"
    ":focus-visible{outline-color:#82b8f7}th,td,img{border-color:#363c42}}"
)


@router.get("/guide")
def get_guide(request: Request) -> HTMLResponse:
    """The guide as an HTML page that loads no other resources."""
    context = context_of(request)
    lang = context.language
    page = _render_page(guide(context.client.base_address, lang), local("/guide"), lang)
    return HTMLResponse(page, headers=_languages(lang))


@router.get("/guide.md")
def get_guide_source(request: Request) -> Response:
    """The guide as Markdown."""
    context = context_of(request)
    text = guide(context.client.base_address, context.language)
    return Response(text, headers=_languages(context.language), media_type="text/markdown")


def _languages(lang: Language) -> dict[str, str]:
    return {"Content-Language": lang, "Vary": VARY.decode()}


@router.get("/llms.txt")
async def get_llms(request: Request) -> PlainTextResponse:
    """What a language model needs to use the service, following llmstxt.org."""
    context = context_of(request)
    served = await served_examples(ApiClient(request, context.language))
    text = await run_in_threadpool(llms, request.app, context.client.base_address, context.language, served)
    return PlainTextResponse(text, headers=_languages(context.language))


@router.get("/guide.css")
async def get_guide_style() -> Response:
    """The style of the guide, in a file of its own, as the content security policy allows nothing inline."""
    return Response(_STYLE, media_type="text/css")


def guide(base: str, lang: Language = "en") -> str:
    """The guide as Markdown; `base`, the public URL of the service, replaces the address in the examples.

    Its code is in the English one only: `{code}` in the Chinese one stands for the next block.
    """
    english = _GUIDE["en"]
    text = english
    if lang == "zh":
        blocks = iter(_CODE.findall(english))
        text = re.sub(r"^\{code\}$", lambda _: next(blocks), _GUIDE["zh"], flags=re.MULTILINE)
    text = with_counts(text, kept_examples(), lang).replace(ADDRESS, base).replace("](/", f"]({base}/")
    # what stands in code is a program that has its own base address
    words, code = _CODE.split(text), [*_CODE.findall(text), ""]
    return "".join(local_in(some) + block for some, block in zip(words, code, strict=True))


@lru_cache(maxsize=8)
def _render_page(markdown: str, path: str, lang: Language) -> str:
    # loaded on first use
    from markdown_it import MarkdownIt

    body = _scrolled(MarkdownIt("commonmark").enable("table").render(markdown), lang)
    other, name = _OTHER[lang]
    home = path.removesuffix("guide") + ("?lang=zh" if lang == "zh" else "")
    links = f'<a href="{home}">factbase</a><a href="{path}?lang={other}" hreflang="{_LANG[other]}" lang="{_LANG[other]}">{name}</a>'
    title = escape(markdown.partition("\n")[0].removeprefix("# "))
    icon = f"<link rel='icon' href='{path.removesuffix('guide')}favicon.svg' type='image/svg+xml'>"
    return (
        f'<!doctype html><html lang="{_LANG[lang]}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>factbase · {title}</title><link rel='stylesheet' href='{path}.css'>{icon}"
        f"<body><header>{links}</header><main>{body}</main></body></html>\n"
    )


def _scrolled(html: str, lang: Language) -> str:
    """What is wider than a phone is scrolled by keys as well: blocks of code and tables, these with a name each."""
    numbers = count(1)
    name = "表" if lang == "zh" else "Table"

    def opened(_: re.Match[str]) -> str:
        return f'<div class="scroll" role="region" tabindex="0" aria-label="{name} {next(numbers)}"><table>'

    return re.sub("<table>", opened, html).replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
