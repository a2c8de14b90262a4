"""Reports of other shapes than ours, each small, and what no report can do."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.report import Report, ReportError, parse_report, read_report

LISTED = """# Title

## 1. Growth

The market grew 3.5 percent [1]. Dr. Li et al. disagree [2, 4-5], and so do others[3][6]. Nobody cites this.

## References

[1] First title. https://a.example/1
[2] Second title, <https://a.example/2>.

[3] [Third title](https://a.example/3)

[4] Fourth title [https://a.example/4](https://a.example/4)

[5] Fifth title

[6]Sixth title https://a.example/6
"""

FOOTNOTES = """# 标题

## 一、概况

市场规模达 5 亿元[^1]，增长 20%[^note]。其余不详。

[^1]: 某机构《报告》
    第二行 https://a.example/1

    第二段。
[^note]: See the *annual* report,
lazily continued: <https://a.example/2>

## 二、展望

预计翻倍[^1]。
"""


def sentences(report: Report) -> list[str]:
    return [sentence.text for sentence in report.sentences]


def scopes(report: Report) -> list[tuple[str, str]]:
    return [(marker.label, report.text[marker.scope_start : marker.scope_end]) for marker in report.markers]


def references(report: Report) -> list[tuple[int, str, str, str | None]]:
    return [(r.number, r.label, r.title, r.url) for r in report.references]


def shown(body: str, entries: str = "") -> list[str]:
    return sentences(parse_report(f"# T\n\n{body}\n\n{entries}"))


def test_listed_markers_support_what_stands_before_them() -> None:
    report = parse_report(LISTED)
    assert sentences(report) == [
        "The market grew 3.5 percent.",
        "Dr. Li et al. disagree, and so do others.",
        "Nobody cites this.",
    ]
    first, second = "The market grew 3.5 percent ", "Dr. Li et al. disagree "
    assert scopes(report) == [
        ("1", first),
        ("2", second),
        ("4", second),
        ("5", second),
        ("3", ", and so do others"),
        ("6", ", and so do others"),
    ]
    assert [marker.url for marker in report.markers] == [None] * 6
    assert report.problems == ()


def test_listed_entries() -> None:
    assert references(parse_report(LISTED)) == [
        (1, "1", "First title.", "https://a.example/1"),
        (2, "2", "Second title", "https://a.example/2"),
        (3, "3", "Third title", "https://a.example/3"),
        (4, "4", "Fourth title", "https://a.example/4"),
        (5, "5", "Fifth title", None),
        (6, "6", "Sixth title", "https://a.example/6"),
    ]


def test_footnotes_with_names_are_numbered_by_place() -> None:
    report = parse_report(FOOTNOTES)
    assert sentences(report) == ["市场规模达 5 亿元，增长 20%。", "其余不详。", "预计翻倍。"]
    assert scopes(report) == [("1", "市场规模达 5 亿元"), ("note", "，增长 20%"), ("1", "预计翻倍")]
    assert [(r.number, r.label, r.url) for r in report.references] == [
        (1, "1", "https://a.example/1"),
        (2, "note", "https://a.example/2"),
    ]
    assert [r.title for r in report.references] == [
        "某机构《报告》第二行 第二段。",
        "See the annual report, lazily continued",
    ]
    assert [(section.number, section.title) for section in report.sections] == [("一", "概况"), ("二", "展望")]
    assert report.problems == ()


BIBLIOGRAPHIES = {
    "definitions": (
        '[1]: https://a.example/1 "First"\n[2]: <https://a.example/2>\n',
        [(1, "1", "First", "https://a.example/1"), (2, "2", "https://a.example/2", "https://a.example/2")],
    ),
    "an ordered list": (
        "## References\n\n1. First. https://a.example/1\n2. [Second](https://a.example/2), 2024.\n\n   More.\n3. Third\n",
        [
            (1, "1", "First.", "https://a.example/1"),
            (2, "2", "Second, 2024. More.", "https://a.example/2"),
            (3, "3", "Third", None),
        ],
    ),
    "a list that begins elsewhere": ("## 参考文献\n\n3. 甲\n4. 乙\n", [(3, "3", "甲", None), (4, "4", "乙", None)]),
    "bullets with addresses": (
        "**Sources:**\n\n- First https://a.example/1\n- Second https://a.example/2\n",
        [(1, "1", "First", "https://a.example/1"), (2, "2", "Second", "https://a.example/2")],
    ),
    "escaped brackets": (
        "**参考资料&#x20;**\n\n\\[1] 甲\\_乙[ https://a.example/?x=1\\&copy=2](https://a.example/?x=1\\&copy=2)\n",
        [(1, "1", "甲_乙", "https://a.example/?x=1&copy=2")],
    ),
    "no heading": (
        "[1] First https://a.example/1\n\n[2] Second\n",
        [(1, "1", "First", "https://a.example/1"), (2, "2", "Second", None)],
    ),
    "a plain heading": ("参考文献\n\n[1] 甲\n", [(1, "1", "甲", None)]),
    "an address with brackets": (
        "## 引用\n\n[1] 甲 [乙](https://a.example/a_(b))\n",
        [(1, "1", "甲 乙", "https://a.example/a_(b)")],
    ),
    "an address in the middle": (
        "## References\n\n[1] First, https://a.example/1 (accessed 2024)\n",
        [(1, "1", "First, (accessed 2024)", "https://a.example/1")],
    ),
    "several paragraphs": (
        "## References\n\n[1] First\n\nsecond\n\n[2] Other\n",
        [(1, "1", "First second", None), (2, "2", "Other", None)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), BIBLIOGRAPHIES.values(), ids=BIBLIOGRAPHIES.keys())
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_bibliography(text: str, expected: list[tuple[int, str, str, str | None]], newline: str) -> None:
    report = parse_report(f"# T\n\n正文。\n\n{text}".replace("\n", newline))
    assert references(report) == expected
    assert sentences(report) == ["正文。"]


ENTRIES = "[1]: https://a.example/1\n[2]: https://a.example/2\n[3]: https://a.example/3\n[4]: https://a.example/4\n[5]: https://a.example/5\n"

MARKERS = {
    "plain": ("甲[1]。", ["甲。"], [("1", "甲")]),
    "escaped": ("甲\\[1\\]。", ["甲。"], [("1", "甲")]),
    "a list and a range": ("甲[1,3-5]。", ["甲。"], [("1", "甲"), ("3", "甲"), ("4", "甲"), ("5", "甲")]),
    "full-width separators": ("甲[1，2、3–4]。", ["甲。"], [("1", "甲"), ("2", "甲"), ("3", "甲"), ("4", "甲")]),
    "linked": ("甲[[1]](https://x.example/)。", ["甲。"], [("1", "甲")]),
    "linked in round brackets": ("甲[(1)](https://x.example/a\\&b)。", ["甲。"], [("1", "甲")]),
    "linked number": ("甲[1](https://x.example/)。", ["甲。"], [("1", "甲")]),
    "a footnote": ("甲[^1]。", ["甲。"], [("1", "甲")]),
    "superscript": ("甲<sup>[1]</sup>。", ["甲。"], [("1", "甲")]),
    "side by side": ("甲[1][2]，乙[3]。", ["甲，乙。"], [("1", "甲"), ("2", "甲"), ("3", "，乙")]),
    "separated by a comma": ("甲[1], [2]。", ["甲。"], [("1", "甲"), ("2", "甲")]),
    "behind the full stop": ("甲。[1]乙。", ["甲。", "乙。"], [("1", "甲。")]),
    "behind the full stop and emphasis": ("**甲。**[1]乙。", ["甲。", "乙。"], [("1", "甲。**")]),
    "behind an English full stop": ("It grew.[1] It fell.", ["It grew.", "It fell."], [("1", "It grew.")]),
    "before everything": ("[1]甲。", ["甲。"], [("1", "")]),
    "before a colon": ("As in [1]: it grew.", ["As in [1]: it grew."], [("1", ": it grew.")]),
    "text behind the last is not covered": ("甲[1]，乙。丙[2]丁。", ["甲，乙。", "丙丁。"], [("1", "甲"), ("2", "丙")]),
    "a year is no marker": ("甲[2024]。", ["甲[2024]。"], []),
    "a link to a year is none": ("甲[2024](https://x.example/)。", ["甲2024。"], []),
    "code is none": ("甲 `a[1]` 乙。", ["甲 a[1] 乙。"], []),
    "an endless range is none": ("甲[1-9999]。", ["甲[1-9999]。"], []),
}


@pytest.mark.parametrize(("body", "texts", "expected"), MARKERS.values(), ids=MARKERS.keys())
def test_marker(body: str, texts: list[str], expected: list[tuple[str, str]]) -> None:
    report = parse_report(f"# T\n\n{body}\n\n{ENTRIES}")
    assert sentences(report) == texts
    assert scopes(report) == expected


INLINE = {
    "emphasis": ("**甲**与*乙*、~~丙~~和***丁***。", ["甲与乙、丙和丁。"]),
    "underscores": ("__a__ and _b_, but snake_case_name.", ["a and b, but snake_case_name."]),
    "a star in a product": ("3*5 是 15。", ["3*5 是 15。"]),
    "a lone star": ("5 * 3 = 15，价格*。", ["5 * 3 = 15，价格*。"]),
    "escapes": ("a\\_b \\* c\\.d 5\\~6\\%。", ["a_b * c.d 5~6%。"]),
    "an escaped backslash ends": ("甲\\\\", ["甲\\"]),
    "a backslash ends": ("甲\\", ["甲\\"]),
    "entities": ("A&amp;B&#x20;&lt;5&nbsp;&hellip;&#8212;。", ["A&B <5\xa0…—。"]),
    "what is no entity": ("A&B; &nosuch; &copy=1。", ["A&B; &nosuch; &copy=1。"]),
    "an entity ends": ("甲&gt;", ["甲>"]),
    "links": ('见[百度](https://x.example/ "t")与![图](a.png)。', ["见百度与。"]),
    "a link with brackets": ("见[a](https://x.example/a_(b))。", ["见a。"]),
    "what is no link": ("a](b) 与 [c] (d)。", ["a](b) 与 [c] (d)。"]),
    "an autolink": ("见 <https://x.example/1.2> 甲。", ["见 https://x.example/1.2 甲。"]),
    "code": ("用 `a_b*c\\_`，``a`b``。", ["用 a_b*c\\_，a`b。"]),
    "tags": ("甲<b>乙</b>丙<br>丁<!-- 注。 -->。", ["甲乙丙 丁。"]),
    "a comparison is no tag": ("p <0.05 且 a < b。", ["p <0.05 且 a < b。"]),
    "a line break between Han": ("甲乙\n丙丁。", ["甲乙丙丁。"]),
    "a line break between words": ("one\ntwo 甲\nthree  \nfour\\\nfive.", ["one two 甲 three four five."]),
}


@pytest.mark.parametrize(("body", "expected"), INLINE.values(), ids=INLINE.keys())
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_inline(body: str, expected: list[str], newline: str) -> None:
    report = parse_report(f"# T\n\n{body}\n".replace("\n", newline))
    assert sentences(report) == expected
    assert_consistent(report)


BLOCKS = {
    "lists": (
        "- 甲。乙\n- 丙\n  续\n\n1. 丁\n2) 戊\n",
        [("list_item", "甲。"), ("list_item", "乙"), ("list_item", "丙续"), ("list_item", "丁"), ("list_item", "戊")],
    ),
    "a list item that looks like its marker": ("1. 1\n", [("list_item", "1")]),
    "a second paragraph in an item": ("- 甲\n\n  乙\n", [("list_item", "甲"), ("paragraph", "乙")]),
    "a quotation": ("> 甲。\n> 乙\n", [("quote", "甲。"), ("quote", "乙")]),
    "a list in a quotation": ("> - 甲\n", [("list_item", "甲")]),
    "a table": (
        "| 名称 | 数量 |\n|---|---:|\n| 甲 | 5 亿元 |\n| 乙 \\| 丙 | - |\n",
        [("table_row", "名称 | 数量"), ("table_row", "甲 | 5 亿元"), ("table_row", "乙 | 丙 | -")],
    ),
    "a table in a quotation": ("> | a | b |\n> |---|---|\n> | c | d |\n", [("table_row", "a | b"), ("table_row", "c | d")]),
    "code": ("甲\n\n```\n5 个。\n[1]: https://a.example\n```\n\n    缩进\n", [("paragraph", "甲")]),
    "html": ("<div>\n5 个。\n</div>\n\n甲\n", [("paragraph", "甲")]),
    "a rule": ("甲\n\n---\n\n乙\n", [("paragraph", "甲"), ("paragraph", "乙")]),
    "a bracket that is no definition": ("[重要]: 本报告。\n", [("paragraph", "[重要]: 本报告。")]),
}


@pytest.mark.parametrize(("body", "expected"), BLOCKS.values(), ids=BLOCKS.keys())
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_blocks(body: str, expected: list[tuple[str, str]], newline: str) -> None:
    report = parse_report(f"# T\n\n{body}".replace("\n", newline))
    assert [(report.paragraphs[s.paragraph].kind, s.text) for s in report.sentences] == expected
    assert_consistent(report)


def test_cells_of_a_table_are_no_range() -> None:
    report = parse_report("# T\n\n| 10 | - | 20 |\n|---|---|---|\n| 3 亿元 | 5 | 个 |\n")
    assert [quantity.quote for quantity in report.quantities] == ["10", "20", "3 亿元", "5"]


HEADINGS = {
    "atx": ("## 1.1 甲 ##\n", ("1.1", "甲", 2)),
    "setext": ("甲\n---\n", (None, "甲", 2)),
    "setext over two lines": ("甲\n乙\n---\n", (None, "甲乙", 2)),
    "a flat number": ("## 1. 2025 年\n", ("1", "2025 年", 2)),
    "a chapter": ("## 第三章 甲\n", ("三", "甲", 2)),
    "a chapter in digits": ("## 第 3 章：甲\n", ("3", "甲", 2)),
    "a Han number": ("## 一、甲\n", ("一", "甲", 2)),
    "a bracketed number": ("## （二）甲\n", ("二", "甲", 2)),
    "no space behind": ("## 2.3甲\n", ("2.3", "甲", 2)),
    "a year is no number": ("## 2025 年的甲\n", (None, "2025 年的甲", 2)),
    "a percentage is none": ("## 10.5% 的增长\n", (None, "10.5% 的增长", 2)),
    "markup": ("## **1.1** 甲\\_乙\n", ("1.1", "甲_乙", 2)),
}


@pytest.mark.parametrize(("heading", "expected"), HEADINGS.values(), ids=HEADINGS.keys())
def test_heading(heading: str, expected: tuple[str | None, str, int]) -> None:
    report = parse_report(f"# T\n\n{heading}\n正文。\n")
    assert [(section.number, section.title, section.level) for section in report.sections] == [expected]
    assert [paragraph.section for paragraph in report.paragraphs] == [0]


def test_sections_are_a_tree() -> None:
    text = "# T\n\n前言。\n\n## A\n\n### B\n\n甲。\n\n#### C\n\n### D\n\n乙。\n\n## E\n\n#### F\n\n丙。\n"
    report = parse_report(text)
    assert [(s.title, s.level, s.parent) for s in report.sections] == [
        ("A", 2, None),
        ("B", 3, 0),
        ("C", 4, 1),
        ("D", 3, 0),
        ("E", 2, None),
        ("F", 4, 4),
    ]
    assert [(s.text, s.section) for s in report.sentences] == [("前言。", None), ("甲。", 1), ("乙。", 3), ("丙。", 5)]
    assert [text[s.start : s.body_end] for s in report.sections][:3] == ["A", "B\n\n甲。", "C"]


def test_an_appendix_behind_the_bibliography_is_body() -> None:
    text = "# T\n\n## A\n\n甲[1]。\n\n## References\n\n[1] x\n\n## Appendix\n\n乙[1]。\n"
    report = parse_report(text)
    assert [(s.title, text[s.start : s.body_end]) for s in report.sections] == [
        ("A", "A\n\n甲[1]。"),
        ("Appendix", "Appendix\n\n乙[1]。"),
    ]
    assert sentences(report) == ["甲。", "乙。"]
    assert [(r.title, text[r.start : r.end]) for r in report.references] == [("x", "[1] x")]


def test_notes_behind_the_bibliography_are_kept() -> None:
    report = parse_report("# T\n\n甲。\n\n## References\n\n[1] x\n\n注：由 AI 生成。\n\n> Disclaimer\n")
    assert [report.text[start:end] for start, end in report.notes] == ["注：由 AI 生成。", "Disclaimer"]
    assert [reference.title for reference in report.references] == ["x"]


def test_numbers() -> None:
    report = parse_report(
        "# 2025 报告\n\n## 1.1 第 3 章\n\n达 1,234.5 亿，见 https://x.example/99 与 5\\.5、**3**4 和九成。\n"
    )
    found = [(n.text, n.script, n.section, n.sentence) for n in report.numbers]
    assert found == [
        ("2025", "arabic", None, None),
        ("1.1", "arabic", 0, None),
        ("3", "arabic", 0, None),
        ("1,234.5", "arabic", 0, 0),
        ("5\\.5", "arabic", 0, 0),
        ("3**4", "arabic", 0, 0),
        ("九成", "han", 0, 0),
    ]


def test_quantities_are_read_from_what_is_shown() -> None:
    report = parse_report("# T\n\n约 **294.16** 亿元，15\\~20\\%，&gt;5 个[1]。\n\n[1]: https://a.example/\n")
    assert [(q.quote, str(q.value), q.comparator, q.unit) for q in report.quantities] == [
        ("约 **294.16** 亿元", "2.9416E+10", "approx", "CNY"),
        ("15\\~20\\%", "15", "range", "percent"),
        ("&gt;5 个", "5", "gt", "count"),
    ]
    assert_consistent(report)


PROBLEMS = {
    "no title": ("甲[1]。\n\n[1]: https://a.example/\n", ["no title: the report does not begin with a level-1 heading"]),
    "no bibliography": (
        "# T\n\n甲[^1]，乙[(2)](https://x.example/)。\n",
        [
            "no bibliography: the addresses of its markers became 1 reference",
            "marker (1) at 6 has no entry in the bibliography",
        ],
    ),
    "a marker without entry": (
        "# T\n\n甲[^9]，乙[(8)](https://x.example/)。\n\n[1]: https://a.example/\n",
        ["marker (9) at 6 has no entry in the bibliography"],
    ),
    "a plain marker without entry": (
        "# T\n\n甲[9]。\n\n[1]: https://a.example/\n",
        [
            "1 entry, none cited; the markers may be in an unsupported form",
            "[9] at 6 has no entry in the bibliography, so it is kept as text",
        ],
    ),
    "an entry twice": (
        "# T\n\n甲[1]。\n\n[1]: https://a.example/\n[1]: https://b.example/\n",
        ["entry 1 appears more than once in the bibliography", "marker (1) at 6 matches more than one entry"],
    ),
    "a marker alone": ("# T\n\n[1]\n\n甲。\n\n[1]: https://a.example/\n", ["marker (1) at 5 is outside every sentence"]),
}


@pytest.mark.parametrize(("text", "problems"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_what_cannot_be_resolved_is_named(text: str, problems: list[str]) -> None:
    report = parse_report(text)
    assert [str(problem) for problem in report.problems] == problems
    assert sentences(report)


def test_without_a_bibliography_the_rest_is_read() -> None:
    report = parse_report("# T\n\n甲[1]达 5 个[^x]。\n")
    assert sentences(report) == ["甲[1]达 5 个。"]
    assert scopes(report) == [("x", "甲[1]达 5 个")]
    assert report.references == ()


@pytest.mark.parametrize(
    "text",
    ["", " \n\t\r\n", "# T\n", "# T\n\n## A\n", "```\n5\n```\n", "[1]: https://a.example/\n", "---\n", "\ufeff"],
)
def test_a_report_without_a_sentence_is_refused(text: str) -> None:
    with pytest.raises(ReportError, match="no sentence"):
        parse_report(text)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_bytes("# 标题".encode("gb18030"))
    with pytest.raises(ReportError, match=r"report\.md is not UTF-8: byte 2 is 0xb1"):
        read_report(path)


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_bytes("\ufeff# T\r\n\r\n甲。\r\n".encode())
    report = parse_report(read_report(path))
    assert report.text == "\ufeff# T\r\n\r\n甲。\r\n"
    assert (report.title, report.title_span, sentences(report)) == ("T", (3, 4), ["甲。"])


# What no report can do

PIECES = st.sampled_from(
    [
        *"甲乙a1 。.!\n\r\t*_`~[]()<>&;\\|#\"'”\0\ud800",
        "\n\n",
        "\r\n",
        "# ",
        "## ",
        "- ",
        "> ",
        "1. ",
        "| a | b |\n|---|---|\n",
        "[1]",
        "[1,3-5]",
        "[^n]",
        "[^n]: ",
        "[1]: https://a.example/\n",
        "[(1)](https://a.example/x\\&y)",
        "[a](b)",
        "![",
        "](",
        "&amp;",
        "&#x20;",
        "&nosuch;",
        "<br>",
        "<!--",
        "-->",
        "---\n",
        "```",
        "\n## References\n\n",
        "[1] x\n",
        "**",
        "5 亿元",
        "约",
        "https://a.example/1",
        "九成",
        "“",
        "。”",
        "\\_",
        "²",
        "[^²]",
    ]
)
DOCUMENTS = st.one_of(
    st.text(max_size=120), st.text(st.characters(), max_size=120), st.lists(PIECES, max_size=40).map("".join)
)


@settings(max_examples=300)
@given(DOCUMENTS, st.booleans())
@pytest.mark.slow
def test_any_text_is_a_report_or_refused(text: str, titled: bool) -> None:
    try:
        report = parse_report(f"# T\n\n{text}" if titled else text)
    except ReportError:
        return
    assert_consistent(report)


def assert_consistent(report: Report) -> None:
    """What holds for every report: all spans lie where they say, and sentences and markup tile every paragraph."""
    text = report.text
    at = 0
    for sentence in report.sentences:
        assert at <= sentence.start < sentence.end
        at = sentence.end
        paragraph = report.paragraphs[sentence.paragraph]
        assert paragraph.start <= sentence.start < sentence.end <= paragraph.end
        assert paragraph.section == sentence.section
        assert len(sentence.shown) == len(sentence.text)
        assert list(sentence.shown) == sorted(sentence.shown)
        assert sentence.shown[0] == sentence.start
        assert sentence.shown[-1] < sentence.end
        for char, position in zip(sentence.text, sentence.shown, strict=True):
            assert text[position] == char or (text[position] in "&|" or text[position] in " \t\\\r\n<")
    for marker in report.markers:
        sentence = report.sentences[marker.sentence]
        assert marker.start < marker.end
        assert sentence.start <= marker.scope_start <= marker.scope_end <= sentence.end
    for quantity in report.quantities:
        assert text[quantity.start : quantity.end] == quantity.quote
    for number in report.numbers:
        assert text[number.start : number.end] == number.text
    assert [number.start for number in report.numbers] == sorted(number.start for number in report.numbers)
    for section in report.sections:
        assert section.start <= section.end <= len(text)
        assert section.parent is None or report.sections[section.parent].level < section.level
    for reference in report.references:
        assert reference.start < reference.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        *"1[*\\_`.。 第约|",
        "`a``",
        "![",
        "](",
        "](    ",
        "<!--",
        "<a",
        "&#",
        "A. ",
        "1-",
        "[1](",
        "[^1]: a\n",
        "[1] a\n\n",
        "https://a ",
        "## a\n\n甲。\n\n",
        "甲[1]。",
        "- ",
        "> ",
        "**a",
        "1\n",
    ],
)
@pytest.mark.slow
def test_a_long_text_of_anything_is_read(text: str) -> None:
    # what takes time in the square of the length does not come back at this size
    report = parse_report("# T\n\n甲。\n\n" + text * (30_000 // len(text)) + "x\n\n[1] y\n")
    assert report.sentences[0].text == "甲。"
    assert all(before.end <= after.start for before, after in itertools.pairwise(report.sentences))
