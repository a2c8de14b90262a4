"""Bibliographic formats: what reference managers read back, and how both styles render every kind of page."""

import json
import re
from typing import Any

import bibtexparser
import httpx
import jsonschema
import pytest
import rispy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.formats.bibliography import FORMATS, page_item, passage_item

TOUTIAO = "http://m.toutiao.com/group"
IN_DEPTH = "2025 年中国大模型产业发展深度研究报告"
# the variables that are used, as the data schema of CSL 1.0.2 has them
CSL_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string"},
            "type": {"enum": ["webpage", "report"]},
            **{name: {"type": "string", "minLength": 1} for name in ("title", "URL", "language", "note")},
            **{name: {"type": "string", "minLength": 1} for name in ("container-title", "publisher")},
            "author": {
                "type": "array",
                "items": {"properties": {"literal": {"type": "string"}}, "additionalProperties": False},
            },
            "issued": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "maxItems": 2,
                        "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
                    }
                },
            },
            "custom": {"type": "object"},
        },
    },
}
# ten pages of the bibliography: what GB/T 7714-2015 (4.6, 8.1) and APA 7 (9.11, 9.30 to 9.38) make of each
PRINTED = {
    "src_mjl3clhbv33g": (  # an account on a platform, no date
        f"peter_zb. 字节跳动2025年国内豆包大模型体系专项解析[EB/OL]. {TOUTIAO}/7567312663278912050/.",
        f"peter_zb. (n.d.). 字节跳动2025年国内豆包大模型体系专项解析. 今日头条. {TOUTIAO}/7567312663278912050/",
    ),
    "src_wi43juihgw6d": (  # an institute on a platform, dated
        "中国信通院. 中国信通院-AI行业:AI大模型与异构算力融合技术白皮书-251015[EB/OL]. (2025-10-15). "
        "http://m.hibor.net/wap_detail.aspx?id=d06c14aeee56a7fab9ea1a455f81ca4e.",
        "中国信通院. (2025, October 15). 中国信通院-AI行业:AI大模型与异构算力融合技术白皮书-251015. 慧博投研资讯. "
        "http://m.hibor.net/wap_detail.aspx?id=d06c14aeee56a7fab9ea1a455f81ca4e",
    ),
    "src_bfh6jwzvtgtz": (  # a newsroom on its own site: named once
        "人民网. 中国大模型正跻身全球第一梯队[EB/OL]. (2025-12-08). "
        "https://finance-app.people.cn/n1/2025/1208/c1004-40619459.html.",
        "人民网. (2025, December 8). 中国大模型正跻身全球第一梯队. "
        "https://finance-app.people.cn/n1/2025/1208/c1004-40619459.html",
    ),
    "src_be453u7z7fwt": (  # a file of an unknown author on a document mall: the mall did not write it
        "2025年度人工智能产业发展报告.docx[EB/OL]. (2025-12-15). https://m.book118.com/html/2025/1215/8050022122010022.shtm.",
        "2025年度人工智能产业发展报告.docx. (2025, December 15). 原创力文档. "
        "https://m.book118.com/html/2025/1215/8050022122010022.shtm",
    ),
    "src_hn6xpak4ax7l": (  # neither author nor date
        "国产大模型加速全球落地 腾讯混元3D上线国际站[EB/OL]. https://m.sohu.com/a/959133071_115239/.",
        "国产大模型加速全球落地 腾讯混元3D上线国际站. (n.d.). 搜狐网. https://m.sohu.com/a/959133071_115239/",
    ),
    "src_2dja5hyjcdzu": (  # a company's English page
        "DeepSeek. Change Log[EB/OL]. https://api-docs.deepseek.com/updates/.",
        "DeepSeek. (n.d.). Change Log. https://api-docs.deepseek.com/updates/",
    ),
    "src_lfr3mfmbg3lu": (  # a title that ends in a request mark
        f"钛媒体APP. 杀疯了，大模型第一股花落谁家?[EB/OL]. {TOUTIAO}/7584286914572796462/.",
        f"钛媒体APP. (n.d.). 杀疯了，大模型第一股花落谁家? 今日头条. {TOUTIAO}/7584286914572796462/",
    ),
    "src_kxzxceluq4fj": (  # the same without an author
        "AI大模型的2025:狂奔之后，如何穿越六大“落地陷阱”?[EB/OL]. https://m.sohu.com/a/958624205_122565901/.",
        "AI大模型的2025:狂奔之后，如何穿越六大“落地陷阱”? (n.d.). 搜狐网. https://m.sohu.com/a/958624205_122565901/",
    ),
    "src_gkx5evawh4al": (  # an underscore in a name, a blog
        "gitblog_00517. 腾讯混元大模型震撼开源:3890亿参数构建AI技术新高度[EB/OL]. "
        "https://blog.csdn.net/gitblog_00517/article/details/155873172.",
        "gitblog_00517. (n.d.). 腾讯混元大模型震撼开源:3890亿参数构建AI技术新高度. CSDN. "
        "https://blog.csdn.net/gitblog_00517/article/details/155873172",
    ),
    "src_5cofmk7dh2yr": (  # an authority, with brackets in the title
        "中央网络安全和信息化委员会办公室. 大力推动我国人工智能大模型发展(深入学习贯彻习近平新时代中国特色社会主义思想·"
        "学习《习近平经济文选》第一卷专家谈)[EB/OL]. (2025-05-08). https://www.cac.gov.cn/2025-05/08/c_1748405775075223.htm.",
        "中央网络安全和信息化委员会办公室. (2025, May 8). 大力推动我国人工智能大模型发展(深入学习贯彻习近平新时代中国特色社会"
        "主义思想·学习《习近平经济文选》第一卷专家谈). https://www.cac.gov.cn/2025-05/08/c_1748405775075223.htm",
    ),
}


