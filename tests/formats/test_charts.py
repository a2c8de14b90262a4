"""Charts: what of a figure is drawn, what is joined by a line, and pictures by the real worker."""

import json
import os
import re
import signal
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from app.errors import Unavailable
from app.formats.charts.axes import axis_scale, axis_title
from app.formats.charts.caption import Caption
from app.formats.charts.label_placement import in_two_lines, label_places, name_places
from app.formats.charts.points import Point, neighbours, read_points, stated_once
from app.formats.charts.renderer import ChartRenderer
from app.formats.charts.specification import FONT, chart
from app.vocabulary.names import Language

CAPTION = Caption("市场规模", "CNY", "CNY", "https://example.org/metrics?indicator=market-size")


def row(**given: Any) -> dict[str, Any]:
    year = given.pop("year", "2024")
    return {
        "id": "met_1", "document": "d",
        "indicator": "market-size", "indicator_name": "Market size", "entity": "a",
        "entity_name": "A", "subject": "甲", "value": "100000000000", "value_max": None, "comparator": "eq", "unit": "CNY",
        "display": "CNY 100 billion",
        "period": year, "period_start": f"{year}-01-01" if year else None, "period_end": f"{year}-12-31" if year else None, "as_of": False,
        "status": "actual", "qualifiers": {}, "evidence": "cited", "reference_numbers": [1], "conflict_ids": [],
    } | given  # fmt: skip


def points(*rows: dict[str, Any], lang: Language = "en") -> list[Point]:
    return read_points(rows, {"d:1": "Gazette"}, lang)


def kinds(spec: dict[str, Any]) -> list[str]:
    """The marks of a chart's layers."""
    return [one["mark"]["type"] for one in spec["vconcat"][0]["layer"]]


@pytest.mark.parametrize(
    ("given", "shape", "happened", "sign"),
    [
        ({}, "exact", True, ""), ({"comparator": "approx"}, "about", True, ""), ({"comparator": "gt"}, "more", True, ""),
        ({"comparator": "ge"}, "more", True, ""), ({"comparator": "lt"}, "less", True, ""), ({"comparator": "le"}, "less", True, ""),
        ({"comparator": "range", "value_max": "2e11"}, "range", True, ""),
        ({"comparator": "tolerance", "deviation": "5"}, "range", True, ""), ({"status": "forecast"}, "exact", False, ""),
        ({"status": "target"}, "exact", False, ""), ({"evidence": "uncited"}, "exact", True, "□"), ({"conflict_ids": ["cfl_1"]}, "exact", True, "≠"),
    ],
)  # fmt: skip
def test_one_channel_one_meaning(given: dict[str, Any], shape: str, happened: bool, sign: str) -> None:
    (one,) = points(row(**given))
    assert (one.shape, one.happened, one.sign) == (shape, happened, sign)


@pytest.mark.parametrize(
    ("second", "is_joined"),
    [
        ({"year": "2025"}, True), ({"year": "2025", "comparator": "approx"}, True), ({"year": "2025", "status": "forecast"}, True),
        ({"year": "2026"}, False), ({"year": "2025", "comparator": "gt"}, False), ({"year": "2025", "entity": "b"}, False),
        ({"year": "2025", "qualifiers": {"scope": "world"}}, False), ({"year": "2025", "indicator": "revenue"}, False),
        ({"year": "2025", "period": "2025-03", "period_start": "2025-03-01", "period_end": "2025-03-31"}, False), ({"year": ""}, False),
        ({"year": "2025", "period": "2025-H1", "period_start": "2025-01-01", "period_end": "2025-06-30"}, False),
    ],
)  # fmt: skip
def test_neighbours_only_are_joined(second: dict[str, Any], is_joined: bool) -> None:
    assert bool(neighbours(points(row(), row(value="2e11", **second)))) is is_joined


def test_a_contested_period_is_joined_to_nothing() -> None:
    assert neighbours(points(row(), row(value="2e11", year="2025"), row(value="3e11", year="2025"))) == []


def test_what_is_stated_twice_is_drawn_once() -> None:
    (one,) = stated_once(points(row(evidence="uncited", reference_numbers=[]), row(id="met_2", conflict_ids=["cfl_1"])))
    assert (one.stated, one.sign, one.sources) == (2, "≠", "Gazette")
    assert len(stated_once(points(row(), row(status="forecast"), row(comparator="gt")))) == 3


