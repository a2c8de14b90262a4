"""HTML that is written by hand, rows of lists and what stands around them: nothing of what others wrote runs, and all of it is shown."""

from typing import Any
from urllib.parse import urlencode

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from app.pages.columns import escaped, linked, verbatim_words
from app.pages.list_fragments import address_strip, alternates, data_strip, facets_to_open
from app.pages.list_pages import LIST_PAGES
from app.pages.page_view import Address
from app.pages.rendering import environment
from app.pages.row_tables import FIELDS, row_table
from app.pages.site_frame import SiteFrame
from app.pages.texts import Texts
from app.vocabulary.addresses import PREFIX

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\u202e"
_COUNTS = ("_count", "value")
_LISTS: dict[str, Any] = {
    "aliases": [HOSTILE], "hosts": [HOSTILE], "source_ids": [HOSTILE], "conflict_ids": [HOSTILE], "metric_ids": [HOSTILE],
    "reference_numbers": [7], "qualifiers_en": {HOSTILE: HOSTILE}, "qualifiers_zh": {HOSTILE: HOSTILE},
    "computed": [dict.fromkeys(("label_en", "label_zh", "calculation", "display"), HOSTILE)],
}  # fmt: skip
# the figures of a conflict, which its list shows where they are asked for
_SIDE = ("id", "display", "subject", "value", "status", "period", "evidence")
_REFERENCES = {"7": {"number": 7, "source_id": HOSTILE, "publisher_name": HOSTILE, "title": HOSTILE}}


def _row(name: str, lang: str = "en") -> dict[str, Any]:
    """A row whose every text is hostile."""
    row = {field: _value(field) for field in FIELDS[name].format(lang=lang).split(",")}
    return row | {"metrics": [{field: _value(field) for field in _SIDE}]} if name == "conflicts" else row


def _value(field: str) -> Any:
    return 3 if field.endswith(_COUNTS) else _LISTS.get(field, f"{field}{HOSTILE}")


@pytest.mark.parametrize("query", [b"", b"lang=zh", b"keys=off"])
@pytest.mark.parametrize("name", LIST_PAGES)
def test_nothing_in_a_row_runs(name: str, query: bytes) -> None:
    at = Address(f"/{name}", query)
    names = {f"{field}{HOSTILE}": HOSTILE for field in ("type", "kind", "publisher_kind")}
    page = HTMLParser(
        row_table(name, at, [_row(name, at.lang)] * 2, references=_REFERENCES, publishers={}, kinds=names, types=names)
    )
    assert page.css("script, img, [onerror]") == []
    assert page.css("[href^='javascript' i]") == []
    assert len(page.css("tbody > tr, li.card")) == 2
    # every link is one of ours, and as it was without what the text says
    assert all((one.attributes["href"] or "").startswith("/") for one in page.css("a"))
    assert "<script>alert(1)</script>" in page.css("tbody, ul")[0].text()


def test_a_cited_page_is_a_link_where_it_is_one_of_the_web() -> None:
    rows = [_row("sources") | {"url": url} for url in ("https://a.example/?x=1&y='\"", "javascript:alert(1)", "data:,<b>")]
    page = HTMLParser(row_table("sources", Address("/sources", b""), rows))
    links = [one.attributes["href"] for one in page.css("a[rel='noopener nofollow ugc']")]
    assert links == ["https://a.example/?x=1&y='\""]
    assert [one.text() for one in page.css("th .sub > bdi:not([lang])")] == ["javascript:alert(1)", "data:,<b>"]


def test_texts_are_escaped_one_by_one() -> None:
    assert escaped([]) == []
    assert escaped(["a<b", "", "\x1f&\x1f"]) == ["a&lt;b", "", "\x1f&amp;\x1f"]
    assert verbatim_words(["a", "模型", "モデル"]) == [
        '<bdi lang="en">a</bdi>', '<bdi lang="zh-CN">模型</bdi>', '<bdi lang="ja">モデル</bdi>',
    ]  # fmt: skip
    zh = Address("/metrics", b"lang=zh&keys=off")
    assert linked(zh, "/entities/", ["a"], ["b"]) == ['<a href="/entities/a?lang=zh&amp;keys=off">b</a>']


def test_what_stands_around_rows_is_escaped() -> None:
    at = Address("/search", urlencode({"q": HOSTILE, "entity": HOSTILE}).encode(), "https://a.example")
    site, t = SiteFrame(environment()), Texts("en")
    for made in (
        site.header(at),
        site.footer(at),
        alternates(at, {"csv": "text/csv"}),
        data_strip(at, {"csv": "text/csv"}, t),
        address_strip(at, [(HOSTILE, "text/csv", HOSTILE)], t),
        facets_to_open(["entity"], at, t),
    ):
        page = HTMLParser(made)
        assert page.css("script, img, [onerror]") == []
    assert HTMLParser(site.header(at)).css("input[name=q]")[0].attributes["value"] == HOSTILE


def test_a_header_is_kept_for_a_place_in_the_menu_and_not_for_an_address() -> None:
    site = SiteFrame(environment())
    marked = {path: [one.attributes for one in HTMLParser(site.header(Address(path, b""))).css("[aria-current]")] for path in (
        "/metrics", "/metrics/met_a", "/metricsx", "/search",
    )}  # fmt: skip
    assert marked == {
        "/metrics": [{"href": "/metrics", "aria-current": "page"}],
        "/metrics/met_a": [{"href": "/metrics", "aria-current": "true"}],
        "/metricsx": [],
        "/search": [],
    }
    assert site.header(Address("/claims/clm_a", b"")) is site.header(Address("/claims/clm_b", b"sort=kind"))
    assert 'href="/metrics?lang=zh&amp;keys=off"' in site.header(Address("/claims", b"lang=zh&keys=off"))
    token = PREFIX.set("/under")
    assert 'href="/under/metrics"' in site.header(Address("/claims", b""))
    PREFIX.reset(token)
