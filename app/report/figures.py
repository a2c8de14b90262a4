"""The ways to write a number: what each looks like, and what it is before its unit and hedges are read."""

import re
from dataclasses import dataclass, replace
from decimal import Context, Decimal, Inexact, InvalidOperation

from cn2an import cn2an

from app.report.units import HAN_MAGNITUDES, LATIN_MAGNITUDES, MONEY_PREFIXES, UNIT, UNIT_PATTERN, read_unit

MAX_DIGITS = 40
EXACT = Context(prec=100, traps=[Inexact, InvalidOperation])
_FRACTION = Context(prec=15)
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_DIGIT = "".join(_DIGITS)
_HAN = rf"[{_DIGIT}十百千万亿]+"
# 百度, 3.2 百分点, 千问, 万科 begin with no magnitude
_HAN_MAGNITUDE = r"(?:十|百(?![度分川模姓科])|千(?![问帆寻])|万(?![科达物兴])|亿(?![联航纬])){1,4}"
_LATIN_MAGNITUDE = r"(?:\s?(?:[Tt]housand|[Mm]illion|[Bb]illion|[Tt]rillion|mn|bn|tn)|[KMBTk])(?![A-Za-z])"
_MAGNITUDE = rf"(?:\s*{_HAN_MAGNITUDE}|{_LATIN_MAGNITUDE})"
_MONEY = "|".join(re.escape(prefix) for prefix in sorted(MONEY_PREFIXES, key=len, reverse=True))
_DASH = r"\s*\\?(?:-|–|—|~|至|到|to(?=\s))\s*"

_SIGNED = rf"(?:(?P<pm>±\s?)|(?P<sign>(?<![A-Za-z0-9)%])-(?=(?:{_MONEY})?\d)))?(?P<money>(?:{_MONEY})\s?)?(?P<low>{_NUMBER})"
_SECOND = (
    rf"\s*(?P<op>[:/])\s*(?P<per>{_NUMBER})(?![\d/:])"
    rf"|(?P<mag1>{_MAGNITUDE})?(?P<unit1>\s?{UNIT_PATTERN})?"
    rf"(?:{_DASH}(?:(?:{_MONEY})\s?)?(?P<high>{_NUMBER})|\s?±\s?(?P<tolerance>{_NUMBER}))"
)
# `$5m` is five million, `5m` five metres
_END = rf"(?P<plus>\s?\+(?!\s?\d))?(?P<mag>{_MAGNITUDE}|(?(money)m(?![A-Za-z])|(?!)))?"
ARABIC = re.compile(rf"{_SIGNED}(?:{_SECOND})?{_END}")
# the same groups, but a second number is never taken
SINGLE = re.compile(rf"{_SIGNED}(?:(?!)(?:{_SECOND}))?{_END}")
RANK = re.compile(
    rf"第\s?(?P<ordinal>\d+(?!\.?\d)|{_HAN})(?:大(?!模型|会|赛)|名|位)?|(?P<top>首位|榜首)"
    rf"|(?<![目之以当此提空眼])前\s?(?P<first>\d+|{_HAN})\s?(?:名|位|强)|(?:(?<![A-Za-z])No\.\s?|(?<!\w)#)(?P<no>\d+)"
)
WORD = re.compile(
    rf"(?<![{_DIGIT}十百千])(?P<tenths>[一二两三四五六七八九])成"
    rf"(?P<more>半|[一二三四五六七八九](?![十百千万亿个家种年成大项款名位线]))?"
    rf"(?![立为本果功长员就型熟分效品都年交像绩])"
    rf"|(?P<doubled>翻了?一?[番倍]|双倍)|(?P<quadrupled>翻了?两番)"
    rf"|(?P<half>一半(?!导)|半数|过半(?![年导])|近半(?![年个月天小数世]))"
    rf"|百分之\s?(?P<percent>\d+(?:\.\d+)?|{_HAN}(?:点[{_DIGIT}]+)?)|(?P<den>{_HAN}+)分之(?P<num>{_HAN})"
    rf"|(?P<han>{_HAN})"
)


@dataclass(frozen=True, slots=True)
class Core:
    """A number before its unit and hedges: values, where it ends and its unit begins, the trace, what it implies.

    `first_unit` is the unit and factor that stand behind the lower end of a range.
    """

    low: Decimal
    high: Decimal | None
    end: int
    unit_start: int
    parts: tuple[tuple[str, str], ...]
    unit: str | None = None
    hedge: str | None = None
    first_unit: tuple[str, Decimal] | None = None


