"""Figures in words: the scale and the noun of the text, every qualifier, both languages."""

from dataclasses import replace
from decimal import Decimal

import pytest
import yaml

from app.config import HOME
from app.report import parse_quantity
from app.report.word_lists import read_table
from app.seeding.display.bilingual import Rendered
from app.seeding.display.display_units import is_currency
from app.seeding.display.figures import Figure, Noun, display
from app.vocabulary import Change, QualifierKey

MODELS = Noun("model", "models", "模型")
TEACHERS = Noun("teachers", "teachers", "教师")
MARKET = Rendered("AI chip market", "AI 芯片市场")


def shown(quote: str, unit: str, noun: Noun | None = None, **qualifiers: tuple[str, str]) -> tuple[str, str]:
    read = parse_quantity(quote)
    words = {QualifierKey(key): Rendered(*both) for key, both in qualifiers.items()}
    figure = Figure(read.value, read.value_max, read.comparator, unit, quote, read.unit_text, noun=noun, qualifiers=words)
    return display(figure)


@pytest.mark.parametrize(
    ("quote", "unit", "english", "chinese"),
    [
        ("294.16 亿元", "CNY", "CNY 29.416 billion", "294.16 亿元人民币"),
        ("突破 1.2 万亿元", "CNY", "over CNY 1.2 trillion", "超过 1.2 万亿元人民币"),
        ("80-150 万元", "CNY", "CNY 0.8–1.5 million", "80–150 万元人民币"),
        ("近 3 亿美元", "USD", "nearly USD 300 million", "近 3 亿美元"),
        ("22.60%", "percent", "22.60%", "22.60%"),
        ("2-4 个月", "month", "2–4 months", "2–4 个月"),
        ("1024 TFLOPS", "FLOPS", "1,024 TFLOPS", "1024 TFLOPS"),
        ("180 EFLOPS", "FLOPS", "180 EFLOPS", "180 EFLOPS"),
        ("0.8 微米", "metre", "0.8 µm", "0.8 微米"),
        ("50 毫秒以内", "second", "at most 50 ms", "不超过 50 毫秒"),
        ("77.7 太瓦时", "watt_hour", "77.7 TWh", "77.7 太瓦时"),
        ("不到 1/3", "times", "under 1/3", "不足 1/3"),
        ("1/5", "times", "1/5", "1/5"),
        ("5:1 以上", "times", "at least 5:1", "不低于 5:1"),
        ("12 倍", "times", "12 times", "12 倍"),
        ("12.7 万亿 tokens", "token", "12.7 trillion tokens", "12.7 万亿 token"),
        ("第 5", "rank", "No. 5", "第 5"),
        ("1.15", "1", "1.15", "1.15"),
        ("4K", "pixel", "4K resolution", "4K 分辨率"),
        ("256K", "token", "256K tokens", "256K token"),
        ("120 万吨", "kilogram", "1.2 million t", "120 万吨"),
        ("1.5 t", "kilogram", "1.5 t", "1.5 吨"),
        ("70 kg", "kilogram", "70 kg", "70 千克"),
        ("0.5 克", "kilogram", "0.5 g", "0.5 克"),
        ("37.5 °C", "celsius", "37.5 °C", "37.5 摄氏度"),
        ("-40 °C", "celsius", "-40 °C", "-40 摄氏度"),
        ("90°", "degree", "90°", "90 度"),
        ("120 平方米", "square_metre", "120 m²", "120 平方米"),
        ("9.6 平方公里", "square_metre", "9.6 km²", "9.6 平方千米"),
        ("30 立方米", "cubic_metre", "30 m³", "30 立方米"),
        ("250 毫升", "litre", "250 mL", "250 毫升"),
        ("3 万升", "litre", "30,000 L", "3 万升"),
        ("2 小时", "second", "2 h", "2 小时"),
        ("90 分钟", "second", "90 min", "90 分钟"),
        ("45 秒", "second", "45 s", "45 秒"),
        ("80 GB", "byte", "80 GB", "80 GB"),
        ("300 km/h", "kilometre_per_hour", "300 km/h", "300 千米/小时"),
        ("2.4 GHz", "hertz", "2.4 GHz", "2.4 吉赫兹"),
        ("700 W", "watt", "700 W", "700 瓦"),
        ("500 万英镑", "GBP", "GBP 5 million", "500 万英镑"),
        ("3 万韩元", "KRW", "KRW 30,000", "3 万韩元"),
    ],
)
def test_the_scale_is_that_of_the_text(quote: str, unit: str, english: str, chinese: str) -> None:
    assert shown(quote, unit) == (english, chinese)