def page(**changed: Any) -> dict[str, Any]:
    row = {
        "id": "src_x", "url": "https://example.org/a", "title": "标题", "author": "作者", "publisher_name": "Site",
        "publisher_name_zh": "站点", "publisher_kind": "content-platform", "platform_name": None, "published_on": None,
    }  # fmt: skip
    return page_item(row | changed)


@pytest.mark.anyio
@pytest.mark.parametrize(("id_", "printed"), PRINTED.items())
async def test_ten_pages_read_as_the_standards_have_them(
    client: httpx.AsyncClient, id_: str, printed: tuple[str, str]
) -> None:
    gbt, apa = [(await client.get(f"/api/v1/sources/{id_}", params={"format": name})).text for name in ("gbt7714", "apa")]
    assert (gbt, apa) == (f"[1] {printed[0]}\n", f"{printed[1]}\n")


@pytest.mark.parametrize(
    ("published_on", "gbt", "apa"),
    [(None, "", "(n.d.)"), ("2025", " (2025).", "(2025)"), ("2025-03", " (2025-03).", "(2025, March)")],
)
def test_as_much_of_a_date_as_is_known(published_on: str | None, gbt: str, apa: str) -> None:
    entry = page(published_on=published_on)
    assert FORMATS["gbt7714"].write([entry]) == f"[1] 作者. 标题[EB/OL].{gbt} https://example.org/a.\n"
    assert FORMATS["apa"].write([entry]) == f"作者. {apa}. 标题. 站点. https://example.org/a\n"


def test_entries_keep_their_order_and_are_numbered() -> None:
    entries = [page(id=f"src_{n}", title=title) for n, title in enumerate("丙甲乙")]
    assert re.findall(r"作者\. (?:\(n\.d\.\)\. )?(.)", FORMATS["apa"].write(entries)) == ["丙", "甲", "乙"]
    assert re.findall(r"^\[(\d)\]", FORMATS["gbt7714"].write(entries), re.M) == ["1", "2", "3"]