def read_rank(match: re.Match[str]) -> Core:
    ordinal = match["ordinal"] or match["first"]
    value = Decimal(1) if match["top"] else _number(ordinal or match["no"])
    unit_start = max(match.end("ordinal"), match.end("first")) if ordinal else match.start()
    hedge = "前" if match["first"] else None
    return Core(value, None, match.end(), unit_start, (("rank", match[0]),), "rank", hedge)


_PARTS = (
    ("currency", "money"), ("number", "low"), ("operator", "op"), ("denominator", "per"), ("tolerance", "tolerance"),
    ("upper", "high"), ("magnitude", "mag"),
)  # fmt: skip


def read_arabic(match: re.Match[str]) -> Core:
    magnitude, end = (match["mag"] or "").strip(), match.end()
    factor = magnitude_of("M" if magnitude == "m" else magnitude)
    core = Core(
        low=-_number(match["low"]) if match["sign"] else _number(match["low"]),
        high=None,
        end=end,
        unit_start=match.start("mag") if magnitude else end,
        parts=tuple((name, match[group].strip()) for name, group in _PARTS if match[group]),
        unit=MONEY_PREFIXES[match["money"].strip()] if match["money"] else None,
        hedge="±" if match["pm"] else "+" if match["plus"] else None,
    )
    if match["op"]:
        ratio = _FRACTION.divide(core.low, _number(match["per"]))
        return replace(core, low=scale(ratio, factor), unit_start=end, unit=core.unit or "times")
    if match["high"] or match["tolerance"]:
        return _range(match, core, factor)
    return replace(core, low=scale(core.low, factor))


def _range(match: re.Match[str], core: Core, factor: Decimal) -> Core:
    """`2-4`, `500 万-1 亿`, `5%±1%`: what stands behind the second number holds for the first unless that has its own."""
    unit = UNIT.fullmatch(match["unit1"].strip()) if match["unit1"] else None
    own = magnitude_of((match["mag1"] or "").strip()) if match["mag1"] or unit else factor
    low, second = scale(core.low, own), scale(_number(match["high"] or match["tolerance"]), factor)
    if match["tolerance"]:
        low, second = low - second, low + second
    return replace(core, low=low, high=second, first_unit=read_unit(unit) if unit else None)


def read_word(match: re.Match[str]) -> Core:
    core = Core(Decimal(0), None, match.end(), match.start(), (("word", match[0]),))
    if match["tenths"]:
        more = {"半": Decimal(5), None: Decimal(0)}.get(match["more"])
        value = _number(match["tenths"]) * 10 + (_number(match["more"]) if more is None else more)
        return replace(core, low=value, unit="percent")
    if match["doubled"] or match["quadrupled"]:
        return replace(core, low=Decimal(2 if match["doubled"] else 4), unit="times")
    if match["half"]:
        return replace(core, low=Decimal(50), unit="percent", hedge={"过半": "过半", "近半": "近"}.get(match["half"]))
    if match["percent"]:
        return replace(core, low=_number(match["percent"]), unit="percent")
    if match["den"]:
        return replace(core, low=_FRACTION.divide(_number(match["num"]), _number(match["den"])), unit="times")
    return replace(core, low=_number(match["han"]), unit_start=match.end())


def _number(text: str) -> Decimal:
    """Arabic or Chinese numeral to an exact decimal. `百亿` reads as one hundred times 亿, as it is said."""
    if len(text) > MAX_DIGITS:
        raise ValueError("too many digits")
    if re.match(r"\d", text):
        return Decimal(text.replace(",", ""))
    whole, _, decimals = text.partition("点")
    if re.fullmatch(rf"[{_DIGIT}]{{2,3}}", whole) and not re.search("[零〇]", whole):
        raise ValueError("三四 and 七八 are neither 34 nor 78")
    prefixed = whole if whole[0] not in "百千万亿" else "一" + whole
    try:
        number = cn2an(prefixed.replace("〇", "零").replace("两", "二"), "normal")
    except KeyError:
        # how cn2an fails on 亿一
        raise ValueError(f"{text} is no numeral") from None
    return Decimal(number) + Decimal("0." + "".join(str(_DIGITS[digit]) for digit in decimals) if decimals else 0)


def magnitude_of(text: str) -> Decimal:
    if text in LATIN_MAGNITUDES or text.lower() in LATIN_MAGNITUDES:
        return LATIN_MAGNITUDES[text if text in LATIN_MAGNITUDES else text.lower()]
    factor = Decimal(1)
    for char in text:
        factor *= HAN_MAGNITUDES[char]
    return factor


def scale(value: Decimal, factor: Decimal) -> Decimal:
    """Multiply, keeping the digits as written: 294.16 亿 is 29416000000, not 29416000000.00."""
    if factor.normalize().as_tuple().digits == (1,):
        return value.scaleb(factor.normalize().adjusted())
    return value * factor
