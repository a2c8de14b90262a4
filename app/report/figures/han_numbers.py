"""Numbers in Chinese characters, Korean words and glyphs: tenths, discounts, fractions, coins, ranges."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from app.report.figures.changes import is_change
from app.report.figures.number_words import DIGIT, HAN_DIGITS, han_value
from app.report.figures.numerals import (
    FRACTION,
    MAX_DIGITS,
    Core,
    NoRangeError,
    fraction,
    magnitude_of,
    number,
)


def read_word(match: re.Match[str], language: str, *, ranged: bool = True) -> Core:
    """`ranged` is whether a second number may be the upper end of a range."""
    core = Core(Decimal(0), None, match.end(), match.start(), (("word", match[0]),))
    for group, read in _FORMS.items():
        if match[group]:
            return read(core, match)
    if match["percent"]:
        return _percent(core, match, ranged=ranged)
    return _numeral(core, match, language, ranged=ranged)


def _powered(core: Core, match: re.Match[str]) -> Core:
    """三的五次方, 二の八乗."""
    base, exponent = re.split("[的の]", match["powered"])
    raised = int(number(exponent.strip().rstrip("次方幂乗")))
    if raised > MAX_DIGITS:
        raise ValueError("too many digits")
    return replace(core, low=number(base) ** raised, unit_start=match.end())


def _in_percent(core: Core, low: Decimal) -> Core:
    return replace(core, low=low, unit="percent")


def _percent(core: Core, match: re.Match[str], *, ranged: bool) -> Core:
    sign = -1 if match["percent"][0] == "负" or match["percentminus"] else 1
    core = _in_percent(core, number(match["percent"].lstrip("负")) * sign)
    if match["percenthigh"] is None and match.string.startswith("秒", match.end()):
        # 百分之一秒
        return replace(core, low=core.low / 100, unit=None, unit_start=match.end())
    return core if match["percenthigh"] is None else _han_range(match, core, "percent", ranged=ranged)


def _tenth_pair(core: Core, match: re.Match[str]) -> Core:
    """两三成, 二、三割."""
    low, high = (Decimal(HAN_DIGITS[match["tenthpair"][place]] * 10) for place in (0, -1))
    return replace(core, low=low, high=high, unit="percent")


def _half(core: Core, match: re.Match[str]) -> Core:
    return replace(core, low=Decimal(50), unit="percent", hedge={"过半": "过半", "近半": "近"}.get(match["half"]))


def _doublings(core: Core, match: re.Match[str]) -> Core:
    return replace(core, low=Decimal(2) ** HAN_DIGITS[match["doublings"][-2]], unit="times")


def _fraction(core: Core, match: re.Match[str]) -> Core:
    below = match["den"].rstrip("万亿兆") if match["den"][0].isdecimal() else match["den"]
    value = FRACTION.divide(number(match["num"]), number(below) * magnitude_of(match["den"][len(below) :]))
    value += number(match["whole"]) if match["whole"] else 0
    return replace(core, low=-value if match["denminus"] else value, unit="times", fraction=True)


def _of_so_many(core: Core, match: re.Match[str]) -> Core:
    """3人に1人, 十人中有三人."""
    some, whole = number(match["of_some"]), number(match["of_all"])
    if some > whole:
        raise ValueError("more than all are no share")
    return replace(core, low=FRACTION.divide(some, whole), unit="times")


def _taels(core: Core, match: re.Match[str]) -> Core:
    taels = Decimal("0.5") if match["taels"] == "半" else number(match["taels"])
    return replace(core, low=taels * _TAEL, unit="kilogram", unit_start=match.end("taels"))


def _digit_pair(core: Core, match: re.Match[str]) -> Core:
    low, high = (Decimal(match["digitpair"][place]) for place in (0, -1))
    return replace(core, low=low, high=high, unit_start=match.end())


def _large_coin(core: Core, match: re.Match[str]) -> Core:
    value = number(match["bigcoin"]) + Decimal(_digits(match["smallcoin"])).scaleb(-len(match["smallcoin"]))
    return replace(core, low=value, unit="CNY", unit_start=match.end())


def _half_unit(core: Core, match: re.Match[str]) -> Core:
    behind = match.string[match.end() : match.end() + 2]
    if behind[:1] == "月":
        raise ValueError("半月 is a word")
    if behind.lstrip("个")[:1] == "亿":
        end = match.end() + behind.index("亿") + 1
        return replace(core, low=Decimal("0.5") * 10**8, end=end, unit_start=end)
    end = match.end() + (behind[:1] == "个" and behind != "个月")
    return replace(core, low=Decimal("0.5"), end=end, unit_start=end)


_TAEL = Decimal("0.05")
_KOREAN = {"두": 2, "세": 3, "네": 4, "다섯": 5, "열": 10}
# by the group of the expression that is there
_FORMS: dict[str, Callable[[Core, re.Match[str]], Core]] = {
    "tenths": lambda core, match: _in_percent(core, _tenths(match)),
    "tenthpair": _tenth_pair,
    "halftenth": lambda core, match: _in_percent(core, Decimal(5)),
    "discount": lambda core, match: _in_percent(core, _discount(match["discount"])),
    "doubled": lambda core, match: replace(core, low=Decimal(2), unit="times"),
    "doublings": _doublings,
    "half": _half,
    "den": _fraction,
    "powered": _powered,
    "of_all": _of_so_many,
    "taels": _taels,
    "digitpair": _digit_pair,
    "glyph": lambda core, match: replace(core, low=fraction(match["glyph"]), unit_start=match.end()),
    "bigcoin": _large_coin,
    "coins": lambda core, match: replace(core, low=_coins(match), unit="CNY", unit_start=match.end()),
    "kofold": lambda core, match: replace(core, low=Decimal(_KOREAN[match["kofold"]]), unit="times"),
    "halfunit": _half_unit,
}


def _numeral(core: Core, match: re.Match[str], language: str, *, ranged: bool) -> Core:
    if match["hanhalf"] == "个亿":
        return replace(core, low=number(match["han"]) * 10**8, unit_start=match.end())
    half = Decimal("0.5") if match["hanhalf"] else 0
    end = match.end()
    if match["hanhalf"] and match.string[match.end()] == "月":
        # 九个半月
        return replace(core, low=number(match["han"]) + half, unit="month", end=end + 1, unit_start=end)
    # 二百三 is 230 in Chinese, 203 in Japanese
    written = match["han"].replace("、", "")
    written = _SHORT.sub("零", written) if language == "ja" else written
    if ranged and not half and not match["hanhigh"] and not match["hanminus"] and (both := neighbours(written)):
        if both[1] < 10 and not match.string[match.end() : match.end() + 2].strip():
            raise ValueError("三四 alone is no range")
        return replace(core, low=both[0], high=both[1], end=match.end(), unit_start=match.end())
    low = number(written) + half
    core = replace(core, low=-low if match["hanminus"] else low, end=match.end(), unit_start=end)
    return _han_range(match, core, "han", ranged=ranged) if match["hanhigh"] else core


# 三四百, 二十五六: about so many
_NEIGHBOURS = re.compile(
    "(?P<before>.*?)(?P<first>[一二两三四五六七八])(?P<second>[二两三四五六七八九])(?P<behind>[十百千万亿]*)$"
)


def neighbours(text: str) -> tuple[Decimal, Decimal] | None:
    """Two numerals that differ by one digit, written as one: 三四百, 二十五六, 两三."""
    if text == "三五":
        return Decimal(3), Decimal(5)
    found = _NEIGHBOURS.fullmatch(text)
    if found is None or HAN_DIGITS[found["second"]] != HAN_DIGITS[found["first"]] + 1:
        return None
    if found["before"] and not (found["behind"] or found["before"].endswith("十")):
        return None
    first, second = (han_value(found["before"] + found[one] + found["behind"]) for one in ("first", "second"))
    return first, second


def _han_range(match: re.Match[str], core: Core, group: str, *, ranged: bool) -> Core:
    """两千万至三千万; 三到五万 is 三万 to 五万."""
    if not ranged:
        end = match.end(group)
        return replace(core, end=end, unit_start=end if group == "han" else core.unit_start, parts=(("word", match[group]),))
    if is_change(match.string, match.start()):
        raise NoRangeError
    low, high, written = core.low, number(match[f"{group}high"]), match[f"{group}high"]
    if match["highminus"]:
        if -high <= low:
            raise NoRangeError
        return replace(core, high=-high)
    if (
        low < 10
        and len(written) > 1
        and written[0] in HAN_DIGITS
        and high % HAN_DIGITS[written[0]] == 0
        and not written.isdecimal()
    ):
        low = low * (high / HAN_DIGITS[written[0]]) if set(written[1:]) <= set("十百千万亿") else low
    return replace(core, low=low, high=high)


def _digits(text: str) -> str:
    return "".join(str(HAN_DIGITS[digit]) for digit in text)


_SHORT = re.compile("(?<=[百千万亿])(?=[一二三四五六七八九]$)")


def _coins(match: re.Match[str]) -> Decimal:
    """3 元 2 角 5 分, 五块六毛, 五角钱."""
    tenths, hundredths = (
        match["jiao"] or match["jiao_alone"],
        match["fen"] or match["fen_after"] or match["fen_last"] or match["fen_bare"],
    )
    value = number(match["yuan"]) if match["yuan"] else Decimal(0)
    return value + (number(tenths) / 10 if tenths else 0) + (number(hundredths) / 100 if hundredths else 0)


def _tenths(match: re.Match[str]) -> Decimal:
    more = match["more"]
    if more in {"半", None}:
        return number(match["tenths"]) * 10 + (5 if more else 0)
    hundredths, _, thousandths = more.rstrip("厘").partition("分")
    return number(match["tenths"]) * 10 + number(hundredths) + (number(thousandths) / 10 if thousandths else 0)


def _discount(text: str) -> Decimal:
    """八五折 and 85 折 leave 85 % of the price, 八折 80 %, 对折 half of it."""
    if text in {"对", "半"}:
        return Decimal(50)
    if re.fullmatch(rf"[{DIGIT}]{{2}}", text):
        return han_value(text[0]) * 10 + han_value(text[1])
    value = number(text)
    return value if value > 10 else value * 10