def test_what_is_counted_is_named() -> None:
    assert shown("1509 个", "count", MODELS) == ("1,509 models", "1509 个模型")
    assert shown("1 个", "count", MODELS) == ("1 model", "1 个模型")
    assert shown("数百个", "count", MODELS) == ("hundreds of models", "数百个模型")
    assert shown("几十万个", "count", MODELS) == ("hundreds of thousands of models", "几十万个模型")
    assert shown("10 万教师", "person", TEACHERS) == ("100,000 teachers", "10 万教师")
    cards = Noun("accelerator", "accelerators", "加速卡")
    assert shown("640 卡", "count", cards) == ("640 accelerators", "640 卡")
    assert shown("20 万张", "count", cards) == ("200,000 accelerators", "20 万张加速卡")


@pytest.mark.parametrize(
    ("quote", "unit", "english", "chinese"),
    [
        ("136%", "percent", "136% of that of China", "为中国的 136%"),
        ("约 12 倍", "times", "about 12 times that of China", "约为中国的 12 倍"),
        ("12 倍以上", "times", "at least 12 times that of China", "不低于中国的 12 倍"),
        ("1/5", "times", "1/5 of that of China", "为中国的 1/5"),
        ("1%-5%", "percent", "1–5% of that of China", "为中国的 1–5%"),
        ("5:1 以上", "times", "at least 5:1 (compared with China)", "不低于 5:1（与中国相比）"),
    ],
)
def test_a_ratio_is_one_of_its_baseline(quote: str, unit: str, english: str, chinese: str) -> None:
    read, baseline = parse_quantity(quote), {QualifierKey.BASELINE: Rendered("China", "中国")}
    figure = Figure(read.value, read.value_max, read.comparator, unit, quote, qualifiers=baseline, of_baseline=True)
    assert display(figure) == (english, chinese)


@pytest.mark.parametrize(
    ("quote", "change", "english", "chinese"),
    [
        ("62%", Change.GROWTH, "up 62% (rate)", "增长 62%（率）"),
        ("约 363%", Change.GROWTH, "up about 363% (rate)", "增长约 363%（率）"),
        ("超 50%", Change.YEARLY_GROWTH, "up over 50% a year (rate)", "年均增长超过 50%（率）"),
        ("40%", Change.LOWER, "40% lower (rate)", "降低 40%（率）"),
        ("50% 以上", Change.LOWER, "at least 50% lower (rate)", "降低不低于 50%（率）"),
        ("15-20%", Change.HIGHER, "15–20% higher (rate)", "提高 15–20%（率）"),
        # a sign says which way by itself
        ("-3%", Change.GROWTH, "-3% (rate)", "-3%（率）"),
        ("0%", Change.GROWTH, "0% (rate)", "0%（率）"),
        ("40%", None, "40% (rate)", "40%（率）"),
    ],
)
def test_a_change_is_not_shown_as_an_amount(quote: str, change: Change | None, english: str, chinese: str) -> None:
    read, what = parse_quantity(quote), {QualifierKey.OF: Rendered("rate", "率")}
    figure = Figure(read.value, read.value_max, read.comparator, "percent", quote, qualifiers=what, change=change)
    assert display(figure) == (english, chinese)
    directed = replace(figure, qualifiers={**what, QualifierKey.DIRECTION: Rendered("decrease", "下降")})
    assert display(directed) == display(replace(directed, change=None))


