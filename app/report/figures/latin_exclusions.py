"""Numbers in words of languages in Latin script that are no figures: names, ordinals, idioms."""

import re
from decimal import Decimal
from functools import cache

from app.report.figures.date_exclusions import DECADE_BEFORE
from app.report.figures.hedges import hedge_before
from app.report.figures.labels import is_labelled
from app.report.figures.number_words import forms, word_value
from app.report.figures.unit_declarations import declares_latin
from app.report.figures.unit_search import GRAND, MEASURES, REPEATED
from app.report.figures.units import match_unit
from app.report.figures.units_in_context import AGED
from app.report.word_lists import read_table

# `one in the morning`, `two in Bonn` measure no inches
_INCH = re.compile(r"\sin\s[^\W\d_]")
# six foot two
_FEET_BEFORE = re.compile(r"\b(?:foot|feet)\s$")
_CLAUSE_ENDS = re.compile(r"\s*(?:$|[.,;:!?)])|\s(?:and|tall)\b")
_INCHES = 12
# a quarter mile, a quarter-pound
_QUARTER = re.compile(
    r"(?:a|one|three)[ -]quarters?[ -](?:mile|inch|pound|ounce|acre|litre|liter|ton|cup|teaspoon|tablespoon|gallon|pint)s?\b",
    re.I,
)
_INCH_FACTOR = Decimal("0.0254")
# a Viertelstunde is no hour, of which one counts nothing
_PART_OF_HOUR = frozenset({Decimal(900), Decimal(2700)})
# the Thirty Years' War, the Ten Commandments; parts per million
_NAMED_NUMBER = re.compile(r"(?<=[a-z,]\s)[A-Z][a-z]+(?:[ -][A-Z][a-z]+)*\s[A-Z](?=[a-z])")
_PER_BEFORE = re.compile(r"\bper\s$")
# halb zehn, Viertel nach drei
_CLOCK_BEFORE = re.compile(r"\b(?i:halb|viertel\s(?:vor|nach)|kurz\s(?:vor|nach))\s$")
_OCLOCK = re.compile(r"\s(?:Uhr|o['’]clock)\b")
_LATIN_UNITLESS = Decimal(10)
_COUNTABLE = {"count", "time", "score"}


@cache
def _idioms(language: str) -> re.Pattern[str]:
    """What begins with a number and counts nothing: `half brother`, `mil gracias`."""
    said = [row["words"].replace(" ", r"[\s-]") for row in read_table("idioms") if row["language"] == language]
    return re.compile(rf"(?i:{'|'.join(said)})(?!\w)" if said else "(?!)")


# 8/3, where nothing else is said
_FRACTION = re.compile(r"\d{1,2}/(?:[2-9]|\d\d)")


def is_whole_text(plain: str, match: re.Match[str]) -> bool:
    """A cell or a line that is a number in words or a fraction, and nothing else: it is a figure however small."""
    if match.end() - match.start() < len(plain) - 2 or plain.strip(" .!。") != match[0]:
        return False
    if "wordshigh" in match.re.groupindex:
        return not match["fold"] and not declares_latin(plain, match, "en")
    return bool(_FRACTION.fullmatch(match[0]))


def excluded_latin(plain: str, match: re.Match[str], language: str) -> int | None:
    """Small numbers in words are figures with a unit of measurement only: `one of them`, `ein Haus` count nothing."""
    if idiom := _idioms(language).match(plain, match.start()):
        return idiom.end()
    if _OCLOCK.match(plain, match.end()):
        return match.end()
    if language == "de" and _CLOCK_BEFORE.search(plain, max(0, match.start() - 14), match.start()):
        return match.end()
    if (
        language == "de"
        and _YEAR_BEFORE.search(plain, max(0, match.start() - 6), match.start())
        and not match_unit(plain, match.end() + 1)
    ):
        # im Jahr neunzehnhundertzwölf
        return match.end()
    if is_labelled(plain, match.start()) and not match_unit(plain, match.end() + 1):
        # chapter twelve
        return match.end()
    if _is_row(plain, match, language) or declares_latin(plain, match, language):
        return match.end()
    if match["every"] or match["part_mag"] or match["and_mag"] or match["one_of"] or match["decimals"] or match["one_and"]:
        return None
    if match["half_of"] and not match["half_mag"] and language != "en":
        # medio ambiente, halbe Sache: half of what is measured only
        at = match.end() + (plain[match.end() : match.end() + 1] in {" ", "-"})
        return None if match_unit(plain, at) else match.end()
    if language == "en" and match["part"] and _QUARTER.match(plain, match.start()):
        return None
    if match["fold"] and match["fold"].lower() in {"ein", "eine", "eines", "einer", "einen", "one"}:
        # einfach, einmal
        return match.end()
    if match["part"] or match["half_of"] or match["fold"] or match["multiple"]:
        return _excluded_part(plain, match, language)
    again = REPEATED.match(plain, match.end())
    at = again.end() if again else match.end()
    unit = match_unit(
        plain, at + (plain[at : at + 1] in {" ", "-"} or (language == "it" and plain[at : at + 1] in {"'", "’"}))
    )
    if match["lower"]:
        return None if unit is not None or _is_several(match["lower"], language) else match.end()
    try:
        value = word_value(match["words"], language)
    except (ValueError, KeyError):
        return match.end()
    if unit is not None and _INCH.match(plain, at):
        return match.end()
    if unit is not None and unit.code == "metre" and unit.factor == _INCH_FACTOR:
        return None
    if language == "en" and value < _INCHES and _FEET_BEFORE.search(plain, max(0, match.start() - 6), match.start()):
        return None if _CLAUSE_ENDS.match(plain, at) else match.end()
    if _NAMED_NUMBER.match(plain, match.start()) or _PER_BEFORE.search(plain, max(0, match.start() - 4), match.start()):
        return match.end()
    if AGED.search(plain, max(0, match.start() - 8), match.start()):
        return None
    if match["wordshigh"] and value < _LATIN_UNITLESS and _EITHER.search(match[0]):
        return match.end() if unit is None or unit.kind == "count" else None
    if match["minus"] or match["wordshigh"] or value >= _LATIN_UNITLESS:
        return None if any(letter.islower() for letter in match[0]) else match.end()
    if unit is None:
        return None if language == "en" and GRAND.match(plain, at) else match.end()
    if match["and_half"] or (unit.kind == "time" and _AND_MORE.match(plain, at)):
        return None
    if unit.kind == "time" and _OLD.match(plain, unit.end):
        return None
    return match.end() if value <= 1 and unit.kind in _COUNTABLE and unit.factor not in _PART_OF_HOUR else None


