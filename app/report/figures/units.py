"""Units and magnitudes as reports write them, each with its code and exact factor to the base unit.

Codes are those of the annotation guide (currencies: ISO 4217); the units are a table, `data/units.tsv`,
and `data/currencies.tsv` has more names of currencies.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from app.report.figures.digit_normalization import narrowed
from app.report.word_lists import read_table

ONE = Decimal(1)
# a pound of mass in kilograms, by which it is told from a pound of money
POUND = Decimal("0.45359237")

HAN_MAGNITUDES = {
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "兆": Decimal(10**12),
    "京": Decimal(10**16),
}
# SI Brochure (BIPM, 9th edition), table 7; both characters that are written for micro, and the common K for kilo
_SI_FACTORS = {
    "n": ONE.scaleb(-9), "µ": ONE.scaleb(-6), "μ": ONE.scaleb(-6), "m": ONE.scaleb(-3), "c": ONE.scaleb(-2),
    "d": ONE.scaleb(-1), "h": Decimal(100),
    **{prefix: Decimal(10**power) for prefix, power in zip("kKMGTPEZY", (3, 3, 6, 9, 12, 15, 18, 21, 24), strict=True)},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: code, dimension, factor, where the writing ends."""

    code: str | None
    kind: str
    factor: Decimal
    end: int


@dataclass(frozen=True, slots=True)
class _Form:
    text: str
    code: str | None
    kind: str
    factor: Decimal
    folds: bool
    not_before: str


def match_unit(text: str, at: int) -> Unit | None:
    """The longest unit that begins at `at`; a word's part is none."""
    forms = _forms()
    for length in _lengths().get(text[at : at + 2].lower(), ()) or _lengths().get(text[at : at + 1].lower(), ()):
        written = text[at : at + length]
        end = at + len(written)
        for form in forms.get(written.lower(), ()):
            if (form.folds or form.text == written) and _ends(text, end, form):
                return Unit(form.code, form.kind, form.factor, end)
    return None


_PENCE = re.compile(r"(?<![\d.,])(?!(?:144|240|360|480|540|576|720)p)\d{1,3}(?:\.\d)?p$")
_FEET = re.compile(r"(?<![A-Za-z])(?:ft|feet|foot|['′])\.?\s?[\d./]+\s?in$")
# characters from the feet to the end of the inches
_FEET_AND_INCHES = 16


def unit_of(text: str) -> Unit | None:
    """The unit that `text` is from end to end."""
    found = match_unit(text, 0)
    return found if found and found.end == len(text) else None


def _ends(text: str, end: int, form: _Form) -> bool:
    following = text[end : end + 1]
    if not following:
        if form.text.endswith(".") and form.text[:-1].lower() in _forms():
            return False
        return form.text != "p" or _PENCE.search(text) is not None
    if following in form.not_before:
        return False
    last = form.text[-1]
    if form.text == "in" and following.isspace() and text[end:].lstrip()[:1].isalnum():
        # 430 in 2023 is no length: before a word, inches stand behind feet only
        return _FEET.search(text, max(0, end - _FEET_AND_INCHES), end) is not None
    if form.text == "mm" and text[end:].lstrip().startswith("Hg"):
        return False
    if form.text == "um" and text[end - 3 : end - 2] == " " and following.isspace():
        # 2019 um 15 Uhr
        return False
    if form.text == "p":
        # 99p; but 1080p and 12 p.
        return _PENCE.search(text, max(0, end - 6), end) is not None and not following.isalnum() and following != "-"
    if form.text in {"x", "×"}:
        # 1024 × 768 is a size, not a multiple
        return not following.isascii() or not (following.isalpha() or text[end:].lstrip()[:1].isdigit())
    if last.isalpha() and last < "\u2e80":
        return not (following.isalpha() and following < "\u2e80") and not (following.isdigit() and not form.folds)
    return True


@cache
def _forms() -> dict[str, list[_Form]]:
    """The ways to write units by what they are in small letters."""
    not_before = {row["unit"]: row["characters"] for row in read_table("not_before")}
    found: dict[str, _Form] = {}
    for row in read_table("units"):
        code, factor = (None if row["code"] == "money" else row["code"]), Decimal(row["factor"])
        for prefix in ("", *row["prefixes"]):
            scaled = factor * _SI_FACTORS[prefix] if prefix else factor
            for symbol in filter(None, row["symbols"].split("|")):
                if not (prefix == "" and symbol in {"iB", "M"}):
                    found.setdefault(prefix + symbol, _Form(prefix + symbol, code, row["kind"], scaled, False, ""))
        for word in filter(None, row["words"].split("|")):
            found.setdefault(word, _Form(word, code, row["kind"], factor, True, ""))
        for word in filter(None, row["han"].split("|")):
            written = narrowed(word)
            found.setdefault(written, _Form(written, code, row["kind"], factor, False, not_before.get(word, "")))
    for row in read_table("currencies"):
        for column, folds in (("symbols", False), ("words", True), ("han", False)):
            for name in filter(None, narrowed(row[column]).split("|")):
                found.setdefault(name, _Form(name, row["code"], "money", ONE, folds, ""))
                if folds and not name.isascii():
                    plain = _without_accents(name)
                    found.setdefault(plain, _Form(plain, row["code"], "money", ONE, folds, ""))
    for name, form in [*found.items()]:
        if form.kind == "money" and " " in name and not name.isascii():
            # アルゼンチン・ペソ
            found.setdefault(name.replace(" ", "・"), replace(form, text=name.replace(" ", "・")))
        # a 400-square-foot room
        if form.folds and " " in name and name.isascii():
            joined = name.replace(" ", "-")
            found.setdefault(joined, _Form(joined, form.code, form.kind, form.factor, True, ""))
    by_letters: dict[str, list[_Form]] = {}
    for written, form in found.items():
        by_letters.setdefault(written.lower(), []).append(form)
    return by_letters


def _without_accents(name: str) -> str:
    """złoty is written zloty as often."""
    letters = unicodedata.normalize("NFD", name.replace("ł", "l").replace("ø", "o"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _lengths() -> dict[str, list[int]]:
    """How long the ways to write a unit are that begin with two characters, or are a single one, the longest first."""
    lengths: dict[str, set[int]] = {}
    forms = _forms()
    for written in forms:
        lengths.setdefault(written[:2], set()).add(len(written))
        if len(written) > 1 and written[0] in forms:
            lengths[written[:2]].add(1)
    return {first: sorted(those, reverse=True) for first, those in lengths.items()}


@cache
def money_words() -> tuple[str, ...]:
    """The names of the commonest currencies in letters."""
    rows = (row for row in read_table("units") if row["kind"] == "money" and row["factor"] == "1")
    return (*(word for row in rows for word in row["words"].split("|") if word), "pounds")


# rs 500, usd 300: none of these is a word
_IN_SMALL = frozenset({"Rs", "Rs.", "SFr", "SFr.", "RMB", "USD", "EUR", "GBP"})


@cache
def money_signs() -> dict[str, str | None]:
    """What can precede an amount of money: signs and ISO codes."""
    signs: dict[str, str | None] = {"¥": "CNY", "￥": "CNY"}
    for row in (*read_table("currencies"), *(row for row in read_table("units") if row["kind"] == "money")):
        if row.get("factor", "1") == "1":
            signs |= {symbol: row["code"] for symbol in row["symbols"].split("|") if symbol}
    # us$ 60 million, rs 500
    small = {sign.lower(): code for sign, code in signs.items() if sign.endswith("$") or sign in _IN_SMALL}
    return {**small, **signs}