def test_the_layout_follows_the_data() -> None:
    assert kinds(chart(points(row()), CAPTION, "en")) == ["text", "text"]
    line = chart(
        points(row(), row(value="2e11", year="2025"), row(value="3e11", year="2027", status="forecast")), CAPTION, "en"
    )
    assert kinds(line)[0] == "rule"
    assert len(line["vconcat"][0]["layer"][0]["data"]["values"]) == 1
    bars = chart(points(*(row(entity=name, value=str(number)) for number, name in enumerate("abcdef", 1))), CAPTION, "en")
    assert "bar" in kinds(bars)
    shown = [one["shown_top"] for one in bars["vconcat"][0]["data"]["values"]]
    assert shown == sorted(shown, reverse=True)


def test_long_names_are_cut_and_signs_are_kept() -> None:
    long = row(
        entity_name="|" + "Name " * 20,
        display="CNY 100 billion of everything that there is in the world",
        evidence="uncited",
    )
    spec = chart(points(long, row(entity="b", subject="x", entity_name="B")), CAPTION, "en")
    first = spec["vconcat"][0]["data"]["values"][0]
    one_line, rest = first["names"]
    assert one_line.startswith("|Name")
    assert rest.endswith("…")
    assert max(len(one_line), len(rest)) < 40
    assert first["lines"][-1].endswith("… □")
    # where the mouse is, nothing is cut
    assert first["words"] == "CNY 100 billion of everything that there is in the world □"
    shown = {one["field"] for layer in spec["vconcat"][0]["layer"] for one in layer["encoding"].get("tooltip", ())}
    assert shown == {"name", "words", "period", "evidence", "sources"}
    assert [one["evidence"] for one in spec["vconcat"][0]["data"]["values"]] == ["uncited", "cited"]


@pytest.mark.parametrize(
    ("words", "ending", "expected"),
    [
        ("short", " 2024", ["short 2024"]),
        ("two words that do not fit", " 2024", ["two words that", "do not fit 2024"]),
        ("a word that ends behind the line", "", ["a word that", "ends behind the…"]),
        ("面向行业的大模型解决方案", " 2025", ["面向行业的大模", "型解决方案 2025"]),
    ],
)
def test_names_in_two_lines(words: str, ending: str, expected: list[str]) -> None:
    assert in_two_lines(words, ending, 106) == expected


def test_names_are_those_of_the_language() -> None:
    own = {"subject_en": "Thing", "subject": "东西", "entity": None, "entity_name": None}
    told = {"qualifiers": {"scope": "world"}, "qualifiers_en": {"scope": "the whole world"}}
    names = [one.name for one in points(row(**own, **told), row(**own))]
    assert names == ["Thing (the whole world)", "Thing"]


def test_what_is_left_out_is_told() -> None:
    for is_narrow in (False, True):
        rows = [row(), row(value="2e11", year="2025"), row(value="3e11", year="")]
        spec = chart(points(*rows), CAPTION, "en", is_narrow=is_narrow)
        assert "Without a period, not drawn: 1 of 3 figures" in " ".join(spec["title"]["subtitle"])
    many = chart(points(*(row(year=None, entity=f"e{n}", value=f"{n}e9") for n in range(1, 43))), CAPTION, "en")
    assert "The 40 largest of 42 figures" in many["title"]["subtitle"]


def test_a_chart_loads_nothing() -> None:
    text = str(chart(points(row(subject="<script>", entity_name='"><img src=x>'), row(year="2025")), CAPTION, "zh"))
    assert "'url'" not in text
    assert "image" not in text


@pytest.mark.parametrize(
    ("values", "lang", "scale", "word"),
    [
        ([29416000000], "en", 1e9, "billion"), ([29416000000], "zh", 1e8, "亿"), ([5000000], "en", 1e6, "million"), ([5000000], "zh", 1e4, "万"),
        ([2e12], "zh", 1e12, "万亿"), ([1509], "en", 1, ""), ([15090], "en", 1e3, "thousand"), ([62], "zh", 1, ""), ([], "en", 1, ""),
    ],
)  # fmt: skip
def test_axes_count_as_readers_do(values: list[float], lang: Any, scale: float, word: str) -> None:
    assert axis_scale(values, lang) == (scale, word)