@pytest.mark.anyio
@pytest.mark.parametrize(("name", "id_"), [("claims", "clm_kbq74es65vqi"), ("metrics", "met_p33xbfxg5uvd")])
async def test_a_passage_is_cited_with_its_words_and_then_its_pages(client: httpx.AsyncClient, name: str, id_: str) -> None:
    address = f"/api/v1/{name}/{id_}"
    row = (await client.get(address)).json()
    report, cited = (await client.get(address, params={"format": "csl"})).json()
    assert report == {
        "id": id_, "type": "report", "title": IN_DEPTH, "language": "zh-CN", "URL": f"http://test{address}",
        "note": row["quote"] if name == "metrics" else row["text"],
        "custom": {"translated-title": "In-depth research report on the development of China's large-model industry in 2025"},
    }  # fmt: skip
    assert (cited["id"], cited["author"]) == ("src_ieraxqd4uqey", [{"literal": "智见漫游指南"}])
    gbt = (await client.get(address, params={"format": "gbt7714"})).text.splitlines()
    assert gbt == [
        f"[1] {IN_DEPTH}[R/OL]. http://test{address}.",
        f'[2] 智见漫游指南. 盘点!2025年中国大模型行业全景:从"百模大战"到价值落地[EB/OL]. {TOUTIAO}/7583249202268946996/.',
    ]
    apa = (await client.get(address, params={"format": "apa"})).text.splitlines()
    assert apa[0] == (
        f"{IN_DEPTH} [In-depth research report on the development of China's large-model industry in 2025]. (n.d.). "
        f"http://test{address}"
    )


@pytest.mark.anyio
async def test_each_page_is_cited_once_however_many_references_point_to_it(client: httpx.AsyncClient) -> None:
    params = {"limit": 1000, "format": "csl"}
    pages = (await client.get("/api/v1/sources", params=params)).json()
    jsonschema.validate(pages, CSL_SCHEMA)
    assert len(pages) == 128
    entries = (await client.get("/api/v1/references", params=params)).json()
    assert sorted(one["id"] for one in entries) == sorted(one["id"] for one in pages)
    passages = (await client.get("/api/v1/metrics", params=params)).json()
    jsonschema.validate(passages, CSL_SCHEMA)
    assert len(passages) == len({one["id"] for one in passages})


@pytest.mark.anyio
async def test_reference_managers_read_back_what_was_written(client: httpx.AsyncClient) -> None:
    texts = {}
    for format_ in ("csl", "bibtex", "ris"):
        answer = await client.get("/api/v1/sources", params={"limit": 1000, "format": format_})
        texts[format_] = answer.content.decode()
    items = json.loads(texts["csl"])
    assert [_of_bibtex(one) for one in _bibtex(texts["bibtex"])] == [_plain(one) for one in items]
    assert [_of_ris(one) for one in rispy.loads(texts["ris"])] == [_plain(one) for one in items]


def _bibtex(text: str) -> list[Any]:
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert len(library.blocks) == len(library.entries)
    return library.entries


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    """What of an item every format keeps."""
    return {
        "id": entry["id"],
        "title": entry["title"],
        "author": "".join(name["literal"] for name in entry.get("author", [])),
        "site": entry["container-title"],
        "day": "-".join(f"{part:02}" for part in entry.get("issued", {"date-parts": [[]]})["date-parts"][0]),
        "URL": entry["URL"],
    }


def _of_bibtex(entry: Any) -> dict[str, Any]:
    found = {name: field.value for name, field in entry.fields_dict.items()}
    months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    day = [found.get("year"), found.get("month") and f"{months.index(found['month']) + 1:02}", found.get("day", "").zfill(2)]
    return {
        "id": entry.key,
        "title": _unlatex(found["title"]),
        "author": _unlatex(found.get("author", "")),
        "site": _unlatex(found["howpublished"]),
        "day": "-".join(part for part in day if part and part != "00"),
        "URL": found["url"],
    }


# how LaTeX draws what stands for a character that it reads as a command
_DRAWN = {
    r"{\ensuremath{\lbrace}}": "{", r"{\ensuremath{\rbrace}}": "}", r"{\textbackslash}": "\\", r"{\textasciitilde}": "~",
    r"{\textasciicircum}": "^", "{}": "",
}  # fmt: skip
_COMMAND = re.compile("|".join(map(re.escape, _DRAWN)) + r"|\\([&%$#_])|[{}]")


