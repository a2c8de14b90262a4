"""What a number of each way of writing is before its unit and hedges are read."""

import re
from dataclasses import dataclass, replace
from decimal import Context, Decimal, Inexact, InvalidOperation

from app.report.figures.changes import is_change
from app.report.figures.number_patterns import GLYPHS, POWERS
from app.report.figures.number_words import forms, han_value
from app.report.figures.scores import is_rating, is_ratio
from app.report.figures.units import HAN_MAGNITUDES, match_unit, money_signs, unit_of

MAX_DIGITS = 40
EXACT = Context(prec=100, traps=[Inexact, InvalidOperation])
FRACTION = Context(prec=15)
# by $400 million to $1.9 billion; by 3 to 5 percent is a range
_BY = re.compile(r"\b(?:by|rose|fell|climbed|dropped|gained|lost|slipped|jumped|added|up|down)\s$")
_BETWEEN = re.compile(r"\b(?:between|zwischen|entre|tra|fra|tussen)\s(?:the ages? of\s|\w+\s)?$", re.I)


@dataclass(frozen=True, slots=True)
class Core:
    """A number before its unit and hedges: values, where it ends and its unit begins, the trace, what it implies.

    `first_unit` is the unit's code and factor that stand behind the lower end of a range, `deviation` what follows a ±, `fraction` is
    whether it is one of two whole numbers or a word for it.
    """

    low: Decimal
    high: Decimal | None
    end: int
    unit_start: int
    parts: tuple[tuple[str, str], ...]
    unit: str | None = None
    hedge: str | None = None
    first_unit: tuple[str | None, Decimal] | None = None
    deviation: Decimal | None = None
    fraction: bool = False


def read_rank(match: re.Match[str]) -> Core:
    ordinal = match["ordinal"] or match["first"] or match["place"]
    value = Decimal(1) if match["top"] else number(ordinal or match["no"])
    unit_start = max(match.end("ordinal"), match.end("first"), match.end("place")) if ordinal else match.start()
    hedge = "前" if match["first"] else None
    return Core(value, None, match.end(), unit_start, (("rank", match[0]),), "rank", hedge)


_PARTS = (
    ("currency", "money"), ("number", "low"), ("power", "power"), ("fraction", "mixed"), ("operator", "op"), ("denominator", "per"),
    ("tolerance", "tolerance"), ("upper", "high"), ("magnitude", "mag"), ("rest", "tail"),
)  # fmt: skip


def read_arabic(match: re.Match[str], language: str = "en") -> Core:
    magnitude, end = (match["mag"] or "").strip(), match.end()
    factor = magnitude_of("M" if magnitude == "m" else magnitude, language)
    low = number(match["low"])
    if match["power"]:
        low = _raised(low, match["power"])
    if match["mixed"]:
        low += fraction(match["mixed"])
    value = -low if match["sign"] else low
    plain = not (match["op"] or match["high"] or match["tolerance"])
    if plain:
        value = scale(value, factor)
        value = value + _tail(match, value, factor, language) if match["tail"] else value
    core = Core(
        low=value,
        high=None,
        end=end,
        unit_start=match.start("mag") if magnitude else end,
        parts=tuple((name, match[group].strip()) for name, group in _PARTS if match[group]),
        unit=money_signs()[match["money"].strip()] if match["money"] else None,
        hedge="±" if match["pm"] else "+" if match["plus"] else None,
    )
    if match["pm"] and plain:
        return replace(core, low=Decimal(0), deviation=core.low)
    if match["op"]:
        if (
            match["op"].split()[-1:] and match["op"].split()[-1] in _OF_SO_MANY and not _one_in_so_many(match)
        ) or _PRESSURE.match(match.string, match.end("per")):
            raise NoRangeError
        if is_rating(match):
            return replace(core, unit="score", unit_start=match.start("op"))
        ratio = FRACTION.divide(core.low, number(match["per"]))
        return replace(
            core,
            low=scale(ratio, factor),
            unit_start=end,
            unit=core.unit or "times",
            fraction=match["op"] == "/" and not core.unit,
        )
    if not plain:
        return _range(match, core, factor, language)
    return core if magnitude or match["money"] else _in_parts(match, core, language)