def test_units_of_axes() -> None:
    assert axis_scale([1.8e20, 1e15], "zh", "FLOPS") == (1e18, "E")
    assert axis_title("FLOPS", "Floating-point operations per second", "E", "en") == "EFLOPS"
    assert axis_title("CNY", "人民币", "亿", "zh") == "亿元"
    assert axis_title("CNY", "CNY", "billion", "en") == "CNY billion"
    assert axis_title("percent", "percent", "", "en") == "%"


def test_labels_keep_off_each_other() -> None:
    near = points(*(row(year=str(2020 + number), value=str(100 + number)) for number in range(8)))
    places = label_places(near, is_log=False)
    assert len(set(places)) > 1


def test_a_label_stands_by_its_own_point() -> None:
    """Three years in a row with long labels: below and beside before further off."""
    rows = [
        row(year=year, value=value, display="over CNY 80 billion", comparator="gt", conflict_ids=["cfl_1"])
        for year, value in (("2021", "1e10"), ("2024", "2.9e10"), ("2025", "8e10"), ("2026", "7e10"), ("2030", "5e11"))
    ]
    places = label_places(points(*rows), is_log=False)
    assert {(one.align, one.dy) for one in places} <= {
        ("center", -14),
        ("center", 20),
        ("left", 0),
        ("right", 0),
        ("left", -15),
        ("right", -15),
    }
    # the first begins at its point: half of it would lie on the axis
    assert places[0].align == "left"


def test_labels_keep_off_lines_and_ranges() -> None:
    """A contested value stands beside the rule through it, a forecast beside the line that rises from it."""
    contested = [row(year="2025", value=value, conflict_ids=["cfl_1"]) for value in ("2.5e11", "3e11", "3.6e11")]
    rising = [row(year=year, value=value) for year, value in (("2020", "1e10"), ("2021", "2.4e11"), ("2022", "5e11"))]
    places = label_places(points(*rising, *contested), is_log=False)
    assert [one.dx for one in places[3:5]] != [0, 0]
    assert places[1].dx != 0
    wide = row(year="2024", value="1e11", value_max="5e11", comparator="range")
    near = row(year="2023", value="3e11", display="over CNY 300 billion in a long label")
    first = row(year="2018", value="1e10")
    (_, beside, _) = label_places(points(first, near, wide), is_log=False)
    assert beside.align == "right"


def test_labels_and_names_of_falling_lines_keep_off_them_and_the_axis() -> None:
    """The lowest of three values stands between two lines that rise from it, the lowest of all just above the axis."""
    high, low = (
        [
            row(year=str(2020 + n), value=value, unit="percent", display=f"{value}%", entity=name, entity_name=name)
            for n, value in enumerate(values)
        ]
        for name, values in (("A", ["12", "-5", "6"]), ("B", ["-3", "4", "-8"]))
    )
    drawn = points(*high, *low)
    places = label_places(drawn, is_log=False)
    assert (places[1].dx, abs(places[1].dy)) != (0, 14)
    # the last of B is the lowest of the chart: its label and its name are above it
    (_, name) = name_places(drawn, [2, 5], is_log=False)
    assert places[5].dy <= 0
    assert name.dy <= 0
    assert name != places[5]


def test_figures_of_few_times_are_bars_that_leave_none_out() -> None:
    """A line of time is for a series of several times, and not for two figures of seven."""
    undated = [row(year=None, entity=f"u{number}", value=f"{number + 1}e10") for number in range(5)]
    dated = [row(year=year, entity=f"d{year}") for year in ("2024", "2025")]
    for rows in (dated, [*dated, *undated], [row(year="2024"), row(year="2025", value="2e11"), *undated]):
        spec = chart(points(*rows), CAPTION, "en")
        assert kinds(spec)[0] == "bar"
        assert len(spec["vconcat"][0]["data"]["values"]) == len(rows)
    assert kinds(chart(points(row(year="2024"), row(year="2025", value="2e11"), *undated[:2]), CAPTION, "en"))[0] == "rule"


def test_the_name_of_a_series_keeps_off_the_axis() -> None:
    low = [row(year=year, entity="low", entity_name="Low", value="1e7") for year in ("2023", "2024")]
    high = [row(year=year, entity="high", entity_name="High", value="5e11") for year in ("2023", "2024")]
    first, second = name_places(points(*low, *high), [1, 3], is_log=False)
    assert first.dy < 18
    assert (second.align, second.dy) == ("center", 18)


