"""Numbers in words of languages in Latin script: fractions, multiples, plain numbers."""

import re
from dataclasses import replace
from decimal import Decimal

from app.report.figures.number_words import forms, word_value
from app.report.figures.numbers import FRACTION, Core, fraction, magnitude_of, scale

_HALVES = {
    "anderthalb": "1.5", "eineinhalb": "1.5", "zweieinhalb": "2.5", "dreieinhalb": "3.5", "viereinhalb": "4.5",
    "dreiviertel": "0.75", "anderhalf": "1.5", "anderhalve": "1.5",
}  # fmt: skip


_ONE = frozenset({"a", "an", "ein", "eine", "einen", "einem", "einer", "eines", "un", "une", "uno", "una", "um", "uma"})


def read_latin(match: re.Match[str], language: str, *, ranged: bool = True) -> Core:
    core = Core(Decimal(0), None, match.end(), match.end(), (("word", match[0]),))
    if match["every"]:
        ordinal = match["every"].split()[-1].lower()
        return replace(
            core, low=FRACTION.divide(Decimal(1), forms(language, "every")[ordinal]), unit="times", unit_start=match.start()
        )
    if match["part"]:
        some = (match["some"] or "a").lower()
        # twenty and three fifths
        whole, _, some = some.rpartition(" and ")
        count = Decimal(1) if some in _ONE else word_value(some, language)
        below = forms(language, "part")[match["part"].lower()]
        if match["part_mag"]:
            return replace(core, low=FRACTION.divide(count * magnitude_of(match["part_mag"], language), below))
        if whole:
            return replace(core, low=word_value(whole, language) + FRACTION.divide(count, below))
        share = count * 100 if below == 2 or (below == 4) else None
        value = FRACTION.divide(share or count, below)
        return replace(core, low=value, unit="percent" if share else "times", unit_start=match.start(), fraction=True)
    if match["half_of"]:
        factor = magnitude_of(match["half_mag"], language) if match["half_mag"] else Decimal(1)
        half = _HALVES.get(match["half_of"].lower().split()[-1], "0.5")
        return replace(core, low=scale(Decimal(half), factor))
    if match["fold"]:
        return replace(core, low=word_value(match["fold"], language), unit="times", unit_start=match.end("fold"))
    if match["multiple"]:
        return replace(
            core, low=forms(language, "multiple")[match["multiple"].lower()], unit="times", unit_start=match.start()
        )
    if match["one_of"]:
        part, whole = re.split(
            r"(?:\s+(?:in|out\s+of|von)\s+(?:every\s+|an?\s+)?|\s+(?:de|por|em)\s+cada\s+|(?:\s+[^\W\d_]{2,14})?\s+sur?\s+)",
            match["one_of"],
        )
        count = Decimal(1) if part.lower() in _ONE else word_value(part, language)
        ratio = FRACTION.divide(count, word_value(whole, language))
        return replace(core, low=ratio, unit="times", unit_start=match.start())
    if match["one_and"]:
        return replace(core, low=Decimal(1))
    if match["lower"]:
        low, high = _ends(match["lower"], match["upper"], language)
        return replace(core, low=low, high=high)
    low = word_value(match["words"], language)
    if match["wordshigh"]:
        if ranged:
            low, high = _ends(match["words"], match["wordshigh"], language)
            return replace(core, low=low, high=high)
        end = match.end("words")
        return replace(core, low=low, end=end, unit_start=end, parts=(("word", match["words"]),))
    if match["decimals"]:
        said = match["decimals"].lower().split()[1 : -1 if match["point_mag"] else None]
        low += Decimal("0." + "".join(str(forms(language, "unit").get(word, Decimal(0))) for word in said))
        low = scale(low, magnitude_of(match["point_mag"], language)) if match["point_mag"] else low
    if match["and_half"]:
        half = match["and_half"].replace("-", " ")
        low += (
            fraction(half)
            if half.split()[-1] not in {"einhalb", "half", "eneenhalf"} or language == "en"
            else Decimal("0.5")
        )
        low = scale(low, magnitude_of(match["and_mag"], language)) if match["and_mag"] else low
    return replace(core, low=-low if match["minus"] else low)


def _ends(lower: str, upper: str, language: str) -> tuple[Decimal, Decimal]:
    """The ends of a range; the last magnitude of `five to eight million` holds for both."""
    low, high = word_value(lower, language), word_value(upper, language)
    of_both = next((value for form, value in _magnitudes(language) if upper.lower().endswith(form)), Decimal(1))
    return (low * of_both if low * of_both < high and low < of_both else low), high


def _magnitudes(language: str) -> list[tuple[str, Decimal]]:
    known = {**forms(language, "hundred"), **forms(language, "magnitude")}
    return sorted(known.items(), key=lambda one: -len(one[0]))
