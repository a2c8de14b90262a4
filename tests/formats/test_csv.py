"""CSV: any text survives a round trip, and no cell can be evaluated as a formula."""

import csv
import io
import re
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.api.registry import LISTINGS
from app.api.series.queries import SERIES
from app.formats.csv import Column, csv_rows, table_columns
from app.vocabulary import Comparator, Granularity
from app.vocabulary.column_names import column_label

# what OWASP warns of in the first place of a cell; blank and invisible characters before it change nothing
OPENING = tuple("=+-@＝＋－＠\t\r\n")
CONTROLS, SPACES = (
    [*range(0x21), *range(0x7F, 0xA1)],
    [*range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2065)],
)
INVISIBLE = "".join(map(chr, [*CONTROLS, *SPACES, 0xAD, 0x3000, 0xFEFF]))
# a signed figure with nothing but a unit behind it calls nothing
FIGURE = re.compile(r"[+-]\d[\d,]*(\.\d+)?([eE][+-]?\d+)?( ?[^\W\d_]+)*( ?[%‰])?")
TEXT = Column("text", None, str, False, False)
VALUE = Column("value", None, str, False, True)
COUNT = Column("count", None, int, False, False)


def read(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def cell(value: Any, column: Column) -> str:
    # a line of one empty field is written with quotes, as an empty line is none
    _, *lines = read(b"".join(csv_rows([[{column.name: value}]], [column])))
    assert len(lines) == 1
    assert len(lines[0]) == 1
    return lines[0][0]


def opens(text: str) -> bool:
    return text.startswith(OPENING) or text.lstrip(INVISIBLE).startswith(OPENING)


def is_opening(text: str) -> bool:
    return opens(text) and not FIGURE.fullmatch(text)


def unescaped(text: str) -> str:
    """As the documentation tells readers to take the apostrophe off again."""
    return text[1:] if text.startswith("'") and opens(text.lstrip("'")) else text


@given(st.text() | st.from_regex(r"['\s=+\-@]{1,4}.{0,3}", fullmatch=True))
@example("=1+1")
@example("＝1+1")
@example("-0.57%")
@example("'-0.57%")
@example("-5 A1+2")
@example("'=1")
@example("''")
@example('a,"b"\r\nc')
@example("")
def test_any_text_comes_back_and_no_cell_is_a_formula(text: str) -> None:
    written = cell(text, TEXT)
    assert not is_opening(written)
    assert unescaped(written) == text


@given(st.lists(st.text()))
def test_no_list_is_a_formula(texts: list[str]) -> None:
    words = Column("words", None, list[str], False, False)
    assert unescaped(cell(texts, words)) == "; ".join(texts)
    assert not is_opening(cell(texts, words))


@pytest.mark.parametrize("digits", ["-5", "-5.50", "22.60", "180000000000000000000", "-1e-7", "0"])
def test_numbers_stay_numbers(digits: str) -> None:
    assert cell(digits, VALUE) == digits
    assert cell(-int(float(digits)), COUNT) == str(-int(float(digits)))
    assert cell(digits, TEXT) == digits


@pytest.mark.parametrize("text", ["-0.57%", "+3.2 亿元", "-1,234.5 percentage points", "-5 ‰", "+5"])
def test_a_signed_figure_is_no_formula(text: str) -> None:
    assert cell(text, TEXT) == text


@pytest.mark.parametrize("text", ["-5+cmd", "-1; -2", "=1", "-1|x", "-2!A1", "-cmd", "-1 A1", "-1%%", "-(1)"])
def test_what_is_no_number_is_text_even_in_a_column_of_numbers(text: str) -> None:
    assert cell(text, VALUE) == "'" + text


@pytest.mark.parametrize(
    ("value", "column", "written"),
    [
        (None, TEXT, ""),
        (True, Column("b", None, bool, False, False), "true"),
        ([13, 134], Column("n", None, list[int], False, False), "13; 134"),
        ([], Column("n", None, list[int], False, False), ""),
        ({"of": "市场"}, Column("d", None, dict[str, str], False, False), '{"of":"市场"}'),
        ([["a"], ["b", "c"]], Column("o", None, list[list[str]], False, False), '[["a"],["b","c"]]'),
    ],
)
def test_what_is_not_text(value: Any, column: Column, written: str) -> None:
    assert cell(value, column) == written


def test_what_is_embedded_stands_in_columns_of_its_own() -> None:
    rows = [
        {"one": {"url": "u"}, "many": [{"url": "a", "n": [1, 2]}, {"url": None, "n": []}]},
        {"one": None, "many": []},
    ]
    columns = [
        Column("one", "url", str, False, False),
        Column("many", "url", str, True, False),
        Column("many", "n", list[int], True, False),
    ]
    assert read(b"".join(csv_rows([rows], columns))) == [
        ["one_url", "many_url", "many_n"],
        ["u", "a; ", "[[1,2],[]]"],
        ["", "", "[]"],
    ]


def test_lines_and_the_mark_that_spreadsheets_need() -> None:
    written = b"".join(csv_rows([[{"text": "百度"}], [{"text": "x"}]], [TEXT]))
    assert written == b"\xef\xbb\xbftext\r\n" + "百度\r\nx\r\n".encode()


@pytest.mark.parametrize("name", LISTINGS)
def test_columns_of_everything_have_names_of_their_own(name: str) -> None:
    listing = LISTINGS[name]
    every = listing.selection((*listing.columns, *listing.further), tuple(listing.includes))
    titles = [column.title for column in table_columns(listing, every)]
    assert all(re.fullmatch("[a-z][a-z0-9_]*", title) for title in titles)
    assert not {"start", "end", "as_of"} & set(titles)


@pytest.mark.parametrize("name", [*LISTINGS, "series"])
def test_every_column_has_a_label_of_its_own(name: str) -> None:
    listing = SERIES if name == "series" else LISTINGS[name]
    show = listing.select(listing.query(include=list(listing.includes)) if listing.includes else listing.query())
    assert [one for one in listing.selectable if not re.search("[\u3400-\u9fff]|SHA-256", column_label(one, "zh"))] == []
    for lang in ("en", "zh"):
        labels = [column.title for column in table_columns(listing, show, lang)]
        assert len(labels) == len(set(labels)) > 1


@pytest.mark.anyio
@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_labels_of_columns_are_in_the_language_asked_for(client: httpx.AsyncClient) -> None:
    path = "/api/v1/metrics?format=csv&bom=false&limit=1&fields=display,subject_en,period,words:quote,sources.url"
    named, english, chinese = [
        (await client.get(f"{path}{more}")).text.splitlines()
        for more in ("&header=names", "&header=labels", "&header=labels&lang=zh")
    ]
    assert named[0] == "display,subject_en,period,words,sources_url"
    assert english[0] == "Display,Subject (English),Period,words,Sources: URL"
    assert chinese[0] == "数据,主体（英文）,时期,words,来源：网址"
    assert named[1:] == english[1:]
    for refused in (
        "metrics?header=labels",
        "series?indicator=market-size&unit=CNY&shape=wide&header=labels",
        "aggregate?header=labels",
    ):
        answer = await client.get(f"/api/v1/{refused}")
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "header")


