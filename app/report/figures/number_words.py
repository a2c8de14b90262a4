"""Numerals in words: Chinese and Japanese characters, and the words of languages in Latin script."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from app.report.word_lists import read_table

HAN_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
DIGIT = "".join(HAN_DIGITS)
# 二百二十千伏, 三十万千瓦, 六十四千字节
HAN = rf"(?:[{DIGIT}十廿卅百万亿]|千(?!(?:(?<=[十百千万亿]千)|(?<=[十百][一二三四五六七八九]千))[瓦伏克米帕赫焦字比])|兆(?!字节|赫|瓦|帕|比特|B))+"
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
# alphabets in which a number in words is several words, or one of several parts
LATIN = ("en", "de", "fr", "es", "pt", "it", "nl", "ru")
# what stands between the parts of a numeral that is written as one word
_GLUE = {"de": "und|", "it": "", "nl": "en|ën|"}


def han_value(text: str) -> Decimal:
    """The value of a numeral in characters, `点` before decimals; `ValueError` for 三四 or 亿一."""
    whole, _, behind = text.replace("廿", "二十").replace("卅", "三十").partition("点")
    value = Decimal(_whole(whole))
    if decimals := behind.rstrip("十百千万亿兆"):
        value += Decimal("0." + "".join(str(HAN_DIGITS[digit]) for digit in decimals))
    for magnitude in behind[len(decimals) :]:
        value *= {**_SMALL, **_LARGE}[magnitude]
    return value


def _whole(text: str) -> int:
    if not re.search("[十百千万亿兆]", text):
        if len(text) > 1 and not re.search("[零〇]", text):
            raise ValueError("三四 and 七八 are neither 34 nor 78")
        return int("".join(str(HAN_DIGITS[digit]) for digit in text))
    total, section, digit, last = 0, 0, 0, 0
    largest = 0
    for place, char in enumerate(text):
        if char in HAN_DIGITS:
            if place and text[place - 1] in HAN_DIGITS and text[place - 1] not in "零〇":
                raise ValueError(f"{text} is no numeral")
            digit = HAN_DIGITS[char]
            last = place
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit = 0
        else:
            section += digit
            digit = 0
            if _LARGE[char] >= largest and total:
                # 一万亿, 百万亿: what stands before is multiplied as a whole
                total, section = (total + section) * _LARGE[char], 0
                largest = _LARGE[char]
            else:
                total += (section or (1 if place == 0 else 0)) * _LARGE[char]
                largest, section = _LARGE[char], 0
            if total == 0 or total > 10**40:
                raise ValueError(f"{text} is no numeral")
    return total + section + digit * _short(text, last)


def _short(text: str, last: int) -> int:
    """A single digit that ends a numeral after 万 means tenths of it: 一万五 is 15,000, 一万零五 is 10,005."""
    if last != len(text) - 1 or last == 0 or text[last - 1] not in "百千万亿":
        return 1
    before = text[last - 1]
    if last == 1 and before in "万亿" and len(text) == 2:
        raise ValueError(f"{text} is no numeral")
    return {**_SMALL, **_LARGE}[before] // 10


@cache
def forms(language: str, kind: str) -> dict[str, Decimal]:
    """The words of one kind with their values."""
    rows = (row for row in read_table("number_words") if row["kind"] == kind and row["language"] == language)
    return {form: Decimal(row["value"]) for row in rows for form in row["forms"].split("|")}


@cache
def word_pattern(language: str) -> str:
    """An expression for a number in words: parts with blanks or hyphens between, in German without."""
    # each word once, and no endless run of them: else what follows may be tried in too many ways
    parts = {*forms(language, "unit"), *forms(language, "hundred"), *_plain_magnitudes(language)}
    alternatives = "|".join(sorted(map(re.escape, parts), key=lambda part: (-len(part), part)))
    if language in _GLUE:
        glued = rf"(?:{alternatives})(?:{_GLUE[language]}{alternatives}){{0,12}}"
        if language == "de":
            # ein und zwanzig
            glued = rf"(?:(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)\sund\s(?:zwan|drei|vier|fünf|sech|sieb|acht|neun)[zß]ig|{glued})"
        # vijfduizend driehonderd
        glued = rf"{glued}(?:(?:(?<=duizend)|(?<=tausend)|(?<=mila))\s{glued}\b)?"
        # ein Zehn-Millionen-Dollar-Vertrag
        return (
            rf"{glued}(?:(?:\s+(?:e\s+)?|-)(?:{'|'.join(_plain_magnitudes(language))})\b(?:\s+(?:e\s+)?{glued}\b)?){{0,4}}"
        )
    # twenty-five thousand, five hundred
    comma = r"(?<=thousand|.million|.billion),\s+(?=[a-z-]+\s(?:hundred|thousand|million)\b)|" if language == "en" else ""
    joint = rf"(?:(?:{comma}[\s-]+)(?:and\s+|et\s+|y\s+|e\s+)?)"
    return rf"(?:{alternatives})(?:{joint}(?:{alternatives})\b){{0,12}}"


def _plain_magnitudes(language: str) -> list[str]:
    known = (form for form in forms(language, "magnitude") if form.isalpha() and (len(form) > 3 or form == "mil"))
    return sorted(known, key=len, reverse=True)


_WORDS = re.compile(r"[^\W\d_]+")
_BLANKS = {code: " " for code in range(128) if not chr(code).isalpha()}


def says_a_number(text: str, language: str) -> bool:
    """Whether a word begins like a number in words; a cheap check before the expensive ones."""
    # of ASCII, a table of characters finds the words in half the time
    words = text.lower().translate(_BLANKS).split() if text.isascii() else _WORDS.findall(text.lower())
    if language in _GLUE:
        beginnings = _first_words(language)
        return any(word.startswith(beginnings) for word in words)
    return not _known_words(language).isdisjoint(words)


def speaks_numbers(text: str, languages: Iterable[str]) -> str | None:
    """The one of these languages that writes most of the text's numbers in words so; null where several do, or none."""
    likely = [one for one in languages if one in LATIN and (says_a_number(text, one) or _PERCENT[one] in text)]
    counts = {one: sum(len(found[0]) for found in _spoken(one).finditer(text)) for one in likely}
    most = max(counts.values(), default=0)
    best = [language for language, count in counts.items() if count == most > 2]
    return best[0] if len(best) == 1 else "en" if "en" in best else None


