"""Figures in running text: value, unit, comparator and the parts they were read from (annotation guide, "Metrics").

Chinese and English: `约 591.45 亿元`, `2-4 个月`, `40% 以上`, `5:1`, `1/3`, `九成`, `翻倍`, `全球首位`, `$3.5 billion`,
`1.2–1.5 TWh`. Values are exact decimals in the base unit; a fraction that no finite decimal equals is given to 15
significant digits, its numerator and denominator kept in the parts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal, Inexact, InvalidOperation, localcontext

from cn2an import cn2an

from app.report.hedges import AFTER, BEFORE, BEFORE_MAGNITUDE, comparator_of
from app.report.units import HAN_MAGNITUDES, LATIN_MAGNITUDES, MONEY_PREFIXES, UNIT, read_unit

MAX_DIGITS = 40
_EXACT = Context(prec=100, traps=[Inexact, InvalidOperation])
_FRACTION = Context(prec=15)
# one character for one, so that offsets stay
_NARROW = str.maketrans("０１２３４５６７８９．％：／＋－～＄", "0123456789.%:/+-~$")

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_HAN = r"[零〇一二两三四五六七八九十百千万亿]+"
_LATIN_MAGNITUDE = r"\s?(?:thousand|million|billion|trillion|bn)(?![A-Za-z])|[KMBT](?![A-Za-z])|k(?![A-Za-z])"
_MAGNITUDE = rf"(?:\s*[十百千万亿]+|{_LATIN_MAGNITUDE})"
_MONEY = "|".join(re.escape(prefix) for prefix in sorted(MONEY_PREFIXES, key=len, reverse=True))
_DASH = r"\s*(?:-|–|—|~|～|至|到|to(?=\s))\s*"
_PERCENT = r"%|个百分点"

_ARABIC = re.compile(
    rf"(?P<money>(?:{_MONEY})\s?)?(?P<pm>±\s?)?(?P<sign>(?<![\w)%])[-−](?=\d))?(?P<low>{_NUMBER})"
    rf"(?:\s*(?P<op>[:/])\s*(?P<per>{_NUMBER})(?![\d/:])"
    rf"|(?P<mag1>{_MAGNITUDE})?(?P<unit1>\s?(?:{_PERCENT}))?{_DASH}(?:(?:{_MONEY})\s?)?(?P<high>{_NUMBER})"
    rf"|\s?±\s?(?P<tolerance>{_NUMBER}))?"
    rf"(?P<plus>\s?\+(?!\s?\d))?(?P<mag>{_MAGNITUDE})?"
)
_RANK = re.compile(rf"第\s?(?P<ordinal>\d+|{_HAN})(?:大|名|位)?|(?P<top>首位|榜首)|(?:No\.\s?|#)(?P<no>\d+)")
_WORD = re.compile(
    rf"(?P<tenths>[一二三四五六七八九])成(?P<more>半|[一二三四五六七八九](?![一-鿿]))?"
    rf"(?![立为本果功长员就型熟分效品都年交像绩员])"
    rf"|(?P<doubled>翻一?番|翻倍|成倍|双倍)|(?P<quadrupled>翻两番)|(?P<half>一半|半数|过半)"
    rf"|(?P<den>{_HAN})分之(?P<num>{_HAN})"
    rf"|(?P<han>(?<![第一-龥]){_HAN}|{_HAN})"
)


class QuantityError(ValueError):
    """The text does not hold exactly one readable figure."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure. `value_max` is set for ranges only; `unit` is null where the text itself names none.

    `unit_text` is the unit as written, magnitude included (`亿元`); `parts` is the trace of how it was read.
    """

    value: Decimal
    value_max: Decimal | None
    comparator: str
    unit: str | None
    unit_text: str
    quote: str
    start: int
    end: int
    parts: tuple[tuple[str, str], ...]

    def shifted(self, offset: int) -> "Quantity":
        return replace(self, start=self.start + offset, end=self.end + offset)


def parse_quantity(text: str) -> Quantity:
    """Read the one figure in `text`; words around it (`并列国内第一`) are allowed, a second figure is not.

    Raises `QuantityError` where there is none, more than one, or one beyond `MAX_DIGITS` digits.
    """
    found = list(_scan(text, strict=False))
    if len(found) != 1:
        raise QuantityError(f"{len(found) or 'no'} figures in {text!r}, exactly one is needed")
    left = text[: found[0].start] + text[found[0].end :]
    if digits := re.search(r"\d+", left):
        raise QuantityError(f"{digits[0]!r} in {text!r} is not part of the figure {found[0].quote!r}")
    return found[0]


def find_quantities(text: str) -> list[Quantity]:
    """Every figure of a running text, in order; dates, versions and model names (`GPT-4`, `2025 年`) are none."""
    return list(_scan(text, strict=True))


def _scan(text: str, *, strict: bool) -> Iterator[Quantity]:
    plain = text.translate(_NARROW)
    at = 0
    while True:
        candidates = [
            match
            for match in (_RANK.search(plain, at), _ARABIC.search(plain, at), _WORD.search(plain, at))
            if match is not None
        ]
        if not candidates:
            return
        match = min(candidates, key=lambda m: (m.start(), -m.end()))
        quantity = None
        if not (strict and _is_no_figure(plain, match)):
            quantity = _read(text, plain, match, at, strict=strict)
        at = max(quantity.end if quantity else 0, _skip(plain, match))
        if quantity:
            yield quantity


def _skip(plain: str, match: re.Match[str]) -> int:
    """A rejected number is left behind whole, with the letters and digits glued to it."""
    if match.re is not _ARABIC:
        return match.end()
    low_end = match.end("low")
    glued = re.compile(r"[A-Za-z0-9.]*").match(plain, low_end)
    return max(low_end, glued.end() if glued else low_end)


_DATE_AFTER = re.compile(r"\s*(?:年(?!薪)|月|日|H[12]\b|Q[1-4]\b|-\d{2}\b)")
_YEAR_RANGE = re.compile(r"(?:19|20)\d\d\s*(?:-|–|至|/)\s*(?:19|20)\d\d(?:\s*年)?")


def _is_no_figure(plain: str, match: re.Match[str]) -> bool:
    if match.re is _RANK:
        return bool(re.match(r"[方面步次节章届期]", plain[match.end() :]))
    if match.re is _WORD:
        return _is_plain_han(plain, match)
    before, low = plain[: match.start("low")], match["low"]
    if match["money"] or match["pm"]:
        return False
    if re.search(r"[A-Za-z]\s?-?$|[A-Za-z0-9][.:/]$", before) and not re.search(r"(?:^|\s)(?:[a-z]{2,})\s$", before):
        return not re.search(r"(?:[一-龥]|\b(?:PUE|TOP|AI|of|to|is|was|about|over|under|nearly|than))\s$", before)
    if _YEAR_RANGE.match(plain, match.start("low")):
        return True
    if re.fullmatch(r"(?:19|20)\d\d", low) and (
        _DATE_AFTER.match(plain, match.end("low")) or not UNIT.match(plain, _blank(plain, match.end()))
    ):
        return match["mag"] is None
    if re.fullmatch(r"\d{1,2}", low) and re.match(r"\s*[月日]", plain[match.end("low") :]):
        return True
    # 3D, 4B-model and the like: a letter that is neither magnitude nor unit follows
    return bool(re.match(r"[A-Za-z]", plain[match.end() :])) and not UNIT.match(plain, match.end())


def _is_plain_han(plain: str, match: re.Match[str]) -> bool:
    """Chinese numerals are figures only with a magnitude or a measuring word that asserts an amount."""
    if match["han"] is None:
        return False
    han, after = match["han"], plain[match.end() :]
    if re.match(r"(?:多|余)?倍", after):
        return False
    amount = re.search(r"[百千万亿]", han) or len(han) > 1
    measured = re.match(r"\s*(?:余|多)?\s*(?:级|元|美元|港元|卡|参数|家|款|项|人|户|次|台|张|块|亿|万)", after)
    return not (amount and measured)


def _read(text: str, plain: str, match: re.Match[str], floor: int, *, strict: bool) -> Quantity | None:
    try:
        with localcontext(_EXACT):
            reader = _rank if match.re is _RANK else _arabic if match.re is _ARABIC else _word
            return _extend(text, plain, match, floor, reader(plain, match))
    except (ArithmeticError, ValueError):
        if strict:
            return None
        raise QuantityError(f"{match[0]!r} cannot be read as a figure") from None


@dataclass(frozen=True, slots=True)
class _Core:
    """A number before its unit and hedges: factor-free values, the end of what was read, forced unit or comparator."""

    low: Decimal
    high: Decimal | None
    end: int
    parts: tuple[tuple[str, str], ...]
    unit: str | None = None
    hedge: str | None = None
    magnitude: str = ""


def _rank(plain: str, match: re.Match[str]) -> _Core:
    ordinal = match["ordinal"] or match["no"]
    value = Decimal(1) if match["top"] else _number(ordinal)
    return _Core(value, None, match.end(), (("rank", match[0]),), unit="rank")


def _arabic(plain: str, match: re.Match[str]) -> _Core:
    low = _number(match["low"])
    if match["sign"]:
        low = -low
    parts = [("number", match["low"])]
    magnitude = match["mag"] or ""
    factor = _magnitude(magnitude)
    unit = MONEY_PREFIXES[match["money"].strip()] if match["money"] else None
    if match["money"]:
        parts.insert(0, ("currency", match["money"].strip()))
    if magnitude:
        parts.append(("magnitude", magnitude.strip()))
    end = match.end()
    if match["op"]:
        per = _number(match["per"])
        parts += [("operator", match["op"]), ("denominator", match["per"])]
        return _Core(_scale(_divide(low, per), factor), None, end, tuple(parts), unit=unit or "times")
    if match["tolerance"]:
        by = _number(match["tolerance"])
        parts.append(("tolerance", match["tolerance"]))
        return _Core(_scale(low - by, factor), _scale(low + by, factor), end, tuple(parts), unit, "range")
    if match["high"]:
        high = _number(match["high"])
        first = _magnitude(match["mag1"] or "") if match["mag1"] else factor
        parts.append(("upper", match["high"]))
        low, high = _scale(low, first), _scale(high, factor)
        if low >= high:
            raise ValueError("a range that does not rise")
        return _Core(low, high, end, tuple(parts), unit, "range", magnitude)
    hedge = "plusminus" if match["pm"] else "plus" if match["plus"] else None
    return _Core(_scale(low, factor), None, end, tuple(parts), unit, hedge, magnitude)


def _word(plain: str, match: re.Match[str]) -> _Core:
    part = (("word", match[0]),)
    if match["tenths"]:
        more = {"半": Decimal(5), None: Decimal(0)}.get(match["more"])
        value = _number(match["tenths"]) * 10 + (_number(match["more"]) if more is None else more)
        return _Core(value, None, match.end(), part, unit="percent")
    if match["doubled"] or match["quadrupled"]:
        return _Core(Decimal(2 if match["doubled"] else 4), None, match.end(), part, unit="times")
    if match["half"]:
        return _Core(Decimal(50), None, match.end(), part, "percent", "over" if match["half"] == "过半" else None)
    if match["den"]:
        numerator, denominator = _number(match["num"]), _number(match["den"])
        if denominator == 100:
            return _Core(numerator, None, match.end(), part, unit="percent")
        return _Core(_divide(numerator, denominator), None, match.end(), part, unit="times")
    return _Core(_number(match["han"]), None, match.end(), part)


_MORE = re.compile(r"\s?(?:余|多)(?!少)")


def _blank(plain: str, at: int) -> int:
    return at + 1 if plain[at : at + 1] in {" ", "\u00a0", "\u2009", "\u202f", "\u3000"} else at


def _extend(text: str, plain: str, match: re.Match[str], floor: int, core: _Core) -> Quantity:
    """Take in the unit behind the number and the hedges on either side."""
    hedges = [core.hedge] if core.hedge else []
    end, factor, unit = core.end, Decimal(1), core.unit
    if unit != "rank" and (more := _MORE.match(plain, end)):
        hedges.append("余")
        end = more.end()
        if late := re.compile(r"\s?[万亿]+").match(plain, end):
            factor, end = _magnitude(late[0]), late.end()
    if unit is None and (found := UNIT.match(plain, _blank(plain, end))):
        unit, scale = read_unit(found)
        factor, end = factor * scale, found.end()
    unit_text = text[_unit_start(core, match, plain) : end].strip()
    if after := AFTER.match(plain, end):
        hedges += [word for word in after.groups() if word]
        end = after.end()
    start = match.start()
    bare = match.re is _WORD and plain[start] in "百千万亿"
    window = plain[max(floor, start - 24) : start]
    before = BEFORE.search(window) or (BEFORE_MAGNITUDE.search(window) if bare else None)
    if before:
        hedges.append(before["hedge"])
        start -= len(window) - before.start("hedge")
    low = _scale(core.low, factor)
    high = None if core.high is None else _scale(core.high, factor)
    comparator = "range" if high is not None else comparator_of(hedges)
    parts = (*core.parts, *((("unit", unit_text),) if unit_text else ()), *(("hedge", word) for word in hedges))
    return Quantity(low, high, comparator, unit, unit_text, text[start:end], start, end, parts)


def _unit_start(core: _Core, match: re.Match[str], plain: str) -> int:
    if match.re is _RANK:
        return match.end("ordinal") if match["ordinal"] else match.start()
    if match.re is _WORD:
        return match.end() if match["han"] else match.start()
    at = match.start("mag") if match["mag"] else core.end
    return at if not (match["op"] or match["tolerance"]) else core.end


def _number(text: str) -> Decimal:
    """Arabic or Chinese numeral to an exact decimal. `百亿` reads as one hundred times 亿, as it is said."""
    if len(text) > MAX_DIGITS:
        raise ValueError("too many digits")
    if re.match(r"\d", text):
        return Decimal(text.replace(",", ""))
    if len(text) > 1 and not re.search(r"[十百千万亿]", text):
        return Decimal(cn2an(text.replace("〇", "零").replace("两", "二"), "strict"))
    prefixed = text if text[0] not in "百千万亿" else "一" + text
    return Decimal(cn2an(prefixed.replace("〇", "零").replace("两", "二"), "normal"))


def _magnitude(text: str) -> Decimal:
    text = text.strip()
    if text in LATIN_MAGNITUDES or text.upper() in LATIN_MAGNITUDES:
        return LATIN_MAGNITUDES.get(text) or LATIN_MAGNITUDES[text.upper()]
    factor = Decimal(1)
    for char in text:
        factor *= HAN_MAGNITUDES[char]
    return factor


def _divide(numerator: Decimal, denominator: Decimal) -> Decimal:
    return _FRACTION.divide(numerator, denominator)


def _scale(value: Decimal, factor: Decimal) -> Decimal:
    """Multiply, keeping the digits as written: 294.16 亿 is 29416000000, not 29416000000.00."""
    if factor.normalize().as_tuple().digits == (1,):
        return value.scaleb(factor.normalize().adjusted())
    return value * factor
