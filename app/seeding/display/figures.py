"""Figures in words, in English and in Chinese: `over CNY 70 billion`, `12.7 trillion tokens per day`, `No. 2 worldwide`.

Scale and noun are those of the text: 0.8 微米 is `0.8 µm`, 1/3 stays a fraction, 10 万教师 are teachers. Every qualifier is named,
so that the text says by itself what it is a figure of: `39% of online retail (parcels)`. A change says so: 40% of an error
reduction is `40% lower (misdiagnosis rate)`, not a rate of 40%.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.seeding.display.bilingual import Rendered
from app.seeding.display.display_numbers import (
    english_number,
    english_scale,
    fraction_of,
    han_number,
    han_scale,
    several,
    written_ratio,
)
from app.seeding.display.display_units import CURRENCIES, UnitWords, is_currency, step_of, words_of
from app.vocabulary import Change, Comparator, QualifierKey
from app.vocabulary.names import HEDGES, SAID_BEFORE

_HEDGES = {one.value: Rendered(f"{HEDGES[one][0]} ", HEDGES[one][1]) for one in SAID_BEFORE}
_NO_HEDGE = Rendered("", "")
# from below, which about does not say: 近 3 亿, 准万亿, almost half
_NEARLY = re.compile(r"近|将近|接近|准|(?:nearly|almost|just under|close to)\b", re.IGNORECASE)
_FROM_BELOW = Rendered("nearly ", "近")
# never in thousands or millions
_SHARES = ("percent", "percentage_point")
# units whose sizes go by the name of a class
_NAMED_BY_CLASS = ("pixel", "token")
_CLASS = re.compile(r"(?<![\d.,])(\d+(?:\.\d+)?)\s?[Kk](?![A-Za-z])")
# magnitudes before the counted noun of a unit as written: 万张
_MAGNITUDE = re.compile(r"^[十百千万亿兆\s]+")
# a market or an industry by its name alone, and countries that have an article
_ONE_OF_A_KIND = re.compile(
    r"(?!the |China's ).* (?:market|industry|sector|layer)|United (?:States|Kingdom)|European Union|Netherlands|Philippines"
)
# before and behind the number, in English and in Chinese
_CHANGES = {
    Change.GROWTH: (Rendered("up ", "增长"), ""),
    Change.YEARLY_GROWTH: (Rendered("up ", "年均增长"), " a year"),
    Change.HIGHER: (Rendered("", "提高"), " higher"),
    Change.LOWER: (Rendered("", "降低"), " lower"),
}
# the same where a qualifier says which way, by its English word; any other word is in brackets
_DIRECTIONS = {
    "increase": (Rendered("up ", "提高"), ""),
    "decrease": (Rendered("down ", "下降"), ""),
    "higher": (Rendered("", "高"), " higher"),
    "lower": (Rendered("", "低"), " lower"),
}
_IN_BRACKETS = (
    QualifierKey.OF, QualifierKey.DENOMINATOR, QualifierKey.SCOPE, QualifierKey.REGION, QualifierKey.BASIS,
    QualifierKey.SCENARIO, QualifierKey.BENCHMARK, QualifierKey.CONDITION, QualifierKey.BASELINE, QualifierKey.DIRECTION,
    QualifierKey.ROLE,
)  # fmt: skip


@dataclass(frozen=True)
class Noun:
    """What is counted: one of it, several of it, and its Chinese name."""

    one: str
    many: str
    zh: str


@dataclass(frozen=True)
class Figure:
    """What is shown of a figure: its value with the words that state it, what is counted, its qualifiers by key.

    `of_baseline`: it is a part or a multiple of its baseline, as 136% of last year's is. `measure`: what a number with neither unit
    nor noun measures. `change`: it is a change of what its qualifiers name.
    """

    value: Decimal
    value_max: Decimal | None
    comparator: str
    unit: str
    quote: str = ""
    unit_text: str = ""
    deviation: Decimal | None = None
    noun: Noun | None = None
    qualifiers: Mapping[QualifierKey, Rendered] = field(default_factory=dict)
    of_baseline: bool = False
    measure: Rendered | None = None
    change: Change | None = None

    @property
    def values(self) -> list[Decimal]:
        """The value, or both ends of a range."""
        return [self.value] if self.value_max is None else [self.value, self.value_max]


def display(figure: Figure) -> Rendered:
    """A figure in words with all its qualifiers."""
    values, around = figure.values, figure.deviation
    # the name of a class says by itself that it is no exact number
    hedge = _NO_HEDGE if _class_name(figure, values) else _hedge(figure)
    en, zh = _english(figure, values), _chinese(figure, values)
    if figure.noun is not None and (many := several(figure.value, figure.quote)):
        hedge = _NO_HEDGE
        en, zh = f"{many.en} {figure.noun.many}", spaced(many.zh, *_counted(figure.unit_text, figure.noun))
    if around is not None:
        off = Rendered(f"±{_english(figure, [around])}", f"±{_chinese(figure, [around])}")
        en, zh = (f"{en} {off.en}", f"{zh}{off.zh}") if figure.value else off
    return _qualified(figure, _changed(figure, Rendered(hedge.en + en, spaced(hedge.zh, zh))))


def _hedge(figure: Figure) -> Rendered:
    if figure.comparator == Comparator.APPROX and _NEARLY.match(figure.quote):
        return _FROM_BELOW
    return _HEDGES.get(figure.comparator, _NO_HEDGE)


def spaced(*parts: str) -> str:
    """Chinese text with a space between Han characters and Latin ones or digits."""
    joined = parts[0]
    for part in parts[1:]:
        joined += f" {part}" if joined and part and _meets_latin(joined[-1], part[0]) else part
    return joined


def _meets_latin(last: str, first: str) -> bool:
    han = [character >= "\u2e80" for character in (last, first)]
    if not any(han):
        return last.isdigit() and first.isalpha()
    return han[0] != han[1] and (last.isalnum() or last == "%") and (first.isalnum() or first == "±")


def _english(figure: Figure, values: list[Decimal]) -> str:
    unit, highest = figure.unit, values[-1]
    if unit == "rank":
        return "No. " + _ends(values, 0)
    if unit == "times" and (alone := _without_unit(figure, values)):
        return alone
    if class_ := _class_name(figure, values):
        return f"{class_} resolution" if unit == "pixel" else f"{class_}{words_of(unit).many}"
    values, step, words = _in_steps(figure, values)
    exponent, scale = (0, "") if unit in _SHARES else english_scale(values[-1].scaleb(-step))
    numbers = _ends(values, exponent + step) + scale
    if figure.noun is not None:
        return f"{numbers} {figure.noun.one if highest == 1 else figure.noun.many}"
    if is_currency(unit):
        return f"{unit} {numbers}"
    return numbers + (words.one if highest == 1 else words.many)


def _chinese(figure: Figure, values: list[Decimal]) -> str:
    unit = figure.unit
    if unit == "rank":
        return spaced("第", _han_ends(values, 0))
    if unit == "times" and (alone := _without_unit(figure, values)):
        return alone
    if class_ := _class_name(figure, values):
        return f"{class_} {'分辨率' if unit == 'pixel' else words_of(unit).zh}"
    values, step, words = _in_steps(figure, values)
    exponent, scale = (0, "") if unit in _SHARES else han_scale(values[-1].scaleb(-step), figure.quote)
    numbers = spaced(_han_ends(values, exponent + step), scale)
    if figure.noun is not None:
        return spaced(numbers, *_counted(figure.unit_text, figure.noun))
    return spaced(numbers, CURRENCIES.get(unit, unit) if is_currency(unit) else words.zh)


def _in_steps(figure: Figure, values: list[Decimal]) -> tuple[list[Decimal], int, UnitWords]:
    """The values, the power of ten to divide them by, and the words of the unit in the size that it is written in."""
    step = step_of(figure.unit, values, figure.unit_text)
    if step is None:
        return values, 0, words_of(figure.unit)
    if step.whole:
        return [(value / step.factor).normalize() for value in values], 0, step.words
    return values, step.exponent, step.words


def _class_name(figure: Figure, values: list[Decimal]) -> str | None:
    """`4K`, `256K`: the name of a class, which is no exact number of pixels or tokens."""
    found = _CLASS.search(figure.quote) if figure.unit in _NAMED_BY_CLASS and len(values) == 1 else None
    return f"{found[1]}K" if found and Decimal(found[1]) * 1000 == values[0] else None


def _without_unit(figure: Figure, values: list[Decimal]) -> str | None:
    """A ratio that is written without `times`: `5:1`, `1/3`, and `1×` for what is repeated once."""
    if len(values) > 1:
        return None
    if (ratio := written_ratio(figure.quote)) is not None:
        return ratio
    if (fraction := fraction_of(values[0], figure.quote)) is not None:
        return str(fraction)
    return "1×" if values[0] == 1 else None


def _counted(unit_text: str, noun: Noun) -> tuple[str, ...]:
    """The word that counts in Chinese, as written, and the noun: 个模型. One word where the number stands before it itself: 千卡."""
    text = _MAGNITUDE.sub("", unit_text)
    # 加速卡 is a kind of 卡, and 用户 one word
    if text and noun.zh.endswith(text) and len(noun.zh) > len(text) + 1:
        return (text,)
    return (noun.zh,) if text in noun.zh or text == "人" or text.isascii() else (text, noun.zh)


def _ends(values: list[Decimal], exponent: int) -> str:
    return "–".join(english_number(value, exponent) for value in values)


def _han_ends(values: list[Decimal], exponent: int) -> str:
    return "–".join(han_number(value, exponent) for value in values)


def _multiple_of(baseline: str, zh: str) -> str:
    """为中国的 12 倍; a hedge goes before the baseline: 约为中国的 12 倍, 不低于中国的 12 倍."""
    hedge = zh[: next((i for i, sign in enumerate(zh) if sign.isdigit()), 0)].strip()
    verb = f"{hedge}为" if hedge in {"", "约", "近"} else hedge
    return spaced(verb, baseline, "的", zh[len(hedge) :].strip())


def _qualified(figure: Figure, shown: Rendered) -> Rendered:
    """The figure with the whole of a share, the time of a rate and the region of a rank; in brackets all other qualifiers."""
    left = dict(figure.qualifiers)
    en, zh = shown
    if _direction(figure):
        del left[QualifierKey.DIRECTION]
    if figure.noun is not None and (of := left.get(QualifierKey.OF)) and of.en == figure.noun.many:
        del left[QualifierKey.OF]
    if figure.unit == "percent" and (whole := left.pop(QualifierKey.DENOMINATOR, None)):
        # 占用户的 27%, but 占用户超过 90%
        parts = ("占", whole.zh, "的", zh) if zh[:1].isdigit() else ("占", whole.zh, zh)
        en, zh = f"{en} of {_with_article(whole.en)}", spaced(*parts)
    if figure.of_baseline and (baseline := left.get(QualifierKey.BASELINE)) and (joint := _of_that(en)):
        del left[QualifierKey.BASELINE]
        en, zh = f"{en} {joint} {_with_article(baseline.en)}", _multiple_of(baseline.zh, zh)
    if per := left.pop(QualifierKey.PER, None):
        en, zh = f"{en} per {per.en}", spaced("每", per.zh, zh)
    if figure.unit == "rank" and (region := left.pop(QualifierKey.REGION, None)):
        en, zh = (
            f"{en} {region.en}" if region.en == "worldwide" else f"{en} in {_with_article(region.en)}",
            spaced(region.zh, zh),
        )
    more = [figure.measure] if figure.measure is not None and not words_of(figure.unit).many and figure.noun is None else []
    if more := more + [_in_brackets(key, left[key]) for key in _IN_BRACKETS if key in left]:
        en, zh = f"{en} ({'; '.join(one.en for one in more)})", f"{zh}（{'；'.join(one.zh for one in more)}）"
    return Rendered(en, zh)


def _changed(figure: Figure, shown: Rendered) -> Rendered:
    """`up 62%`, `40% lower`. A figure that has a sign or a direction of its own says which way by that."""
    if words := _direction(figure):
        before, behind = words
    elif figure.change is None or figure.values[0] <= 0 or QualifierKey.DIRECTION in figure.qualifiers:
        return shown
    else:
        before, behind = _CHANGES[figure.change]
    return Rendered(f"{before.en}{shown.en}{behind}", spaced(before.zh, shown.zh))


def _direction(figure: Figure) -> tuple[Rendered, str] | None:
    """The words around the number that say which way it goes; None for a number that is not more than zero."""
    said = figure.qualifiers.get(QualifierKey.DIRECTION)
    return _DIRECTIONS.get(said.en) if said and figure.values[0] > 0 else None


def _of_that(shown: str) -> str:
    """What joins a ratio to its baseline: `12 times that of China`, `1/5 of that of …`. None behind `5:1`, which says both sides."""
    if ":" in shown:
        return ""
    return "that of" if shown.endswith("times") else "of that of"


def _with_article(name: str) -> str:
    return f"the {name}" if _ONE_OF_A_KIND.fullmatch(name) else name


def _in_brackets(key: QualifierKey, words: Rendered) -> Rendered:
    match key:
        case QualifierKey.BASELINE:
            return Rendered(f"compared with {_with_article(words.en)}", spaced("与", words.zh, "相比"))
        case QualifierKey.DENOMINATOR:
            return Rendered(f"of {words.en}", spaced("在", words.zh, "中"))
    return words