def test_years_and_halves_in_one_picture_are_told_apart() -> None:
    half = {"period": "2025-H1", "period_start": "2025-01-01", "period_end": "2025-06-30"}
    spec = chart(points(row(), row(year="2025", value="2e11"), row(value="9e10", **half)), CAPTION, "en")
    values = spec["vconcat"][0]["data"]["values"]
    assert [one["label"] for one in values] == [
        "CNY 100 billion (2024)",
        "CNY 100 billion (2025)",
        "CNY 100 billion (2025-H1)",
    ]
    assert all(one["is_long"] for one in values)
    plain = chart(points(row(), row(year="2025", value="2e11")), CAPTION, "en")["vconcat"][0]["data"]["values"]
    assert {one["label"] for one in plain} == {"CNY 100 billion"}


def test_labels_without_room_over_time_stand_beside_bars() -> None:
    long = {"display": "up 72% (financing amount; China; compared with 2023)"}
    assert kinds(chart(points(row(), row(year="2025", value="2e11", **long)), CAPTION, "en"))[0] == "bar"


@pytest.mark.parametrize("is_narrow", [False, True])
def test_what_bars_would_mislead_about_is_points(is_narrow: bool) -> None:
    """Ranks, the first above, and figures of which most bars would not be seen, on an axis by powers of ten that says so."""
    ranks = [row(year=None, entity=f"e{value}", value=value, unit="rank") for value in ("11", "1", "3")]
    caption = Caption("Rank", "rank", "rank", "https://example.org/")
    spec = chart(points(*ranks), caption, "en", is_narrow=is_narrow)
    assert "bar" not in kinds(spec)
    assert [one["shown_top"] for one in spec["vconcat"][0]["data"]["values"]] == [1, 3, 11]
    assert "the best: " in spec["description"]
    sizes = [row(year=None, entity=f"e{value}", value=value) for value in ("1e13", "1e10", "2e10", "3e7")]
    spec = chart(points(*sizes), CAPTION, "en", is_narrow=is_narrow)
    assert "bar" not in kinds(spec)
    axes = [layer["encoding"]["x"] for layer in spec["vconcat"][0]["layer"] if "x" in layer["encoding"]]
    assert {one["scale"]["type"] for one in axes} == {"log"}
    assert is_narrow or "logarithmic" in axes[0]["title"]


@pytest.mark.parametrize(("comparator", "symbol"), [("gt", "triangle-up"), ("lt", "triangle-down"), ("approx", "circle")])
def test_bars_show_how_figures_relate_to_the_truth(comparator: str, symbol: str) -> None:
    spec = chart(points(row(comparator=comparator), row(entity="b"), row(entity="c")), CAPTION, "en")
    (layer, *_) = [one for one in spec["vconcat"][0]["layer"] if one["mark"]["type"] == "point"]
    (marked,) = [
        one for one in spec["vconcat"][0]["data"]["values"] if f"'{one['shape']}'" in layer["transform"][0]["filter"]
    ]
    assert marked["symbol"] == symbol
    assert len(spec["title"]["subtitle"]) == 1


