"""Checks that an English rendering keeps the figures and hedges of its sentence (annotation guide, `text_en`).

Figures are compared by their significant digits, because 亿 and billion differ only by a power of ten.
"""

import re
from calendar import month_name
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Context, Decimal

from app.report.model import Number
from app.seeding.seed_files.yaml_files import Location
from app.store.publishing import Row

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_FRACTION = re.compile(r"(?<!\d)(\d{1,3})/([1-9]\d{0,2})(?!\d)")
# as many digits as the quantity parser gives a fraction
_FIFTEEN = Context(prec=15)
# words that may express these digits
_WORDS = {
    "1": "doubl\\w+|one|once|first|single|top|leading|leads|lead|largest|highest|foremost|best|sole",
    "2": "two|twice|second|doubl\\w+|twofold|both|pair|fifth|fifths|H2",
    "3": "three|third|tripl\\w+|threefold|trio",
    "4": "four|fourth|quadrupl\\w+",
    "5": "five|fifth|half",
    "6": "six|sixth",
    "7": "seven|seventh",
    "8": "eight|eighth",
    "9": "nine|ninth",
    "11": "eleven|eleventh",
    "12": "twelve|twelfth|dozen",
    "25": "quarter",
    "333333333333333": "third",
}
_WORD_PATTERNS = [
    *((digits, re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", re.IGNORECASE)) for digits, words in _WORDS.items()),
    *((str(month).rstrip("0"), re.compile(rf"\b{month_name[month]}\b", re.IGNORECASE)) for month in range(1, 13)),
]
_POWERS = re.compile(
    r"\b(?:ten|tenth|tenths|tenfold|tens|hundreds?|thousands?|millions?|billions?|trillions?)\b", re.IGNORECASE
)
# the name of a class, which says by itself that it is no exact number
_CLASS = re.compile(r"\d+\s?[Kk]")
_HEDGES = {
    "gt": r"over|more than|exceed\w*|surpass\w*|above|beyond|top\w*|upwards? of|pass\w*|past|break\w*|broke\w*|cross\w*"
    r"|greater|odd|plus|hundreds|thousands|>",
    "ge": r"at least|or more|no less|not less|no fewer|minimum|or above|and above|or higher|or over|upwards?|≥|\+|more than"
    r"|even more|over",
    "lt": r"under|less than|below|fewer than|short of|lower than|within|<",
    "le": r"at most|within|up to|no more|not exceed\w*|or less|or below|below|under|maximum|≤|less than",
    "tolerance": r"plus or minus|±\s?\d+|tolerance",
    "approx": r"about|around|approximately|nearly|almost|roughly|some|close to|approach\w*|near|class|level|scale|or so|~"
    r"|order of|odd|several|dozens|hundreds|thousands|tens|just",
}


# It is expected that … stands for nothing before it
_UNRESOLVED = re.compile(
    r"(?:Among|Of|In|With|From|Under|Through|By|For) (?:them|these|this|it)\b(?= ?,)|(?:They|Its|Their|He|She)\b"
    r"|It\b(?! (?:is|was|has|may|can|will|takes|remains|follows|appears|seems)\b)"
)

_WORD = re.compile(r"[A-Za-z0-9.]*[A-Za-z0-9]")
# of a name they say what it is one of, not which: the market of China's large-model market
_KINDS = frozenset({"market", "industry", "sector", "the", "of", "and", "in", "for"})


def check_stands_alone(english: str, at: Location) -> None:
    """Add a problem where a rendering begins with a pronoun whose noun is in another sentence."""
    if pronoun := _UNRESOLVED.match(english):
        at.add_problem(f"the rendering begins with {pronoun[0]!r}: it is read alone, so say who or what that is")


def check_names_implied(english: str, implied: Mapping[str, Iterable[str]], at: Location) -> None:
    """Add a problem for each subject that a sentence only implies and no word of the rendering names.

    `implied`: English names by entity. One word that begins alike is enough (China, Chinese), save what a name is one of (market);
    so are the initials (US).
    """
    said = {word[:4].lower() for word in _WORD.findall(english)}
    for entity, names in implied.items():
        written = [_WORD.findall(name) for name in names]
        told = [[word for word in words if word.lower() not in _KINDS] or words for words in written]
        known = {word[:4].lower() for words in told for word in words} | {
            "".join(word[0] for word in words)[:4].lower() for words in written if len(words) > 1
        }
        if not known & said:
            at.add_problem(
                f"{entity} is implied in the sentence, and the rendering does not name it: it is read alone, so say who or what that is"
            )


def check_rendering(english: str, numbers: Sequence[Number], metrics: Sequence[Row], at: Location) -> None:
    """Add a problem for each number that the rendering lacks, and for each hedge of a metric that it drops."""
    present = set(_figures(english))
    for number in numbers:
        if number.script == "arabic" and _digits(Decimal(number.text.replace(",", ""))) not in present:
            at.add_problem(f"the rendering lacks {number.text!r}")
    for metric in metrics:
        values = (metric["value_text"] if metric["value"] or not metric["deviation"] else None, metric["value_max_text"])
        for text in (*values, metric["deviation_text"]):
            if text is not None and _digits(Decimal(text)) not in present:
                at.add_problem(f"the rendering lacks {metric['quote']!r}")
        if not _keeps_times(english, metric):
            at.add_problem(
                f"the rendering has {metric['quote']!r} in percent only; keep its number beside it: by 5 times (500%)"
            )
        hedge = _HEDGES.get(metric["comparator"])
        if _CLASS.fullmatch(metric["quote"]) and metric["quote"].lower() in english.lower():
            continue
        if hedge and not re.search(rf"(?<!\w)(?:{hedge})(?!\w)", english, re.IGNORECASE):
            at.add_problem(f"the rendering drops the hedge of {metric['quote']!r} ({metric['comparator']})")


def _keeps_times(english: str, metric: Row) -> bool:
    """Whether the number of a growth by times (提升 260 倍) is in the English as it is, and not only as percent (26,000%)."""
    written = [Decimal(match[0].replace(",", "")) for match in _NUMBER.finditer(metric["quote"])]
    if metric["unit"] != "percent" or [Decimal(metric["value_text"])] != [one * 100 for one in written]:
        return True
    said = {Decimal(match[0].replace(",", "")) for match in _NUMBER.finditer(english)}
    return written[0] in said or any(digits == str(written[0]) and words.search(english) for digits, words in _WORD_PATTERNS)


def _figures(english: str) -> Iterator[str]:
    for match in _NUMBER.finditer(english):
        yield _digits(Decimal(match[0].replace(",", "")))
    for match in _FRACTION.finditer(english):
        yield _digits(_FIFTEEN.divide(Decimal(match[1]), Decimal(match[2])))
    for digits, pattern in _WORD_PATTERNS:
        if pattern.search(english):
            yield digits
    if _POWERS.search(english):
        yield "1"


def _digits(value: Decimal) -> str:
    """Significant digits: `29416` of 29.416, of 294.16 and of 29416000000."""
    return "".join(map(str, value.normalize().as_tuple().digits))