_PERCENT = {
    "en": "percent", "de": "prozent", "fr": "pour cent", "es": "por ciento", "pt": "por cento", "it": "per cento", "nl": "procent",
    "ru": "процент",
}  # fmt: skip


@cache
def _spoken(language: str) -> re.Pattern[str]:
    """Numbers in words, parts of a whole, and the magnitudes that stand behind digits."""
    others = [form for kind in ("part", "magnitude", "multiple") for form in forms(language, kind) if len(form) > 2]
    known = "|".join(sorted(map(re.escape, [*others, _PERCENT[language]]), key=len, reverse=True))
    half = "(?:einhalb)?" if language == "de" else ""
    return re.compile(rf"(?<!\w)(?:{word_pattern(language)}{half}|{known})(?!\w)")


_KINDS = ("unit", "hundred", "magnitude", "part", "multiple")
# halves, and what an hour and a half begins with
_HALVES = ("half", "demi", "demie", "medio", "media", "meio", "meia", "каждый", "каждая", "каждое")
_GLUED_HALVES = (
    "jede",
    "halb",
    "anderthalb",
    "eineinhalb",
    "zweieinhalb",
    "dreiviertel",
    "mezz",
    "halve",
    "anderhal",
    "tweeënhal",
    "drieënhal",
    "vierenhal",
)


@cache
def _known_words(language: str) -> frozenset[str]:
    """The first word of every form, and the word after a number that makes it a multiple: `tenfold` is one word."""
    spoken = [form for kind in _KINDS for form in forms(language, kind)]
    firsts = {_WORDS.match(form.lower()) for form in spoken}
    folds = {f"{form}{end}" for form in forms(language, "unit") for end in ("fold",)}
    plain = {found[0] for found in firsts if found} | set(_HALVES) | folds
    # of "couple of hundred" and "et un", the small words say nothing
    return frozenset({word for form in spoken for word in _WORDS.findall(form.lower()) if len(word) > 2} | plain)


@cache
def _first_words(language: str) -> tuple[str, ...]:
    return (*_GLUED_HALVES, *{form[:4].lower() for kind in _KINDS for form in forms(language, kind)})


_DOZEN = Decimal(12)
# a remainder of a larger number is no longer exact
_LARGEST = Decimal(10**24)
# fünfundzwanzig, vijfentwintig
_ONES_FIRST = {"de", "nl"}


def word_value(text: str, language: str) -> Decimal:
    """The value of a number in words. Raises `ValueError` if the words are not a single number (`two three`)."""
    units, hundreds, magnitudes = forms(language, "unit"), forms(language, "hundred"), forms(language, "magnitude")
    total, section, last = Decimal(0), Decimal(0), Decimal(0)
    for word in word_parts(text.lower(), language):
        if word in hundreds:
            section = (section or Decimal(1)) * 100
        elif word in units:
            value = units[word]
            if (
                last
                and not (last >= 20 > 10 > value and language not in _ONES_FIRST)
                and last < 100
                and not (language in _ONES_FIRST and last < 10 <= value)
                and not (language == "fr" and last in {60, 80} and value < 20)
            ):
                raise ValueError(f"{text} is no one number")
            section += value
        elif magnitudes[word] == _DOZEN:
            # one thousand five hundred dozen
            total, section = (total + section or Decimal(1)) * _DOZEN, Decimal(0)
        else:
            if total > _LARGEST:
                raise ValueError(f"{text[:60]} is too large")
            # dos mil trescientos millones, a thousand million: what stands before and is smaller is multiplied as a whole
            below = total % magnitudes[word]
            if total and not section and not below:
                total *= magnitudes[word]
            else:
                total += (below + section or Decimal(1)) * magnitudes[word] - below
            section = Decimal(0)
        last = units.get(word, Decimal(100))
    return total + section


def word_parts(text: str, language: str) -> list[str]:
    return _part_pattern(language).findall(text)


@cache
def _part_pattern(language: str) -> re.Pattern[str]:
    known = [*forms(language, "unit"), *forms(language, "hundred"), *forms(language, "magnitude")]
    return re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True)))