def test_shares_are_drawn_of_the_whole() -> None:
    rows = [
        row(year=None, entity=f"e{value}", value=value, unit="percent", qualifiers={"denominator": "m"})
        for value in ("20", "30")
    ]
    caption = Caption("Share", "percent", "percent", "https://example.org/")
    for drawn, end in ((rows, 100), ([*rows, row(year=None, value="40", unit="percent")], 40)):
        assert chart(points(*drawn), caption, "en")["vconcat"][0]["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, end]


def test_two_things_at_two_times_are_no_course_of_one() -> None:
    first, second = row(entity="a"), row(year="2025", entity="b", entity_name="B", value="2e11")
    assert (
        chart(points(first, second), CAPTION, "en")["description"]
        == "市场规模: 2 figures, 2024–2025; the largest: B, CNY 100 billion"
    )
    said = chart(points(first, row(year="2025", value="2e11")), CAPTION, "en")["description"]
    assert "from 2024 (CNY 100 billion) to 2025 (CNY 100 billion)" in said
    assert "2024" not in chart(points(first, row(year=None, entity="b")), CAPTION, "en")["description"]


@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_whole_address_is_in_the_picture(is_narrow: bool) -> None:
    address = "https://example.org/metrics?" + "&".join(f"qualifier.of{number}=something-long" for number in range(9))
    spec = chart(points(row(), row(entity="b")), Caption("T", "CNY", "CNY", address), "en", is_narrow=is_narrow)
    _, *lines = [one["line"] for one in spec["vconcat"][1]["data"]["values"]]
    assert "".join(lines) == address
    assert len(lines) > 2


def test_a_long_figure_is_written_whole() -> None:
    long = row(display="每天 56 万美元（推理系统；理论值，按公开价格与缓存命中率推算）", conflict_ids=["c"])
    lines = [one["line"] for one in chart(points(long), CAPTION, "zh")["vconcat"][0]["data"]["values"]]
    assert "".join(lines) == f"{long['display']} ≠"


def test_words_of_a_negative_bar_stand_beside_it() -> None:
    rows = [row(year=None, entity=f"e{value}", value=value, unit="percent") for value in ("-12", "30", "0")]
    drawn = chart(points(*rows), CAPTION, "en")["vconcat"][0]["data"]["values"]
    assert [(one["shown_top"], one["words_at"]) for one in drawn] == [(30, 30), (0, 0), (-12, 0)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_signs_are_explained_in_lines_that_fit(lang: Any) -> None:
    comparators = ("approx", "gt", "lt", "eq")
    rows = [row(year=str(2020 + number), comparator=one) for number, one in enumerate(comparators)]
    rows += [
        row(year="2025", comparator="range", value_max="2e11", evidence="uncited"),
        row(year="2026", status="forecast", conflict_ids=["c"]),
    ]
    lines = chart(points(*rows), CAPTION, lang)["title"]["subtitle"]
    assert len(lines) > 1 or lang == "zh"
    assert all(sum(2 if ord(letter) > 0x2E7F else 1 for letter in line) <= 105 for line in lines)
    assert len(" · ".join(lines).split(" · ")) == 7


@pytest.fixture(scope="module")
def renderer() -> Iterator[ChartRenderer]:
    one = ChartRenderer()
    yield one
    one.close()


@pytest.mark.slow
def test_pictures_have_chinese_words_and_can_be_read(renderer: ChartRenderer) -> None:
    spec = chart(
        points(
            row(), row(value="2e11", year="2025", comparator="approx"), row(value="3e11", year="2026", status="forecast")
        ),
        CAPTION,
        "zh",
    )
    svg = renderer.draw(spec, "svg", "zh").decode()
    words = "".join(ElementTree.fromstring(svg).itertext())
    assert "市场规模" in words
    assert "https://example.org/metrics" in words
    assert "Gazette" in words
    png = renderer.draw(spec, "png", "zh")
    assert png.startswith(b"\x89PNG")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["某银行 <b> & “子公司”", "甲", "한국 시장", "かな", "bad", "𠮷野家"])
def test_texts_of_any_script_are_drawn_letter_by_letter(renderer: ChartRenderer, name: str) -> None:
    rows = [row(year=None, entity=f"e{number}", entity_name=f"{name}{number}", value=number + 1) for number in range(12)]
    svg = renderer.draw(chart(points(*rows), CAPTION, "zh"), "svg", "zh").decode()
    texts = [one.text for one in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert {f"{name}{number}" for number in range(12)} <= set(texts)
    assert "市场规模" in texts
    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {FONT}


@pytest.mark.slow
def test_a_worker_that_dies_or_refuses_is_replaced(renderer: ChartRenderer) -> None:
    spec = chart(points(row()), CAPTION, "en")
    assert renderer.draw(spec, "svg", "en").startswith(b"<svg")
    assert renderer._worker is not None
    os.kill(renderer._worker.pid, signal.SIGKILL)
    renderer._worker.wait()
    assert renderer.draw(spec, "svg", "en").startswith(b"<svg")
    with pytest.raises(Exception, match="could not be drawn"):
        renderer.draw({"mark": "nothing"}, "svg", "en")
    assert renderer.draw(spec, "svg", "en").startswith(b"<svg")


def test_a_worker_that_gives_no_answer_is_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that is busy, or out of memory, the chart may come later."""
    monkeypatch.setattr("app.formats.charts.renderer._PATIENCE", 0.01)
    one = ChartRenderer()
    with pytest.raises(Unavailable) as told:
        one.draw(chart(points(row()), CAPTION, "en"), "svg", "en")
    assert told.value.retry_after
    one.close()


@pytest.mark.parametrize(
    ("python", "why"), [("/bin/false", "ended"), ("/dev/null", "cannot be started"), ("/none", "cannot be started")]
)
def test_a_worker_that_cannot_work_is_told(monkeypatch: pytest.MonkeyPatch, python: str, why: str) -> None:
    monkeypatch.setattr("sys.executable", python)
    one = ChartRenderer()
    with pytest.raises(Unavailable, match=why):
        one.draw(chart(points(row()), CAPTION, "en"), "svg", "en")
    one.close()


def test_a_narrow_chart_keeps_to_a_phone(renderer: ChartRenderer) -> None:
    """Bars in the order of time, largest first without one; each says its value, and nothing is wider than the screen."""
    over_time = [
        row(year="2026", status="forecast"),
        row(year="2024", value="-5e9", display="-5 billion"),
        row(year="2025", comparator="gt"),
    ]
    apart = [row(entity=name, entity_name=name, value=f"{n}e9") for n, name in enumerate(["x" * 90, "市" * 60, "c"])]
    for rows, names in ((over_time, ["2024", "2025", "2026"]), (apart, None), (over_time[:1], None)):
        spec = chart(points(*rows), CAPTION, "en", is_narrow=True)
        values = spec["vconcat"][0]["data"]["values"]
        assert names is None or [one["names"] for one in values] == [[name] for name in names]
        assert [one["happened"] for one in values] == [True] * 2 + [False] if names else True
        picture = renderer.draw(spec, "svg", "en").decode()
        width, _ = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)[0])
        assert width <= 328
        assert all(one["text"] and one["text"] in picture for one in values if "…" not in one["text"])


@pytest.mark.parametrize(
    ("lang", "label", "shown"),
    [
        # what the name says is not said again; what it does not say has lines of its own, as cut off it would mislead
        ("en", "CNY 100 billion (phones; in cities)", ["CNY 100 billion"]),
        ("zh", "1000 亿元（Phones；in cities）", ["1000 亿元"]),
        ("en", "over CNY 100 billion (phones; counted without tax, for 5 years)",
         ["over CNY 100 billion", "(phones; counted without tax, for 5 years)"]),
    ],
)  # fmt: skip
def test_a_narrow_chart_cuts_no_value(lang: Language, label: str, shown: list[str]) -> None:
    of = {"of": "phones", "where": "in cities"}
    rows = [row(**{f"display_{lang}": label}, qualifiers=of), row(entity="b", qualifiers=of | {"of": "laptops"})]
    rows.append(row(entity="c", qualifiers={"of": "laptops"}))
    spec = chart(points(*rows, lang=lang), CAPTION, lang, is_narrow=True)
    (found,) = [one for one in spec["vconcat"][0]["data"]["values"] if one["label"] == label]
    assert ([one for one in found["lines"] if one] or [found["text"]]) == shown


def test_nothing_in_a_name_turns_the_line_around() -> None:
    """`\u202e` before a year or a sign would have it read from its end."""
    rows = [row(entity_name="A\u202e", display="CNY 1\u202b billion", entity=name, subject_en="\u2067S") for name in "ab"]
    caption = Caption("T\u202e", "CNY", "CNY", "http://a/")
    for is_narrow in (False, True):
        spec = chart(read_points(rows, {"d:1": "Gazette\u202e"}, "en"), caption, "en", is_narrow=is_narrow)
        assert not re.search(r"\\u20(2[a-e]|6[6-9])", json.dumps(spec))


@pytest.mark.parametrize("is_narrow", [False, True])
def test_what_is_measured_differently_is_not_ranked_together(is_narrow: bool) -> None:
    rows = [
        row(id=f"met_{n}", indicator=name, entity=f"e{n}", value=value, year=None)
        for n, (name, value) in enumerate([("growth", "40"), ("share", "50"), ("growth", "60"), ("share", "55")])
    ]
    spec = chart(points(*rows), CAPTION, "en", is_narrow=is_narrow)
    assert [one["id"] for one in spec["vconcat"][0]["data"]["values"]] == ["met_2", "met_0", "met_3", "met_1"]
    assert "One indicator after another" in spec["title"]["subtitle"]
    one = chart(points(*rows[::2]), CAPTION, "en", is_narrow=is_narrow)
    assert "One indicator after another" not in one["title"]["subtitle"]


@pytest.mark.anyio
@pytest.mark.parametrize("path", ["metrics", "series", "aggregate"])
async def test_the_narrow_chart_is_a_format(client: httpx.AsyncClient, path: str) -> None:
    query = "indicator=market-size&unit=CNY&entity=china-llm-market&format=svg-narrow"
    answer = await client.get(f"/api/v1/{path}?{query}")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert 'viewBox="0 0 3' in answer.text


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("metrics?format=svg", "unit"), ("metrics?indicator=market-size&format=vega-lite", "unit"),
        ("metrics?unit=percent&entity=baidu&period=1990&format=svg", "format"), ("metrics?unit=CNY&fields=id&format=svg", "fields"),
        ("metrics?unit=CNY&facets=status&format=png", "facets"), ("claims?format=svg", "format"), ("series?indicator=market-size&format=svg", "unit"),
        ("aggregate?group_by=unit&measures=max&format=svg", "unit"), ("aggregate?unit=CNY&measures=min,max&format=svg", "measures"),
        ("aggregate?period=1990&format=svg", "format"), ("aggregate?group_by=section&format=svg&bom=true", "bom"),
    ],
)  # fmt: skip
async def test_what_cannot_be_drawn_is_refused(client: httpx.AsyncClient, path: str, parameter: str) -> None:
    answer = await client.get(f"/api/v1/{path}")
    assert answer.status_code == 422, answer.text
    assert parameter in [one["parameter"] for one in answer.json()["errors"]]


@pytest.mark.anyio
@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_a_specification_says_what_it_shows(client: httpx.AsyncClient, lang: str) -> None:
    query = "indicator=market-size&unit=CNY&entity=china-llm-market"
    for path in ("metrics", "series"):
        rows = (await client.get(f"/api/v1/{path}?{query}&limit=1000")).json()["data"]
        answer = await client.get(f"/api/v1/{path}?{query}&format=vega-lite&lang={lang}")
        assert answer.headers["content-type"] == "application/vnd.vegalite.v6+json"
        spec = answer.json()
        assert str(len(rows)) in spec["description"]
        values = spec["vconcat"][0]["data"]["values"]
        assert {one["value"] for one in values} == {one["value"] for one in rows}
        assert sum(one["stated"] for one in values) == len(rows)
        footer = [one["line"] for one in spec["vconcat"][1]["data"]["values"]]
        assert any("http://test/" in line for line in footer)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("query", "measure", "mark", "title"),
    [
        ("group_by=evidence", "count", "bar", "Number of figures by evidence"),
        ("group_by=year&indicator=market-size&unit=CNY", "count", "rule", "Number of figures: market size by year"),
        ("group_by=year&indicator=market-size&unit=CNY&measures=max", "max", "point", "Largest: market size by year"),
        ("group_by=section,evidence&in_conflict=true", "count", "bar", "Number of figures by section and evidence"),
    ],
)  # fmt: skip
async def test_groups_are_drawn_by_one_measure(
    client: httpx.AsyncClient, query: str, measure: str, mark: str, title: str
) -> None:
    buckets = (await client.get(f"/api/v1/aggregate?{query}&limit=1000")).json()["data"]
    spec = (await client.get(f"/api/v1/aggregate?{query}&format=vega-lite")).json()
    assert spec["title"]["text"] == [title]
    assert ("A figure can be in several groups" in spec["title"]["subtitle"]) is ("section" in query)
    assert mark in kinds(spec)
    drawn = [one["value"] for one in spec["vconcat"][0]["data"]["values"]]
    if "group_by=year" in query:
        assert sorted(drawn) == sorted(one[measure] for one in buckets if one["year"])
        # what is largest each year is of different things
        assert ("rule" in kinds(spec)) is (measure == "count")
    else:
        assert drawn == sorted((one[measure] for one in buckets), reverse=True)[:40]
    assert "listed with their sources" in spec["vconcat"][1]["data"]["values"][0]["line"]
