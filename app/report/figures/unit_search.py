"""The unit of a figure: after the number, or that of the expression that contains the number."""

import re
from dataclasses import dataclass
from decimal import Decimal

from app.report.figures.numerals import Core
from app.report.figures.units import Unit, match_unit


@dataclass(frozen=True, slots=True)
class Found:
    """The unit of a figure: code, dimension, factor, where it ends."""

    code: str | None
    kind: str
    factor: Decimal
    end: int


# thirty (30) days, 三十（30）日
REPEATED = re.compile(r"\s?[（(](\d+)[)）](?=\s|日|天|个|年|月)")
_OF = {
    "fr": re.compile(r"\s(?:d['’]|de\s)"),
    "es": re.compile(r"\sde\s"),
    "pt": re.compile(r"\sde\s"),
    "it": re.compile(r"\sdi\s"),
}


def unit_behind(plain: str, core: Core, at: int, language: str) -> Found:
    """The unit after a number. A number that already has a unit (`$`) may only repeat it: `RMB 5 亿元`."""
    if language in _OF and (of := _OF[language].match(plain, at)):
        at = of.end() if match_unit(plain, of.end()) else at
    # vent'anni
    elided = language == "it" and plain[at : at + 1] in {"'", "’"}
    blank = elided or (plain[at : at + 1] in {" ", "-"} and plain[at + 1 : at + 2] not in {" ", "-"})
    found = match_unit(plain, at + blank) or (match_unit(plain, at) if blank else None)
    if found is None and language == "en" and core.unit is None and (grand := GRAND.match(plain, at)):
        return Found(None, "", Decimal(1000), grand.end())
    if found is None and (apart := _APART.match(plain, at)):
        found = match_unit(plain, apart.end())
    if found is not None and language != "ja" and found.code == "JPY" and plain.endswith("钱", 0, found.end):
        # 三钱黄金 is a weight
        found = None
    if found is not None and language == "en" and plain[at + blank : found.end].lower() in _NOT_ENGLISH:
        found = None
    if (
        found is not None
        and language == "en"
        and found.code == "KRW"
        and core.low < _SMALLEST_WON
        and plain.endswith("won", 0, found.end)
    ):
        # Team 2 won
        found = None
    if found is not None and language != "fr" and plain[at + blank : found.end] in _ONLY_FRENCH:
        found = None
    if found is not None and plain[at : at + 1] == "-" and plain[at + 1 : found.end] not in _JOINED and found.end - at < 4:
        found = None
    if found is not None and found.code == "degree" and (scale := _SCALE_NAME.match(plain, found.end)):
        return Found(_SCALE_NAMES[scale[1].lower()], "temperature", Decimal(1), scale.end())
    if (
        found is None
        and core.unit is None
        and (kelvin := _KELVIN.match(plain, at))
        and (_HEAT.search(plain) or _ALONE.fullmatch(plain))
    ):
        return Found("kelvin", "temperature", Decimal(1), kelvin.end())
    degree = _LETTER.match(plain, at) if found is None and core.unit is None else None
    if degree and ((core.low < 0 and degree[1].isupper()) or _HEAT.search(plain) or _ALONE.fullmatch(plain)):
        return Found(_SCALES[degree[1]], "temperature", Decimal(1), degree.end())
    if core.unit in {"times", "percent"} and core.fraction:
        return _part_of(plain, core, at, found)
    if found is None or (core.unit is not None and found.code != core.unit):
        return Found(core.unit, "", Decimal(1), at)
    return Found(found.code, found.kind, found.factor, found.end)


# twenty grand; five grand pianos and two Grand Slams are things
GRAND = re.compile(
    r"\sgrand(?=\s*(?:$|[.,;:!?)])|\s(?:a|per|in|for|on|of|from|to|and|or|each|more|less|worth|every|after|by|last|this)\s)"
)
# a 15 -percent stake, as tokenised texts write it
_APART = re.compile(r"\s-(?=[A-Za-z]{3})")
# 9 metro stations, 12 pies, 40 grad students: units of other languages
_NOT_ENGLISH = frozenset(
    {"metro", "pies", "pie", "grad", "ore", "mal", "mes", "tag", "morgen", "pond", "ora", "real", "fen", "mark"}
)
_SMALLEST_WON = Decimal(100)
# 16 Go
_ONLY_FRENCH = frozenset({"Ko", "Mo", "Go", "To"})
# 25-kg bags; 3-in-1 and 1-st are none
_JOINED = frozenset(
    {
        "%",
        "Bit",
        "kg",
        "km",
        "cm",
        "mm",
        "nm",
        "kW",
        "MW",
        "GW",
        "TB",
        "GB",
        "MB",
        "lb",
        "oz",
        "ft",
        "ml",
        "mg",
        "Hz",
        "hp",
        "hr",
    }
)
# 4 K is so much of memory or of lines but where the text is of heat
_KELVIN = re.compile(r"\sK(?![\w-])")
_LETTER = re.compile(r"\s?([CFcf])(?![\w+#-])")
# a cell that is no more than 98.6 F
_ALONE = re.compile(r"\s*[-−]?[\d,]+\.\d+\s?[CFK]\.?\s*")
# 0° celsius
_SCALE_NAME = re.compile(r"\s?(celsius|celcius|centigrade|fahrenheit|farenheit|kelvin)\b", re.I)
_SCALE_NAMES = {
    "celsius": "celsius", "celcius": "celsius", "centigrade": "celsius", "fahrenheit": "fahrenheit", "farenheit": "fahrenheit",
    "kelvin": "kelvin",
}  # fmt: skip


def is_degrees(plain: str, at: int) -> bool:
    """21C, in a text of heat; elsewhere it is a name."""
    return bool(_LETTER.match(plain, at) and (_HEAT.search(plain) or _ALONE.fullmatch(plain)))


_SCALES = {"C": "celsius", "F": "fahrenheit", "c": "celsius", "f": "fahrenheit"}
_HEAT = re.compile(
    r"[Tt]emp[eé]rat|[Ff]reez|[Hh]eat|[Hh]ot|\b[Ww]arm|\b[Cc]ool|\b[Cc]old|\b[Oo]ven|\b[Bb]ake|[Rr]oast|[Gg]reenhouse|[Tt]hermostat|\b[Ff]ever"
    r"|[Ww]eather|[Pp]lasma|[Ss]tell|\b[Ss]tars?\b|[Ff]urnace|[Bb]oil|[Mm]elt|[Cc]ryo|[Ss]upercond|[Aa]bsolut|[Kk]ryo|[Ss]iede|[Ss]chmelz|温度|气温|低温|超导|沸点|熔点|超伝導|沸騰"
)
_OF_A = re.compile(r"\s?of\s(?:an?|one)\s|\seine[rs]\s|\sd[ei]\s(?:una?|uma?)\s|\sd['’]une?\s|[\s-]")
# half a percent, three quarters of a percentage point
_SHARES = frozenset({"percent", "percentage_point"})
MEASURES = frozenset({"length", "area", "volume", "mass", "time", "money"})


def _part_of(plain: str, core: Core, at: int, found: Unit | None) -> Found:
    """`a quarter of a mile`, `3/4 inch`, 一又二分之一小时: a part of a unit is a figure in that unit."""
    if of := _OF_A.match(plain, at):
        found = match_unit(plain, of.end()) or found
    if found is None or (found.kind not in MEASURES and found.code not in _SHARES):
        return Found(core.unit, "", Decimal(1), at)
    factor = found.factor / 100 if core.unit == "percent" else found.factor
    return Found(found.code, found.kind, factor, found.end)
