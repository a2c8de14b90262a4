"""Figures in running text: value, unit, comparator and the parts they were read from (annotation guide, "Metrics").

Chinese and English: `约 591.45 亿元`, `2-4 个月`, `40% 以上`, `5:1`, `1/3`, `九成`, `翻倍`, `全球首位`, `$3.5 billion`,
`1.2–1.5 TWh`. Values are exact decimals in the base unit; a fraction that no finite decimal equals is given to 15
significant digits, its numerator and denominator kept in the parts.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cache, partial
from itertools import islice

from app.report.figures.ambiguous_units import in_language
from app.report.figures.compound_figures import join_compounds
from app.report.figures.digit_normalization import normalise
from app.report.figures.exclusions import excluded_number
from app.report.figures.han_exclusions import excluded_word
from app.report.figures.han_numbers import read_word
from app.report.figures.hedges import BEFORE_MAGNITUDE, BROKE, FOR_SO_MUCH, comparator_of, hedge_before, hedges_after
from app.report.figures.latin_exclusions import excluded_latin
from app.report.figures.latin_numbers import read_latin
from app.report.figures.multiples import in_context
from app.report.figures.number_patterns import RANK, WORD, arabic, latin_words
from app.report.figures.number_words import LATIN, says_a_number
from app.report.figures.numerals import EXACT, MAX_DIGITS, Core, NoRangeError, magnitude_of, read_arabic, read_rank, scale
from app.report.figures.quantity import Quantity, QuantityError
from app.report.figures.rank_exclusions import excluded_rank
from app.report.figures.unit_search import REPEATED, Found, unit_behind
from app.report.figures.unit_suffixes import Compound, follow, measured_by
from app.report.figures.units import money_signs
from app.report.figures.units_in_context import said_before
from app.report.figures.written_exclusions import excluded_as_written
from app.report.language import quick_language


def parse_quantity(text: str, language: str | None = None, *, before: str | None = None) -> Quantity:
    """Read the one figure in `text`; words around it (`并列国内第一`) are allowed, a second figure is not.

    With `before`, what stands before `text` in its sentence, it is read as `in_context` says.

    Raises `QuantityError` where there is none, more than one, or one beyond `MAX_DIGITS` digits.
    """
    found = join_compounds(text, language or quick_language(text), islice(_scan(text, language, strict=False), 3))
    if len(found) != 1:
        raise QuantityError(f"{'more than one' if found else 'no'} figure in {text!r}, exactly one is needed")
    left = f"{text[: found[0].start]} {text[found[0].end :]}"
    if digits := re.search(r"\d+", left):
        raise QuantityError(f"{digits[0]!r} in {text!r} is not part of the figure {found[0].quote!r}")
    return found[0] if before is None else in_context(found[0], before + text[: found[0].start])


def find_quantities(text: str, language: str | None = None) -> list[Quantity]:
    """Every figure of a running text, in order; dates, versions and model names (`GPT-4`, `2025 年`) are none.

    `language` says how numbers are written; null where it is to be found out from the text.
    """
    return join_compounds(text, language or quick_language(text), _scan(text, language, strict=True))


def find_first_quantities(text: str, language: str, most: int) -> tuple[list[Quantity], int | None]:
    """Up to the given number of figures, and where the next one begins; null if there are no more."""
    found = list(islice(_scan(text, language, strict=True), most + 1))
    return join_compounds(text, language or quick_language(text), found[:most]), found[most].start if len(
        found
    ) > most else None


@dataclass(frozen=True)
class _Kind:
    """A way to write figures: pattern, reader, exclusions, and the group to skip if it cannot be read.

    The pattern is a function, as some take milliseconds to compile and most reports need a few of them.
    """

    pattern: Callable[[], re.Pattern[str]]
    read: Callable[[re.Match[str]], Core]
    excluded: Callable[[str, re.Match[str]], int | None]
    head: int | str
    hint: Callable[[str], object]
    first: re.Pattern[str] | None = None

    def search(self, plain: str, at: int) -> re.Match[str] | None:
        """The next match. A number in digits begins a sign and a currency before its first digit at most.

        Where `first` says what any match begins with, only there is looked: a set of characters is found many times as fast.
        """
        pattern = self.pattern()
        if self.first is not None:
            beginnings = (found.start() for found in self.first.finditer(plain, at))
            return next((match for start in beginnings if (match := pattern.match(plain, start))), None)
        if self.head == "low":
            first = _DIGIT.search(plain, at)
            if first is None:
                return None
            # most digits have neither a sign nor a currency before them
            near = first.start() - (plain[first.start() - 1 : first.start()] == ".")
            signed = plain[max(at, near - 3) : near].rstrip()[-1:] in _signs()
            at = max(at, first.start() - _LONGEST_SIGN if signed else near)
        return pattern.search(plain, at)


# what a text must hold to be worth looking through
_RANKED = re.compile(r"[第首榜前#N\d](?:(?<!\d)|\s?위)")
_WORDED = re.compile(
    r"[一二两三四五六七八九十廿卅百千万亿兆半对翻倍过近双零〇成割折分角毛분절배块、，に有중两½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]"
)
# 3人に1人, 10명 중 7명, 3 两
_SHARED = re.compile(r"(?:世帯|社|校|組|店|家庭|頭|匹|台|回)に\d|[人명](?:に|\s?중\s?|[中里当]?中?就?有)\d|\d\s?两")
_WORD_FIRST = re.compile(r"[\d零〇一二两三四五六七八九十廿卅百千万亿兆半对翻倍双过近负氷マ영절두세네다열½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")
_DIGIT = re.compile(r"\d")


def _may_rank(text: str) -> bool:
    return "#" in text or "No." in text or (not text.isascii() and _RANKED.search(text) is not None)


def _may_be_worded(text: str) -> bool:
    return not text.isascii() and (_WORDED.search(text) is not None or _SHARED.search(text) is not None)


# `minus`, a currency and the blanks around them
_LONGEST_SIGN = 32


@cache
def _signs() -> frozenset[str]:
    """Characters that may precede a number and belong to it: the last one of each currency and of each word for minus."""
    return frozenset({*(sign[-1] for sign in money_signs()), *"±-−ス负下하soeс"})


@cache
def _kinds(language: str) -> tuple[_Kind, ...]:
    return (
        _Kind(lambda: RANK, read_rank, excluded_rank, 0, _may_rank, _RANKED),
        _Kind(
            partial(arabic, language),
            partial(read_arabic, language=language),
            partial(excluded_number, language=language),
            "low",
            _DIGIT.search,
        ),
        _Kind(
            lambda: WORD,
            partial(read_word, language=language),
            partial(excluded_word, language=language),
            0,
            _may_be_worded,
            _WORD_FIRST,
        ),
        *([_in_words(language)] if language in LATIN else []),
    )


def _in_words(language: str) -> _Kind:
    return _Kind(
        partial(latin_words, language),
        partial(read_latin, language=language),
        partial(excluded_latin, language=language),
        0,
        partial(says_a_number, language=language),
    )


def _scan(text: str, language: str | None, *, strict: bool) -> Iterator[Quantity]:
    spoken = language or quick_language(text)
    plain = normalise(text, spoken)
    kinds = tuple(kind for kind in _kinds(spoken) if kind.hint(plain))
    ahead = [(kind, kind.search(plain, 0)) for kind in kinds]
    at = 0
    while True:
        # a pattern is searched again only where its last match has been passed
        ahead = [(kind, kind.search(plain, at) if match and match.start() < at else match) for kind, match in ahead]
        found = [(kind, match) for kind, match in ahead if match]
        if not found:
            return
        kind, match = min(found, key=lambda pair: (pair[1].start(), -pair[1].end()))
        excluded = excluded_as_written(kind.excluded, text, plain, match) if strict else None
        quantity = _read(text, plain, kind, match, at, spoken, strict=strict) if excluded is None else None
        at = max(quantity.end, match.start() + 1) if quantity else excluded or match.end(kind.head)
        if quantity:
            yield in_language(quantity, language)
            # a dash right behind a figure is no minus
            at += plain.startswith("-", at)


def _read(
    text: str, plain: str, kind: _Kind, match: re.Match[str], floor: int, language: str, *, strict: bool
) -> Quantity | None:
    try:
        with localcontext(EXACT):
            try:
                return _extend(text, plain, match, floor, kind.read(match), language)
            except NoRangeError:
                if match.re is WORD:
                    return _extend(text, plain, match, floor, read_word(match, language, ranged=False), language)
                if "wordshigh" in match.re.groupindex:
                    return _extend(text, plain, match, floor, read_latin(match, language, ranged=False), language)
                single = arabic(language, ranged=False).match(plain, match.start())
                return _extend(text, plain, single, floor, read_arabic(single, language), language) if single else None
    except (ArithmeticError, LookupError, ValueError):
        if strict:
            return None
        raise QuantityError(f"{match[0][:MAX_DIGITS]!r} cannot be read as a figure") from None


_MORE = re.compile(
    r"-odd(?=\s)|\s?(?:余|여(?=\s?[명개건만억대곳원년일회])|(?<=[百千万亿])[数几][十百千](?=[万亿]|\s?[一-鿿ァ-ヶA-Za-z])|(?<=[十百千])[数几](?=[万亿人名个社件年回台万億亿天岁歳家种条项次か時时分秒円元本校店戸世棟軒頭羽隻匹枚冊])|(?<=[十百千万])来(?=[个岁人年天斤块米万亿公里名次件家种亩吨辆台元户只头棵张本场届条升尺分秒小位座间层页架艘])|多(?![少模样任语轮维]|元化|智能|[米明]尼加)|几(?!何|[内內]))(?P<late>\s?[万亿]+)?"
)


def _extend(text: str, plain: str, match: re.Match[str], floor: int, core: Core, language: str) -> Quantity:
    """Include the unit after the number and the hedges on either side."""
    more = _MORE.match(plain, core.end) if core.unit != "rank" else None
    late = (more["late"] or "").strip() if more else ""
    number_end = more.end() if more else core.end
    if (again := REPEATED.match(plain, number_end)) and again[1] == str(core.low):
        number_end = again.end()
    found = said_before(plain, match.start(), unit_behind(plain, core, number_end, language))
    low, high = _values(core, found, magnitude_of(late) * found.factor)
    if high is not None and language == "ja" and _CHANGED.match(plain, found.end) and "から" in match[0]:
        raise NoRangeError
    rest = follow(plain, found, core, low) if high is None else measured_by(plain, found, core, Compound(found.end, low))
    high = high * rest.value / low if rest.code == "kilometre_per_hour" and high is not None and low else high
    unit_text = (text[core.unit_start : core.end] + late + text[number_end : rest.end]).strip()
    end, behind = hedges_after(plain, rest.end, language)
    start, before = _hedges_before(plain, match, floor, language)
    hedges = [
        *([core.hedge] if core.hedge else []),
        *(["来" if "来" in more[0] or "odd" in more[0] else "余"] if more else []),
        *behind,
        *before,
    ]
    named = text[match.start() : rest.end] if (code := rest.code or found.code) in {None, "count", "parameter"} else ""
    comparator = "range" if high is not None else comparator_of(hedges, named)
    parts = (*core.parts, *((("unit", unit_text),) if unit_text else ()), *(("hedge", word) for word in hedges))
    deviation = None if core.deviation is None else scale(core.deviation, magnitude_of(late) * found.factor)
    return Quantity(rest.value, high, comparator, code, unit_text, text[start:end], start, end, parts, deviation)


def _values(core: Core, unit: Found, factor: Decimal) -> tuple[Decimal, Decimal | None]:
    if core.high is None:
        return scale(core.low, factor), None
    first_unit, first_factor = core.first_unit or (unit.code, factor)
    low, high = scale(core.low, first_factor), scale(core.high, factor)
    if first_unit != unit.code or low >= high:
        raise NoRangeError
    return low, high


# 千円から二千円に上がった
_CHANGED = re.compile("[にへ]")
_LARGE = re.compile("[百千万亿]")
_ARTICLES = {
    "de": re.compile(r"\s(?:die|der|das|den|ein|eine|einen)\s$"),
    "fr": re.compile(r"\s(?:la|le|les|un|une)\s$"),
    "es": re.compile(r"\s(?:la|el|los|las|un|una)\s$"),
    "pt": re.compile(r"\s(?:a|o|os|as|um|uma)\s$"),
    "it": re.compile(r"\s(?:la|il|i|le|un|una)\s$"),
    "nl": re.compile(r"\s(?:de|het)\s$"),
}


def _hedges_before(plain: str, match: re.Match[str], floor: int, language: str) -> tuple[int, list[str]]:
    """Up to two: 超过约 50%, at least about 5. They do not reach into the figure before, which ends at `floor`."""
    start, hedges = match.start(), []
    magnitude = match.re is WORD and plain[start] in "十百千万亿"
    spoken = plain[start].isalpha()
    for _ in range(2):
        first = max(floor, start - 30)
        window = plain[first:start]
        # mehr als die Hälfte
        window = _ARTICLES[language].sub(" ", window) if spoken and language in _ARTICLES else window
        found = hedge_before(window, language) or (BEFORE_MAGNITUDE.search(window) if magnitude else None)
        found = found or (BROKE.search(window) if _LARGE.search(match[0]) else None)
        # 800 m over 14 km: across
        if found is None or (first == floor > 0 and window.strip() == "over") or FOR_SO_MUCH.search(window):
            break
        hedges.append(found["hedge"])
        start = first + found.start("hedge")
    return start, hedges