def _unlatex(text: str) -> str:
    return _COMMAND.sub(lambda match: _DRAWN.get(match[0], match[1] or ""), text)


def _of_ris(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": record["id"],
        "title": record.get("title", ""),
        "author": "".join(record.get("authors", [])),
        "site": record["secondary_title"],
        "day": record.get("date", "").rstrip("/").replace("/", "-"),
        "URL": record["urls"][0],
    }


def on_one_line(text: str) -> str:
    return re.sub(r"[\x00-\x20\x7f\x85\u2028\u2029]+", " ", text).strip()


HOSTILE = st.text() | st.sampled_from(
    ["}", "{", "\\", "\n", "\r\nER  - \r\nTY  - JOUR\r\nTI  - ", "%", "@misc{x,", '"', "--"]
)


@given(st.lists(HOSTILE, max_size=4).map("".join), st.lists(HOSTILE, max_size=3).map("".join))
@example("a}\n@misc{evil, title = {b}", "x}, url = {evil}")
@example("T\r\nER  - \r\n\r\nTY  - JOUR\r\nTI  - evil", "A\nER  - ")
@example("\\input{/etc/passwd}", "\\")
@example("`` ?` !` -- ,, << >> ''", "~^&%$#_")
@settings(deadline=None)
def test_no_text_breaks_out_of_its_field(title: str, author: str) -> None:
    entry = page(title=title, author=author)
    # a platform did not write what it carries, so that a page without an author has none
    expected = _plain(entry) | {"title": on_one_line(title) or "https://example.org/a", "author": on_one_line(author)}
    (of_bibtex,) = _bibtex(FORMATS["bibtex"].write([entry]))
    assert set(of_bibtex.fields_dict) <= {"title", "author", "howpublished", "language", "url"}
    assert _of_bibtex(of_bibtex) == expected
    (record,) = rispy.loads(FORMATS["ris"].write([entry]))
    assert set(record) <= {"type_of_reference", "id", "title", "authors", "secondary_title", "urls", "language"}
    assert _of_ris(record) == expected


@given(st.lists(HOSTILE, max_size=4).map("".join))
@settings(deadline=None, max_examples=30)
@pytest.mark.slow
def test_no_text_breaks_out_of_its_line(title: str) -> None:
    for format_ in ("gbt7714", "apa"):
        lines = FORMATS[format_].write([page(title=title), page(id="src_y")]).split("\n")
        assert len(lines) == 3
        assert lines[0].endswith(("https://example.org/a", "https://example.org/a."))


def test_an_address_cannot_end_its_field() -> None:
    entry = page(url="https://example.org/{a}\\b c\n}")
    (found,) = _bibtex(FORMATS["bibtex"].write([entry]))
    assert found.fields_dict["url"].value == r"https://example.org/\%7Ba\%7D\%5Cb\%20c\%20\%7D"


def test_nothing_in_an_address_is_a_comment() -> None:
    (found,) = _bibtex(FORMATS["bibtex"].write([page(url="https://example.org/%E7%99%BE?a=1&b_c#top")]))
    assert found.fields_dict["url"].value == r"https://example.org/\%E7\%99\%BE?a=1&b_c\#top"


@pytest.mark.parametrize(
    ("title", "language"),
    [("Change Log", None), ("WHITE PAPER 白皮书", "zh-CN"), ("𠮷", "zh-CN"), ("2025", None), ("日本語の報告", None)],
)
def test_the_language_of_a_page_is_said_where_its_title_shows_it(title: str, language: str | None) -> None:
    assert page(title=title).get("language") == language


def test_an_english_report_has_no_translated_title() -> None:
    document = {"title": "A report", "title_en": "A report", "language": "en"}
    found = passage_item(document, id="clm_x", quote="words", url="https://example.org/x")
    assert found == {
        "id": "clm_x", "type": "report", "title": "A report", "language": "en", "note": "words",
        "URL": "https://example.org/x",
    }  # fmt: skip
    assert FORMATS["apa"].write([found]) == "A report. (n.d.). https://example.org/x\n"