def _in_parts(match: re.Match[str], core: Core, language: str) -> Core:
    """`2 thirds`, `3 Achtel`, `5 hundredths of a gram`: quarters without what they are of are months, rooms or districts."""
    found = _NEXT_WORD.match(match.string, core.end)
    below = forms(language, "part").get(found[1].lower()) if found else None
    several = core.low > 1 and language in {"en", "fr", "es", "pt"}
    if found is None or below is None or below == 2 or core.low % 1 or core.hedge or (several and found[1][-1] != "s"):
        return core
    if below == 4 and not _OF_WHOLE.match(match.string, found.end()):
        return core
    value = FRACTION.divide(core.low, below)
    return replace(core, low=value, end=found.end(), unit_start=found.end(), unit="times", fraction=True)


_NEXT_WORD = re.compile(r"\s([^\W\d_]{4,14})(?!\w)")
_OF_WHOLE = re.compile(r"\s(?:of|der|des|aller|von|de|des|du|del|da|do|di)\s")


# 120/80 mmHg are two readings
_PRESSURE = re.compile(r"\s?(?:mm\s?Hg|毫米汞柱|ミリ水銀柱)")
_OF_SO_MANY = frozenset({"in", "von", "sur", "su", "из"})
_OF_TIME = re.compile(
    r"\s(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|games|matches|seasons|innings|attempts)\b|[%-]"
)


# Platz 12 von 190
_PLACE = re.compile(r"\b(?:Platz|Rang|Seite|Teil|Folge|Runde|place|posto|место|месте)\s$")


def _one_in_so_many(match: re.Match[str]) -> bool:
    """1 in 8 adults; but 3 in 2019, 5 in 10 years."""
    if _PLACE.search(match.string, max(0, match.start() - 9), match.start()):
        return False
    year = re.fullmatch(r"1[5-9]\d\d|20\d\d", match["per"])
    return not year and number(match["low"]) < number(match["per"]) and not _OF_TIME.match(match.string, match.end("per"))


def _tail(match: re.Match[str], value: Decimal, factor: Decimal, language: str) -> Decimal:
    """`3 万 4,500`, `1万2千`: the smaller part after a magnitude; the last magnitude of `7千5百万` applies to both parts."""
    raw = match["tail"].strip()
    (digits,) = re.findall(r"\A[\d.,]+", raw)
    behind = raw.removeprefix(digits).strip()
    if factor == 1000 and len(behind) == 2 and behind[0] in "百백십十":
        of_both = magnitude_of(behind[1], language)
        return scale(value, of_both) - value + scale(number(digits), magnitude_of(behind, language))
    if not behind and language == "zh" and factor in _SHORT_OF and raw in _ONE_DIGIT:
        # 3万5 is 35,000, as 三万五 is
        return scale(Decimal(raw), factor / 10)
    of_both = magnitude_of(behind[-1:], language)
    added = scale(number(digits), magnitude_of(behind[:-1], language))
    if of_both > factor > added and len(match["mag"].strip()) == 1:
        # 4万7149亿, 3万8千亿
        return scale(value + added, of_both) - value
    rest = scale(number(digits), magnitude_of(behind, language))
    if rest >= factor:
        raise ValueError(f"{match[0]} is no one number")
    return rest


_ONE_DIGIT = frozenset("123456789")
_SHORT_OF = frozenset({Decimal(1000), Decimal(10_000), Decimal(10**8)})
_SPOKEN_POWER = re.compile(r"[的の]|\s(?:to|hoch)\s")


def _raised(low: Decimal, power: str) -> Decimal:
    """`6.02×10^23`, `1e6`, `10⁴`, `2^10`."""
    if _SPOKEN_POWER.match(power):
        # 10的8次方, 10 to the power of 8
        power = "^" + re.sub("[^\\d-]", "", power.translate(str.maketrans("−负", "--")))
    exponent = _exponent(power)
    if not power.startswith(("^", *POWERS)):
        return low.scaleb(exponent)
    return Decimal(1).scaleb(exponent) if low == 10 else FRACTION.power(low, exponent)


def _exponent(power: str) -> int:
    digits = power.translate(str.maketrans(POWERS, "0123456789-")).replace("−", "-").replace("^+", "^").replace("(+", "(")
    found = re.search(r"-?\d+\)?$", digits)
    raised = int(found[0].rstrip(")")) if found else 0
    if power.lstrip()[0] in "×x*·":
        raised = int(re.sub(r"^\s?[×x*·]\s?10\^?\(?", "", digits).rstrip(")"))
    if abs(raised) > MAX_DIGITS:
        raise ValueError("too many digits")
    return raised


