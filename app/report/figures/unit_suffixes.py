"""What may follow a number and its unit: a half, smaller units, and what the figure is measured by."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from app.report.figures.number_words import HAN, HAN_DIGITS
from app.report.figures.numerals import fraction, number
from app.report.figures.units import match_unit

_HALF = re.compile(
    r"半(?![导径数年月天])|\s?반(?![가-힣])|\s?반(?=[이을의은]\s)|\s?반(?=이\s?걸)"
    r"|\s(?:and (?:a|one|three) (?:half|quarters?|third)|y medi[oa]|y cuarto|et quart|e un quarto|e um quarto"
    r"|et demie?|e mei[oa]|e mezz[oa]|und (?:eine )?halbe?)\b",
    re.I,
)
_NEXT = re.compile(rf"[ \t,]?\s?(?:and\s|und\s)?(?P<number>\d+(?:\.\d+)?|{HAN})\s?")
# 一米八, 一斤二两
_TENTHS = re.compile(
    r"(?:(?<=米)|(?<=斤)(?=.两))([一二三四五六七八九])(?:(?<!米.)(两)|(?<=米.)([一二三四五六七八九])?)(?![十百千万亿点\d个至到~-])"
)
# 2 h 45
_MINUTES = re.compile(r"\s?([0-5]\d)(?![\d%]|[.,]\d|\s?[^\W\d_])")
# 2 m 30 de haut
_METRE_AND = re.compile(
    r"\s?(\d\d)(?=\s(?:de\s(?:haut|large|long|profond|hauteur|largeur|longueur|diamètre|alto|ancho|largo|altura)|d['’]|di\s(?:alt|larg|lung)|x\s\d)|\s*(?:$|[,;:!?)]|\.(?!\d)))"
)
# 6-foot-10
_FOOT = Decimal("0.3048")
_INCHES = re.compile(r"-(\d|1[01])(?![\d.,-])")
# 9秒98
_HUNDREDTHS = re.compile(
    r"\s?(?:\d\d|[零〇一二三四五六七八九]{1,2})(?![\d.零〇一二三四五六七八九十百]|\s?[万亿个人年月日%])"
)
# 2メートル09
_CENTIMETRES = re.compile(r"\d\d(?![\d.,]|\s?[^\W\d_をのでにがはと])")
# 三十九度五, 三十九度五分
_TENTH_DEGREE = re.compile("(?<=度)([一二三四五六七八九1-9])(?:分(?!钟)|(?=$|[。，、；！？]))")
_BELOW = re.compile(
    r"\s(?:below zero|below freezing|unter null|unter dem gefrierpunkt|sous zéro|bajo cero|abaixo de zero|sotto (?:lo )?zero|onder nul"
    r"|au-dessous de zéro|en dessous de zéro|ниже нуля)\b",
    re.I,
)
# one mile, 60 nanometers are two things
FINEST = 10_000
_PER_YEAR = re.compile(r"\s?/\s?(?:a|yr|year|d|day|h|Jahr|Tag|an|年|天|日)(?![\w/])")
_CENTS = re.compile(r"(?:cents?|centimes|céntimos|centavos|centesimi)\b", re.I)
_PER = re.compile(
    r"(?:(?<=[\dmknMKB])-an?-(?=(?:year|month|day|week|hour|minute|head|share|night|barrel|tonne?|pound|gallon|ticket|plate|piece|copy|bottle)\b)|(?<=\d)-per-|\s?за\s(?=баррел|литр|тонн|килограмм|штук|унци|метр)|\s?в\s(?=год|месяц|день|сутки|неделю|час|секунду)|\s?(?:/|per\s(?!cent)|pro\s|je\s|par\s|por\s|al\s(?=met|chil|lit|quint|mese|giorno|minuto|secondo|barile|pezzo|kg\b|m[²2]|mq\b)|all['’](?=anno|ora\b)|alla\s(?=settimana|tonn|notte)|each\s|每|a\s(?=(?:year|month|day|week|hour|minute|second|night|barrel|share|tonne?|kilo|gallon|lit(?:re|er)|pound|ounce|head|person|piece|bottle|mile|metre|copy|unit|bushel|pint|game|ticket|box|bag|dose|quarter|ton)\b(?!\s(?:ago|earlier|before|prior|later|after|from)\b))|an\s(?=hour\b(?!\s(?:ago|earlier|before|later|after))|ounce|acre))\s?)"
    r"(?P<what>(?:(?:million|billion|thousand|100|1,000|10,000|100,000|1\.000|10\.000|100\.000|1K|1M|百万|千|万)\s?)?(?:[A-Za-zÀ-ÿ]{1,24}|[^\W\d_]{1,12})(?:\s(?=tokens?\b)tokens?)?)"
)


_QUARTER = re.compile(r"\b(?:cuarto|quart|quarto)$")


def _share(text: str) -> Decimal:
    """`and a half`, `and three quarters` as a number."""
    return fraction(text) if " and " in text else Decimal("0.25" if _QUARTER.search(text) else "0.5")


_MILLIMETRES = Decimal("0.1")
# metres an hour, a minute, a second as kilometres per hour
_HOURS = {
    "second": ("3.6", "s sec second sekunde segundo secondo seconde 秒 초"),
    "minute": ("0.06", "min minute minuto minuut 分 分钟 분"),
    "hour": ("0.001", "h hr hour stunde heure hora ora uur 时 小时 시간"),
}
_SECOND = frozenset(_HOURS["second"][1].split())
_A_TIME = {word: Decimal(factor) for factor, words in _HOURS.values() for word in words.split()}


class _Unit(Protocol):
    @property
    def code(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def factor(self) -> Decimal: ...
    @property
    def end(self) -> int: ...


class _Core(Protocol):
    @property
    def unit(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Compound:
    """Where the figure ends, its value, and the code of what it is measured in, if that is another."""

    end: int
    value: Decimal
    code: str | None = None


def follow(plain: str, unit: _Unit, core: _Core, low: Decimal) -> Compound:
    """`两米半`, `5 元 3 角`, `5 ft 2 in`, `$3 per million tokens`: a rate has no code of a plain unit."""
    end, value = unit.end, low
    if unit.kind == "" and core.unit is None and value > 0 and (below := _BELOW.match(plain, end)):
        return Compound(below.end(), -value)
    if unit.kind == "share" and plain[end - 1] == "倍" and (half := _HALF.match(plain, end)):
        return Compound(half.end(), value + unit.factor * _share(half[0]))
    if unit.code and unit.kind not in {"", "share", "rate"}:
        if half := _HALF.match(plain, end):
            end, value = half.end(), value + unit.factor * _share(half[0])
        else:
            end, value = _smaller(plain, unit, end, value)
    return measured_by(plain, unit, core, Compound(end, value))


def measured_by(plain: str, unit: _Unit, core: _Core, measured: Compound) -> Compound:
    """`$3 per million tokens`, `3 to 4 mm a year`."""
    end, value = measured.end, measured.value
    if unit.kind in {"share", "time"} or (unit.kind == "" and core.unit in {None, "percent", "times", "rank"}):
        return Compound(end, value)
    per = _PER.match(plain, end)
    if (
        per is None
        or (unit.kind == "count" and plain.startswith("в ", per.start() + 1))
        or (per["what"].lower() in {"year", "month"} and unit.kind == "count")
    ):
        return Compound(end, value)
    at, end = per.span("what")
    # m², mètre carré, square foot
    if (whole := match_unit(plain, at)) and whole.kind in {"area", "volume", "energy"}:
        end = max(end, whole.end)
        # kWh/m²/a
        again = _PER_YEAR.match(plain, end)
        end = again.end() if again else end
    # a film that grows by nanometres a second has no speed that is told in km/h
    travels = unit.kind == "length" and unit.factor > _MILLIMETRES
    speed = _A_TIME.get(per["what"].lower()) if travels else None
    if unit.code in {"bit", "byte"} and per["what"].lower() in _SECOND:
        return Compound(per.end(), value, f"{unit.code}_per_second")
    if speed is not None:
        return Compound(per.end(), value * speed, "kilometre_per_hour")
    return Compound(end, value, f"{unit.code}/{plain[at:end].strip()}" if unit.code else None)


def _smaller(plain: str, unit: _Unit, end: int, value: Decimal) -> tuple[int, Decimal]:
    """Further numbers with smaller units of the same kind."""
    factor = unit.factor
    if unit.kind == "temperature" and (tenth := _TENTH_DEGREE.match(plain, end)):
        return tenth.end(), value + number(tenth[1]) * factor / 10
    if unit.kind in {"temperature", "angle"} and (below := _BELOW.match(plain, end)) and value > 0:
        return below.end(), -value
    if plain[end - 1] == "秒" and (rest := _HUNDREDTHS.match(plain, end)):
        digits = rest[0].strip()
        digits = digits if digits.isascii() else "".join(str(HAN_DIGITS[digit]) for digit in digits)
        return rest.end(), value + Decimal(digits).scaleb(-len(digits)) * factor
    if plain.endswith("メートル", 0, end) and factor == 1 and value % 1 == 0 and (rest := _CENTIMETRES.match(plain, end)):
        return rest.end(), value + Decimal(rest[0]) / 100
    if factor == 1 and plain[end - 2 : end] in {" m", "0m", "1m", "2m", "3m"} and (rest := _METRE_AND.match(plain, end)):
        return rest.end(), value + Decimal(rest[1]) / 100
    if unit.code == "metre" and factor == _FOOT and (inches := _INCHES.match(plain, end)):
        return inches.end(), value + Decimal(inches[1]) * _FOOT / 12
    if plain[end - 1] in "米斤" and (rest := _TENTHS.match(plain, end)):
        share = Decimal("0.05") / factor if rest[2] else Decimal("0.1")
        last = number(rest[3]) / 100 if rest[3] else 0
        return rest.end(), value + (number(rest[1]) * share + last) * factor
    if plain[end - 1] == "h" and (minutes := _MINUTES.match(plain, end)):
        return minutes.end(), value + Decimal(minutes[1]) * 60
    for _ in range(3):
        match = _NEXT.match(plain, end)
        found = match_unit(plain, match.end()) if match else None
        if match and found and unit.code == "second" and plain.startswith("分", match.end()):
            # 2小时15分
            found = replace(found, code="second", kind="time", factor=Decimal(60))
        if match and found and unit.kind == "money" and (hundredth := _CENTS.match(plain, match.end())):
            found = replace(found, code=unit.code, factor=Decimal("0.01"), end=hundredth.end())
        if (
            match is None
            or found is None
            or found.code != unit.code
            or found.factor >= factor
            or unit.kind == "count"
            or found.factor * FINEST < factor
        ):
            break
        if unit.kind == "money" and match[0].startswith(","):
            # $21.50, 35 cents more
            break
        try:
            value += number(match["number"]) * found.factor
        except (ValueError, KeyError):
            break
        end, factor = found.end, found.factor
    return end, value
