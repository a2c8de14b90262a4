"""The real report: every fact of its shape that the issue and the annotation guide state."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from app.report import Report, parse_quantity, parse_report, read_report

DOCUMENT = Path(__file__).parents[2] / "seeds" / "documents" / "china-llm-industry-2025.md"

# the guide's table of worked examples
EXAMPLES = [
    (115, "1509 个", "1509", None, "count", "eq"),
    (129, "全球首位", "1", None, "rank", "eq"),
    (141, "40%", "40", None, "percent", "eq"),
    (238, "294.16 亿元", "29416000000", None, "CNY", "eq"),
    (258, "突破 700 亿元", "70000000000", None, "CNY", "gt"),
    (274, "超 50%", "50", None, "percent", "gt"),
    (719, "20%", "20", None, "percent", "eq"),
    (1299, "2-4 个月", "2", "4", "month", "range"),
    (1359, "约 591.45 亿元", "59145000000", None, "CNY", "approx"),
    (1496, "突破 1.2 万亿元", "1200000000000", None, "CNY", "gt"),
    (1647, "40% 以上", "40", None, "percent", "ge"),
    (6526, "并列国内第一", "1", None, "rank", "eq"),
    (18272, "5:1 以上", "5", None, "times", "ge"),
    (29795, "80-150 万元", "800000", "1500000", "CNY", "range"),
]

SECTIONS = [
    (None, "执行摘要", 2, None),
    ("1", "2025 年中国大模型产业发展概况", 2, None),
    ("1.1", "产业规模与增长态势", 3, "1"),
    ("1.2", "技术发展阶段与突破", 3, "1"),
    ("1.3", "产业生态格局", 3, "1"),
    ("2", "不同类型大模型发展状况", 2, None),
    ("2.1", "通用大模型竞争格局", 3, "2"),
    ("2.2", "行业垂直大模型发展", 3, "2"),
    ("2.3", "多模态大模型突破", 3, "2"),
]


@pytest.fixture(scope="module")
def report() -> Report:
    return parse_report(read_report(DOCUMENT))


def test_document(report: Report) -> None:
    assert len(report.text) == 64022
    assert report.sha256 == "eedf73805b2885eeec1dfa6f83ccee5662d189c13cb7f5013b65b978a751d308"
    assert report.title == "2025 年中国大模型产业发展深度研究报告"
    assert report.title_span is not None
    assert report.text[slice(*report.title_span)] == report.title
    assert report.problems == ()


def test_counts(report: Report) -> None:
    assert len(report.sections) == 25
    assert len(report.sentences) == 557
    assert len(report.markers) == 76
    assert len(report.references) == 139
    assert len([number for number in report.numbers if number.script == "arabic"]) == 648


def test_sections(report: Report) -> None:
    def parent(index: int | None) -> str | None:
        return None if index is None else report.sections[index].number

    tree = [(section.number, section.title, section.level, parent(section.parent)) for section in report.sections]
    assert tree[:9] == SECTIONS
    for section, after in zip(report.sections, report.sections[1:], strict=False):
        assert section.start < section.end <= section.body_end <= after.start
        assert not report.text[section.body_end : after.start].strip("# \n")


def test_the_last_section_ends_before_the_bibliography(report: Report) -> None:
    last = report.sections[-1]
    assert report.text[last.body_end :].lstrip().startswith("**参考资料&#x20;**")


def test_references_are_numbered(report: Report) -> None:
    assert [reference.number for reference in report.references] == list(range(1, 140))
    assert [reference.label for reference in report.references] == [str(number) for number in range(1, 140)]
    assert all(reference.url and reference.title for reference in report.references)
    assert not [r for r in report.references if "\\" in r.title + (r.url or "") or "&#" in r.title or "http" in r.title]


def test_references_stand_where_they_say(report: Report) -> None:
    for reference in report.references:
        assert report.text[reference.start : reference.end].startswith(f"\\[{reference.number}] ")
    assert all(a.end < b.start for a, b in zip(report.references, report.references[1:], strict=False))


def test_a_reference(report: Report) -> None:
    second = report.references[1]
    assert second.title == '盘点!2025年中国大模型行业全景:从"百模大战"到价值落地_智见漫游指南'
    assert second.url == "http://m.toutiao.com/group/7583249202268946996/?upstream_biz=doubao"


def test_entry_74_spans_several_paragraphs(report: Report) -> None:
    entry = report.references[73]
    raw = report.text[entry.start : entry.end]
    assert raw.count("\n\n") == 2
    assert entry.title.startswith("科华 数据 。 科华 数据 ： 国产 AI 算 力")
    assert entry.title.endswith("# 每天 跟 我 涨 知识 # 股票 知识 # 股票")
    assert entry.url is not None
    assert entry.url.startswith(
        "https://www.iesdouyin.com/share/note/7584354781766978870/?region=&mid=7550609200898164753&u_code=0"
    )


def test_each_marker_has_the_url_of_its_entry(report: Report) -> None:
    urls = {reference.label: reference.url for reference in report.references}
    assert [(m.label, m.url) for m in report.markers] == [(m.label, urls[m.label]) for m in report.markers]


def test_markers_stand_where_they_say_and_support_what_stands_before(report: Report) -> None:
    for marker in report.markers:
        sentence = report.sentences[marker.sentence]
        assert report.text[marker.start : marker.end].startswith(f"[({marker.label})](http")
        assert sentence.start <= marker.scope_start < marker.scope_end == marker.start < marker.end <= sentence.end


def test_a_marker_supports_its_sentence_back_to_the_marker_before(report: Report) -> None:
    scopes = [report.text[m.scope_start : m.scope_end] for m in report.markers if m.sentence == report.markers[-1].sentence]
    assert "".join(scopes).startswith(report.sentences[report.markers[-1].sentence].text[:5])
    both = [m for m in report.markers if m.label == "9"][:2]
    assert report.text[both[1].scope_start : both[1].scope_end].endswith("消费者付费市场突破 1000 亿元")
    several = [m for m in report.markers if m.label == "102"]
    assert several[1].scope_start >= several[0].end


def test_the_closing_note_is_kept(report: Report) -> None:
    assert [report.text[start:end] for start, end in report.notes] == ["（注：文档部分内容可能由 AI 生成）"]


def test_sentences_and_markup_tile_every_paragraph(report: Report) -> None:
    """Outside the sentences there is nothing; inside, what is not shown is a marker or an escape."""
    at = 0
    for number, paragraph in enumerate(report.paragraphs):
        assert not re.sub(r"#.*|---", "", report.text[at : paragraph.start]).strip()
        at = paragraph.start
        for sentence in (sentence for sentence in report.sentences if sentence.paragraph == number):
            assert not report.text[at : sentence.start].strip()
            at = sentence.end
        assert not report.text[at : paragraph.end].strip()
        at = paragraph.end
    markup = {at for marker in report.markers for at in range(marker.start, marker.end)}
    for sentence in report.sentences:
        hidden = set(range(sentence.start, sentence.end)) - set(sentence.shown) - markup
        assert {report.text[position] for position in hidden} <= {"\\"}


def test_shown_maps_each_character(report: Report) -> None:
    for sentence in report.sentences:
        assert sentence.text == "".join(report.text[position] for position in sentence.shown)


def test_numbers_stand_in_their_sentence(report: Report) -> None:
    for number in report.numbers:
        assert report.text[number.start : number.end] == number.text
        if number.sentence is not None:
            sentence = report.sentences[number.sentence]
            assert sentence.start <= number.start < number.end <= sentence.end
            assert number.section == sentence.section
    assert [number.start for number in report.numbers] == sorted({number.start for number in report.numbers})


def test_arabic_numbers_are_those_of_the_text_without_its_addresses(report: Report) -> None:
    body = report.text[: report.sections[-1].body_end]
    shown = re.sub(r"\[\(\d+\)\]\((?:\\.|[^)])*\)|^#+ ", "", body, flags=re.M)
    expected = re.findall(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", shown)
    assert [number.text for number in report.numbers if number.script == "arabic"] == expected


def test_chinese_numbers(report: Report) -> None:
    found = {(number.start, number.text) for number in report.numbers if number.script == "han"}
    wanted = {
        (131, "首位"),
        (2322, "第二大"),
        (5288, "九成"),
        (13836, "一"),
        (16886, "翻倍"),
        (25904, "一半"),
        (30204, "两"),
    }
    assert wanted <= found


@pytest.mark.parametrize(("start", "quote", "value", "value_max", "unit", "comparator"), EXAMPLES)
def test_worked_example(
    report: Report, start: int, quote: str, value: str, value_max: str | None, unit: str, comparator: str
) -> None:
    assert report.text[start : start + len(quote)] == quote
    read = parse_quantity(report.text[start : start + len(quote)])
    expected = (Decimal(value), Decimal(value_max) if value_max else None, unit, comparator)
    assert (read.value, read.value_max, read.unit, read.comparator) == expected


@pytest.mark.parametrize(("start", "quote"), [example[:2] for example in EXAMPLES])
def test_worked_examples_are_found(report: Report, start: int, quote: str) -> None:
    inside = [q for q in report.quantities if start <= q.start and q.end <= start + len(quote)]
    assert len(inside) == 1


def test_quantities_slice_to_their_quote_and_read_the_same_alone(report: Report) -> None:
    for quantity in report.quantities:
        assert report.text[quantity.start : quantity.end] == quantity.quote
        alone = parse_quantity(quantity.quote)
        assert (alone.value, alone.value_max, alone.comparator, alone.unit, alone.unit_text) == (
            quantity.value,
            quantity.value_max,
            quantity.comparator,
            quantity.unit,
            quantity.unit_text,
        )


def test_names_and_dates_are_no_quantities(report: Report) -> None:
    quotes = {quantity.quote for quantity in report.quantities}
    assert not {"2025", "7", "0324", "6B", "4", "100", "3.0 正式版"} & quotes
