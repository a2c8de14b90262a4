"""Numbers in words of languages in Latin script: fractions, multiples, plain numbers."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from app.report.figures.number_words import forms, word_parts, word_value
from app.report.figures.numerals import FRACTION, Core, fraction, magnitude_of, scale

_HALVES = {
    "anderthalb": "1.5", "eineinhalb": "1.5", "zweieinhalb": "2.5", "dreieinhalb": "3.5", "viereinhalb": "4.5",
    "dreiviertel": "0.75", "anderhalf": "1.5", "anderhalve": "1.5",
    **{f"{one}{share}viertel": f"{whole}.{part}" for one, whole in (("ein", 1), ("zwei", 2), ("drei", 3))
       for share, part in (("ein", 25), ("drei", 75))},
    **{f"{one}{half}": f"{whole}.5" for half in ("half", "halve")
       for one, whole in (("tweeën", 2), ("drieën", 3), ("vieren", 4), ("vijfen", 5), ("zesen", 6))},
}  # fmt: skip


_ONE = frozenset({"a", "an", "ein", "eine", "einen", "einem", "einer", "eines", "un", "une", "uno", "una", "um", "uma"})


_AND = re.compile(r"\s(?:and|und)\s")
_OF_EVERY = re.compile(
    r"(?:-in-|\s+(?:in|out\s+of|von)\s+(?:every\s+|an?\s+)?|\s+(?:de|por|em)\s+cada\s+|\s+op\s+(?:de\s+)?|\s+из\s+|(?:\s+[^\W\d_]{2,14})?\s+sur?\s+)"
)


def read_latin(match: re.Match[str], language: str, *, ranged: bool = True) -> Core:
    """What a match of the language's number words is worth."""
    core = Core(Decimal(0), None, match.end(), match.end(), (("word", match[0]),))
    for group, read in _FORMS.items():
        if match[group]:
            return read(core, match, language)
    if match["wordshigh"] and ranged:
        low, high = _ends(match["words"], match["wordshigh"], language)
        if match["open"]:
            # drei- bis vierhunderttausend
            first = forms(language, "unit").get(word_parts(match["wordshigh"].lower(), language)[0])
            low = word_value(match["words"], language) * high / first if first else low
        return replace(core, low=low, high=high)
    low = word_value(match["words"], language)
    if match["wordshigh"]:
        end = match.end("words")
        return replace(core, low=low, end=end, unit_start=end, parts=(("word", match["words"]),))
    low = _with_tail(low, match, language)
    return replace(core, low=-low if match["minus"] else low)


def _every(core: Core, match: re.Match[str], language: str) -> Core:
    ordinal = match["every"].split()[-1].lower()
    low = FRACTION.divide(Decimal(1), forms(language, "every")[ordinal])
    return replace(core, low=low, unit="times", unit_start=match.start())


def _part(core: Core, match: re.Match[str], language: str) -> Core:
    some = re.sub(r"^an?\s+(?=[a-z])", "", (match["some"] or "a").lower())
    # twenty and three fifths
    *before, some = _AND.split(some)
    whole = " ".join(before)
    sign = -1 if match["part_minus"] else 1
    count = _count(some, language)
    below = forms(language, "part")[match["part"].lower()]
    if match["part_mag"]:
        return replace(core, low=FRACTION.divide(count * magnitude_of(match["part_mag"], language), below))
    if whole:
        return replace(core, low=sign * (word_value(whole, language) + FRACTION.divide(count, below)))
    is_share = below in (2, 4) and sign > 0
    count *= sign
    value = FRACTION.divide(count * 100 if is_share else count, below)
    return replace(core, low=value, unit="percent" if is_share else "times", unit_start=match.start(), fraction=True)


def _half_of(core: Core, match: re.Match[str], language: str) -> Core:
    factor = magnitude_of(match["half_mag"], language) if match["half_mag"] else Decimal(1)
    half = _HALVES.get(match["half_of"].lower().split()[-1], "0.5")
    return replace(core, low=scale(Decimal(half), factor))


def _fold(core: Core, match: re.Match[str], language: str) -> Core:
    words = match["fold"].lower()
    half = language == "de" and words.endswith("einhalb")
    low = Decimal(_HALVES.get(words, "0")) or word_value(words.removesuffix("einhalb") if half else words, language)
    low += Decimal("0.5") if half and words not in _HALVES else 0
    return replace(core, low=low, unit="times", unit_start=match.end("fold"))


def _multiple(core: Core, match: re.Match[str], language: str) -> Core:
    low = forms(language, "multiple")[match["multiple"].lower()]
    return replace(core, low=low, unit="times", unit_start=match.start())


def _one_of(core: Core, match: re.Match[str], language: str) -> Core:
    part, whole = _OF_EVERY.split(match["one_of"])
    ratio = FRACTION.divide(_count(part, language), word_value(whole, language))
    return replace(core, low=ratio, unit="times", unit_start=match.start())


def _one_and(core: Core, match: re.Match[str], language: str) -> Core:
    return replace(core, low=Decimal(1))


def _range(core: Core, match: re.Match[str], language: str) -> Core:
    low, high = _ends(match["lower"], match["upper"], language)
    return replace(core, low=low, high=high)


# by the group of the expression that is there
_FORMS: dict[str, Callable[[Core, re.Match[str], str], Core]] = {
    "every": _every, "part": _part, "half_of": _half_of, "fold": _fold, "multiple": _multiple, "one_of": _one_of,
    "one_and": _one_and, "lower": _range,
}  # fmt: skip


def _count(words: str, language: str) -> Decimal:
    return Decimal(1) if words.lower() in _ONE else word_value(words, language)


def _decimals(said: list[str], language: str) -> str:
    """The digits of `zero three`, and of `seventy-one`."""
    values = [Decimal(0) if word == "oh" else forms(language, "unit").get(word) for word in said]
    if all(value is not None and value < _TEN for value in values):
        return "".join(map(str, values))
    value = word_value(" ".join(said), language)
    if value >= _HUNDRED:
        raise ValueError("nobody says more than two digits as one")
    return str(value)


_TEN, _HUNDRED = Decimal(10), Decimal(100)


def _with_tail(low: Decimal, match: re.Match[str], language: str) -> Decimal:
    """A number with what follows it: `point five million`, `and a half thousand`."""
    if match["decimals"]:
        said = match["decimals"].lower().split()[1 : -1 if match["point_mag"] else None]
        low += Decimal(f"0.{_decimals(said, language)}")
        low = scale(low, magnitude_of(match["point_mag"], language)) if match["point_mag"] else low
    if match["and_half"]:
        half = match["and_half"].replace("-", " ")
        is_half = language != "en"
        share = Decimal("0.5") if is_half else fraction(half)
        # a million and a half
        of_it = next((value for form, value in _magnitudes(language) if match["words"].lower().endswith(form)), Decimal(1))
        low += share * of_it if of_it != 100 else share
        low = scale(low, magnitude_of(match["and_mag"], language)) if match["and_mag"] else low
    return low


def _ends(lower: str, upper: str, language: str) -> tuple[Decimal, Decimal]:
    """The ends of a range; the last magnitude of `five to eight million` holds for both."""
    low, high = word_value(lower, language), word_value(upper, language)
    of_both = next((value for form, value in _magnitudes(language) if upper.lower().endswith(form)), Decimal(1))
    return (low * of_both if low * of_both < high and low < of_both else low), high


def _magnitudes(language: str) -> list[tuple[str, Decimal]]:
    known = {**forms(language, "hundred"), **forms(language, "magnitude")}
    return sorted(known.items(), key=lambda one: -len(one[0]))