def _is_several(words: str, language: str) -> bool:
    try:
        return word_value(words, language) > 1
    except (ValueError, KeyError):
        return False


_YEAR_BEFORE = re.compile(r"\bJahre?\s$")
# one year old
_OLD = re.compile(r"[\s-](?:old|alt\w{0,2})\b")
# the twenty-first century
_ORDINAL_BEHIND = re.compile(r"-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b")
_SO_MANY_OF = re.compile(r"\b(?:tens|dozens|scores|hundreds|thousands|millions) of\s$", re.I)


def _is_row(plain: str, match: re.Match[str], language: str) -> bool:
    """Words that place something in a row, or say that it is many."""
    if language == "en" and (
        _ORDINAL_BEHIND.match(plain, match.end()) or _SO_MANY_OF.search(plain, max(0, match.start() - 13), match.start())
    ):
        return True
    if _TOP.search(plain, max(0, match.start() - 5), match.start()) and not _PERCENT.match(plain, match.end()):
        return True
    if DECADE_BEFORE.search(plain, max(0, match.start() - 9), match.start()):
        return True
    # thousands of people, Millionen Menschen
    if not match["words"] or match["words"].lower() not in forms(language, "many"):
        return False
    return hedge_before(plain[max(0, match.start() - 20) : match.start()], language) is None


# une heure et quart
_AND_MORE = re.compile(
    r"\s\w+\s(?:et (?:demie|quart)|y (?:media|cuarto)|e (?:mezz[oa]|meia|um quarto|un quarto)"
    r"|(?:and|und|et|y|e|en) \w+ (?:months?|Monaten?|mois|meses|mesi|maanden|minutes?|Minuten?|minutos|minuti|days?|Tagen?))\b"
)
# two or three days; one or two of them count nothing
_EITHER = re.compile(r"\s(?:or|oder|ou|o|of|или)\s")
# the top ten
_TOP = re.compile(r"\b[Tt]op\s$")
_PERCENT = re.compile(r"\s(?:percent|per cent|thousand|million)")


def _is_ordinal(some: str, part: str) -> bool:
    """The twenty-third floor; twenty thirds and one fifth are fractions, two hundred three fifths may be one or two numbers."""
    try:
        value = word_value(some, "en")
    except (ValueError, KeyError):
        return False
    if part.endswith(("s", "half", "quarter")):
        return value > _HUNDRED and value % _HUNDRED > 0
    return value >= _TWENTY


_HUNDRED = Decimal(100)
_TWENTY = Decimal(20)
# twice the price, doppelt so viel
_AS_MUCH = re.compile(
    r"\s(?:the|as|its|their|his|her|that of|what|so|de|du|des|del|della|delle|dei|degli|dello|do|da|dos|das|autant)\b"
)


def _excluded_part(plain: str, match: re.Match[str], language: str) -> int | None:
    """`a third` may be an ordinal, `the quarter` a part of the year, `double` a word of its own."""
    behind = plain[match.end() : match.end() + 12]
    if match["multiple"]:
        # вдвое is no noun
        if language == "ru" or _AS_MUCH.match(behind):
            return None
        verb = (
            match["multiple"]
            .lower()
            .endswith(
                (
                    "ed",
                    "led",
                    "t",
                    "te",
                    "ten",
                    "ó",
                    "é",
                    "ou",
                    "ado",
                    "ing",
                    "aron",
                    "aram",
                    "ato",
                    "ata",
                    "ati",
                    "ate",
                    "és",
                    "ée",
                    "ées",
                )
            )
        )
        return None if verb else match.end()
    if match["part"]:
        below = forms(language, "part")[match["part"].lower()]
        if language == "en" and match["some"] and _is_ordinal(match["some"], match["part"]):
            return match.end()
        at = match.end() + (plain[match.end() : match.end() + 1] in {" ", "-"})
        if match["some"] and language == "de" and (unit := match_unit(plain, at)) and unit.kind in {*MEASURES, "share"}:
            return None
        shared = (
            re.match(r"\s+(?:of|der|des|von|aller|de|del|das|dos|the|all|its|their)\b|\s*[,.;:)]|\s*$|\s+[a-zßа-я]", behind)
            is not None
        )
        if match["some"] is None and below != 2 and not (language == "ru" and below == 3):
            return match.end()
        if (
            below > 2
            and match["some"]
            and match["some"].lower() in {"a", "an"}
            and hedge_before(plain[max(0, match.start() - 20) : match.start()], language) is None
            and not re.match(r"\s+of\b|\s*[,.;]|\s+(?:and|or|to)\s+(?:an?|one|two|three)\s", behind)
        ):
            return match.end()
        return None if shared else match.end()
    return None