@pytest.mark.anyio
@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("path", "code", "english", "chinese"),
    [
        ("metrics?fields=status", "actual", "Actual", "实际值"),
        ("metrics?fields=period_kind&period__isnull=false", "month", "Month", "月"),
        ("claims?fields=kind", "opinion", "Opinion", "观点"),
        (
            "claims?fields=metrics.evidence&include=metrics&evidence=cited&indicator__isnull=false",
            "cited",
            "Cited",
            "有引用",
        ),
        ("conflicts?fields=kind&sort=slug", "value", "Value", "数值冲突"),
        ("aggregate?group_by=status", "actual", "Actual", "实际值"),
        ("series?indicator=market-size&unit=CNY&fields=status&status=actual", "actual", "Actual", "实际值"),
    ],
)
async def test_words_of_closed_lists_have_labels_too(
    client: httpx.AsyncClient, path: str, code: str, english: str, chinese: str
) -> None:
    for more, expected in (("", code), ("&header=labels", english), ("&header=labels&lang=zh", chinese)):
        answer = await client.get(f"/api/v1/{path}{more}&format=csv&bom=false&limit=1000")
        first = answer.text.splitlines()[1].partition(",")[0]
        assert expected in first.split("; "), first


@pytest.mark.anyio
@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("path", "english", "chinese"),
    [
        ("aggregate?group_by=year&measures=count,max&unit=CNY",
         "Year,Year (name),Count,Max,Unit,Indicator", "年份,年份（名称）,数量,最大值,单位代码,指标代号"),
        ("fields?list=topics", "List,Field,Column,Type,Unit", "列表,字段,列名,类型,单位代码"),
        ("series?indicator=market-size&entity=china-llm-market&unit=CNY&shape=wide&fields=display",
         "Time,Granularity,Period,Period start,Period end,China large-model market",
         "日期,时期长短,时期,时期首日,时期末日,中国大模型市场"),
    ],
)  # fmt: skip
async def test_every_csv_has_labels(client: httpx.AsyncClient, path: str, english: str, chinese: str) -> None:
    for lang, expected in (("en", english), ("zh", chinese)):
        answer = await client.get(f"/api/v1/{path}&format=csv&bom=false&header=labels&lang={lang}")
        head, *rows = answer.text.splitlines()
        assert head.startswith(expected), head
        plain = (await client.get(f"/api/v1/{path}&format=csv&bom=false&lang={lang}")).text.splitlines()[1:]
        cells = [pair for two in zip(rows, plain, strict=True) for pair in zip(*csv.reader(two), strict=True)]
        # nothing differs but words of closed lists: how a value is hedged, and how long a period is
        assert {code for label, code in cells if label != code} <= {*Comparator, *Granularity}