def test_qualifiers_are_named() -> None:
    assert shown("约 31%", "percent", denominator=MARKET) == (
        "about 31% of the AI chip market", "占 AI 芯片市场约 31%",
    )  # fmt: skip
    assert shown("12.7 万亿 tokens", "token", per=("day", "天"), scope=("agents", "智能体")) == (
        "12.7 trillion tokens per day (agents)", "每天 12.7 万亿 token（智能体）",
    )  # fmt: skip
    assert shown("全球第二", "rank", region=("worldwide", "全球"), of=("text ability", "文本能力")) == (
        "No. 2 worldwide (text ability)", "全球第 2（文本能力）",
    )  # fmt: skip
    assert shown("国内第一", "rank", region=("China", "中国")) == ("No. 1 in China", "中国第 1")
    assert shown("12 倍", "times", baseline=("China", "中国"), role=("threshold", "阈值")) == (
        "12 times (compared with China; threshold)", "12 倍（与中国相比；阈值）",
    )  # fmt: skip
    assert shown("2-4 个月", "month", baseline=("United States", "美国")) == (
        "2–4 months (compared with the United States)", "2–4 个月（与美国相比）",
    )  # fmt: skip
    assert shown("0.1", "1", direction=("decrease", "下降"), baseline=("2024", "2024 年")) == (
        "down 0.1 (compared with 2024)", "下降 0.1（与 2024 年相比）",
    )  # fmt: skip
    assert shown("15-20%", "percent", direction=("lower", "更低"), of=("score", "得分")) == (
        "15–20% lower (score)", "低 15–20%（得分）",
    )  # fmt: skip
    assert shown("0", "1", direction=("decrease", "下降")) == ("0 (decrease)", "0（下降）")
    assert shown("5%", "percent", direction=("sideways", "横向")) == ("5% (sideways)", "5%（横向）")
    assert shown("8 席", "count", MODELS, denominator=("the top ten", "前十")) == (
        "8 models (of the top ten)", "8 席模型（在前十中）",
    )  # fmt: skip


def test_a_number_without_a_word_says_what_it_measures() -> None:
    measured = {"measure": Rendered("power usage effectiveness", "电能利用效率")}
    assert display(Figure(Decimal("1.15"), None, "eq", "1", **measured)) == (
        "1.15 (power usage effectiveness)", "1.15（电能利用效率）",
    )  # fmt: skip
    assert display(Figure(Decimal(8), None, "eq", "count", **measured)).en == "8 (power usage effectiveness)"
    assert display(Figure(Decimal(8), None, "eq", "count", noun=MODELS, **measured)).en == "8 models"
    assert display(Figure(Decimal(8), None, "eq", "percent", **measured)).en == "8%"


def test_an_endless_quotient_is_not_written_out() -> None:
    assert display(Figure(Decimal("0.333333333333333"), None, "eq", "times")).en == "1/3"
    assert display(Figure(Decimal("33.3333333333333"), None, "eq", "percent")).en == "33.333%"


def test_a_deviation_is_shown_on_either_side() -> None:
    figure = Figure(Decimal(0), None, "tolerance", "metre", "±0.8 微米", "微米", Decimal("0.0000008"))
    assert display(figure) == ("±0.8 µm", "±0.8 微米")


_UNITS = [
    yaml.load((HOME / folder / "vocabulary" / "units.yaml").read_text("utf-8"), yaml.CSafeLoader)
    for folder in ("seeds", "app/intake/starter")
]


def test_both_vocabularies_name_alike_whatever_the_reader_gives() -> None:
    ours, starter = ({unit["code"]: unit for unit in units} for units in _UNITS)
    assert ours == starter
    assert {row["code"] for row in read_table("units")} - {"money"} <= ours.keys()


@pytest.mark.parametrize("unit", _UNITS[0], ids=lambda unit: unit["code"])
def test_every_unit_is_written_by_its_own_name(unit: dict[str, str]) -> None:
    """Money stands before the number as a code, all else behind it as a symbol or a word; Chinese has no code."""
    code, kind = unit["code"], unit["kind"]
    english, chinese = display(Figure(Decimal(5), None, "eq", code))
    assert is_currency(code) == (kind == "money")
    if kind == "money":
        assert (english, code in chinese) == (f"{code} 5", False)
        assert unit["name_zh"].removeprefix("人民币") in chinese
    elif kind == "rank":
        assert (english, chinese) == ("No. 5", "第 5")
    else:
        assert english.startswith("5")
        assert unit["symbol"].replace("bit/s", "bps").replace("×", "times").replace("pp", "points") in (
            english.replace("5 bits", "5 bit").replace("5 days", "5 d")
        )
        assert chinese.startswith("5")
        assert "_" not in english + chinese


def test_a_unit_that_only_a_curator_knows_is_no_currency() -> None:
    assert display(Figure(Decimal(5), None, "eq", "light_year")) == ("5 light year", "5 light year")