_SPOKEN = {
    "half": "1/2", "quarter": "1/4", "quarters": "3/4", "third": "1/3", "fourth": "1/4", "fifth": "1/5", "sixth": "1/6", "eighth": "1/8",
    "tenth": "1/10",
}  # fmt: skip


def fraction(text: str) -> Decimal:
    said = text.strip(" 又と")
    above, below = GLYPHS.get(said, _SPOKEN.get(said.split()[-1], said.split()[-1])).split("/")
    return FRACTION.divide(Decimal(above), Decimal(below))


def _has_two_units(match: re.Match[str]) -> bool:
    between = match.string[match.end("low") : match.start("high")]
    return bool(match["unit1"] or match["mag1"] or (match["money"] and match["money"].strip() in between))


def _measures(match: re.Match[str]) -> bool:
    """2 or 3 days, but class 1 or 2."""
    at = match.end()
    return match_unit(match.string, at + match.string.startswith(" ", at)) is not None


def _range(match: re.Match[str], core: Core, factor: Decimal, language: str) -> Core:
    """`2-4`, `500 万-1 亿`, `5%±1%`: whatever follows the second number applies to the first unless that has its own."""
    if match["high"] and is_ratio(
        match.string, match.start(), match.string[match.end("low") : match.start("high")], match.end()
    ):
        return replace(core, low=FRACTION.divide(core.low, number(match["high"])), unit="times", unit_start=match.end())
    if match["joint"] and not _BETWEEN.search(match.string, max(0, match.start() - 24), match.start()):
        raise NoRangeError
    if match["high"] and _has_two_units(match) and _BY.search(match.string, max(0, match.start() - 9), match.start()):
        raise NoRangeError
    between = match.string[match.end("low") : match.start("high")] if match["high"] else ""
    if match["high"] and not _DASHES.search(between) and is_change(match.string, match.start()):
        raise NoRangeError
    unit = unit_of(match["unit1"].strip()) if match["unit1"] else None
    if match["unit1"] and unit is None:
        raise NoRangeError
    own = magnitude_of((match["mag1"] or "").strip(), language) if match["mag1"] or unit else factor
    low, second = scale(core.low, own), scale(number(match["high"] or match["tolerance"]), factor)
    second = -second if match["highsign"] else second
    if match["either"] and (second - low != 1 or not _measures(match)):
        raise NoRangeError
    if match["tolerance"]:
        return replace(core, low=low, deviation=second, hedge="±", first_unit=(unit.code, unit.factor) if unit else None)
    return replace(core, low=low, high=second, first_unit=(unit.code, unit.factor) if unit else None)


# from $49.95 – $84.95 is a range, and so is von 6 bis 12 Jahren
_DASHES = re.compile(r"[–—]|\bbis\b")


class NoRangeError(ValueError):
    """Two numbers with a dash or 至 between them that are not a range: 从 3 个到 17%, 20-10."""


_ARABIC = re.compile(r"[\d.]")


def number(text: str) -> Decimal:
    """Arabic or Chinese numeral to an exact decimal. `百亿` reads as one hundred times 亿, as it is said."""
    if len(text) > MAX_DIGITS:
        raise ValueError("too many digits")
    return Decimal(text.replace(",", "")) if _ARABIC.match(text) else han_value(text)


def magnitude_of(text: str, language: str = "en") -> Decimal:
    if not text:
        return Decimal(1)
    word = text.strip(" -").lower()
    for one in (language, "en"):
        if word in (known := forms(one, "magnitude")):
            return known[word]
    if text in _LETTER_VALUES:
        return _LETTER_VALUES[text]
    factor = Decimal(1)
    for char in text:
        factor *= HAN_MAGNITUDES[char]
    return factor


_LETTER_VALUES = {"K": Decimal(10**3), "k": Decimal(10**3), "M": Decimal(10**6), "B": Decimal(10**9), "T": Decimal(10**12)}


def scale(value: Decimal, factor: Decimal) -> Decimal:
    """Multiply, keeping the digits as written: 294.16 亿 is 29416000000, not 29416000000.00."""
    if factor == 1 or not value:
        return value
    if factor.normalize().as_tuple().digits == (1,):
        return value.scaleb(factor.normalize().adjusted())
    return value * factor
