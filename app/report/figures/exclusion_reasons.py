"""The reason why a number is not part of a figure, from its form and its surroundings."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from app.report.figures.exclusions import PRODUCT

HEADING = "heading"
OTHER = "other"
CODE = "other: code or formula"
LIST = "other: list of numbers"
_MONTH = (
    r"(?:Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|Mar(?:ch)?|März|Apr(?:il)?|May|Mai|June?|Juni|July?|Juli|Aug(?:ust)?"
    r"|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?)\b\.?"
)
_YEAR = r"(?:19|20)\d\d"
# in this order: what stands first is told first where two begin at one place
_FORMS: tuple[tuple[str, str], ...] = (
    ("other: DOI", r"(?<![\d.])10\.\d{4,9}/\S+"),
    ("other: ISBN", r"ISBN(?:-1[03])?[:\s]{0,3}[\dXx -]{9,17}"),
    ("other: arXiv", r"arXiv:\s?\d{4}\.\d{4,5}(?:v\d+)?"),
    ("other: around the clock", r"(?<!\d)24\s?/\s?7(?!\d)|(?<!\d)7[x×*]24(?!\d)"),
    ("other: aspect ratio", r"(?<!\d)(?:16:9|4:3|21:9|9:16|16:10)(?!\d)"),
    ("other: time of day", r"(?<!\d)\d{1,2}:[0-5]\d(?::[0-5]\d)?(?!\d)|(?<![\d.])\d{1,2}\s?(?:[ap]\.m\b|[ap]m\b|Uhr\b)"),
    ("other: decade", r"(?<!\d)(?:19|20)?\d0(?:['’]?s\b|\s?(?:年代)?(?:\s?[-–—~至到、]\s?(?:19|20)?\d0\s?年代)?(?<=年代))"),
    ("other: phone number", r"\+?(?<!\d)\d{1,3}[ -]?\(\d{2,4}\)[ -]?\d{3,4}[- ]\d{3,4}|(?<!\d)\d{3}-\d{3,4}-\d{4}(?!\d)"),
    ("other: shopping festival", r"双\s?\d{1,2}(?!\d)|(?<!\d)618(?=\s?(?:大促|购物|期间|年中))"),
    (
        "other: law",
        r"(?:法律第|\b(?:Law|Act|Directive|Regulation|Article|Artikel|Art\.|Public Law|ISO|IEC|RFC)\s|§{1,2}\s?)"
        r"(?:\([A-Z]{2,3}\)\s?)?(?:No\.\s?)?\d[\d./-]*",
    ),
    (
        "other: reference",
        r"(?:\b(?:Tables?|Fig(?:ure|s)?\.?|Eqs?\.|Equation|Exhibit|Box|Chapter|Ch\.|Section|Sec\.|Appendix|App\.|Pages?|pp?\."
        r"|Abb\.|Abbildung|Tabelle|Kapitel|Seite|Tableau|Tabla|Figura)\s?|[表图図](?:表|格)?\s?|公式\s?|附件\s?)\d[\d.,–-]*",
    ),
    ("ordinal", r"第\s?(?:\d+|[一二三四五六七八九十]+)|(?<!\d)\d+(?:st|nd|rd|th)\b|\bNo\.\s?\d+|(?<!\w)#\d+"),
    (
        "date",
        rf"{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{{1,2}})?(?!\d)(?:,?\s{_YEAR})?|{_MONTH},?\s{_YEAR}"
        rf"|(?<!\d)\d{{1,2}}\.?\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?|(?<!\d){_YEAR}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?(?![\d%])"
        rf"|(?<!\d)\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}(?!\d)|\bFY\s?[/’']?\d{{2,4}}(?!\d)"
        rf"|\b(?:Q[1-4]|H[12])(?:[\s/’']{{0,2}}{_YEAR}|[\s/’']{{1,2}}\d\d)(?!\d)|\b(?:Q[1-4]|H[12])(?![\dA-Za-z])"
        rf"|(?<!\d)\d{{2,4}}\s?财?年(?:\s?\d{{1,2}}\s?月)?(?:\s?\d{{1,2}}\s?日)?|(?<!\d)\d{{1,2}}\s?[月日]"
        rf"|(?<![\d.,]){_YEAR}(?:\s?[-–—/~至到]\s?(?:{_YEAR}|\d\d))?(?![\d%]|[.,]\d)",
    ),
    # 2年目, 20周年
    ("ordinal", r"(?<!\d)\d{1,4}\s?(?:(?:年|[かヶカヵ]月|[日週回人件台店番社戸度本枚位代])目(?![標的指前処])|周年)"),
    (
        "other: base of a rate",
        r"(?:(?<=\bper\s)|(?<=\bpro\s)|(?<=\bje\s)|(?<=[每毎]))1(?:0{2,6}|0{0,2}(?:,000){1,2}|0{0,3}\s?[百千万])(?!\d)",
    ),
    ("other: status code", r"(?<=returned\s)[1-5]\d\d(?!\d)|(?<=HTTP\s)[1-5]\d\d(?!\d)"),
    (
        "other: version",
        r"(?<![\d.])\d{1,2}(?:\.\d{1,2})?\s?/\s?\d{1,2}\.\d{1,2}(?![\d.])|\b[vV](?:ersion\s|er\.\s?)?\d+(?:\.\d+)*|(?<![\d.])\d+(?:\.\d+){2,}",
    ),
    (
        "other: list enumerator",
        r"(?<!\w)\(\d{1,2}\)(?=\s)|(?<=[\s:;,])\d{1,2}\)(?=\s)|^\s*[(（]?\d{1,2}(?:[)）、]|\.(?!\d))",
    ),
)
# no form begins with another character: most are passed at one look
_FORM = re.compile(
    r"(?=[\dA-FHIJL-TVv§+#(双法第表图図公附]|a(?=rXiv)|p(?=p?\.)|^)(?:"
    + "|".join(f"(?P<form{place}>{pattern})" for place, (_, pattern) in enumerate(_FORMS))
    + ")",
    re.M,
)
_NAME = re.compile(
    rf"{PRODUCT}\s?\d{{1,2}}\.\d{{1,2}}"
    r"|[A-Za-z][A-Za-z0-9]*(?:[-_./+]?\d[A-Za-z0-9]*)+|[A-Z][\w+’'-]{1,30}\s\d+(?:\.\d+)?|(?<![\d.])\d+[A-Za-z]+\b"
)


# how far before a number what tells its reason may begin, and how far behind it that may go on
_BEFORE, _BEHIND = 40, 60


class Reasons:
    """The reasons of the numbers of one block. `numbers` are where they begin, in order.

    `lists` are stretches with more numbers than a sentence states: their numbers are not looked at one by one.
    """

    def __init__(
        self,
        text: str,
        numbers: Iterable[int],
        figures: Iterable[tuple[int, int]],
        unread: Iterable[tuple[int, int]],
        lists: Iterable[tuple[int, int]] = (),
    ) -> None:
        self.figures = _Spans((*span, OTHER) for span in figures)
        self.unread = _Spans((*span, CODE) for span in sorted(unread))
        self.lists = _Spans((*span, LIST) for span in lists)
        around = _around(first for first in numbers if not (self.figures.reason(first) or self.lists.reason(first)))
        self.forms = _Spans((*match.span(), _form(match)) for match in _near(_FORM, text, around))
        self.names = _Spans((*match.span(), "name") for match in _near(_NAME, text, around))

    def of(self, first: int) -> str | None:
        """The reason for the number at this place; null if it is part of a figure."""
        if self.figures.reason(first):
            return None
        return (
            self.lists.reason(first)
            or self.forms.reason(first)
            or self.names.reason(first)
            or self.unread.reason(first)
            or OTHER
        )


class _Spans:
    """Stretches of a text in order, each with the reason it gives."""

    def __init__(self, found: Iterable[tuple[int, int, str]]) -> None:
        self.found = list(found)
        self.starts = [start for start, _, _ in self.found]
        self.end = self.found[-1][1] if self.found else 0
        self.last = (0, 0, "")

    def reason(self, at: int) -> str | None:
        """That of the stretch that holds the place."""
        if at >= self.end:
            return None
        # numbers are asked for in order, and many stand in one list
        start, end, reason = self.last
        if start <= at < end:
            return reason
        place = bisect_right(self.starts, at) - 1
        if place < 0 or at >= self.found[place][1]:
            return None
        self.last = self.found[place]
        return self.last[2]


def _around(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The stretches around the numbers; what is around several is one, which is looked through once."""
    stretches: list[tuple[int, int]] = []
    for first in numbers:
        start = max(0, first - _BEFORE)
        if stretches and start <= stretches[-1][1]:
            start, _ = stretches.pop()
        stretches.append((start, first + _BEHIND))
    return stretches


def _near(pattern: re.Pattern[str], text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[re.Match[str]]:
    for stretch in stretches:
        yield from pattern.finditer(text, *stretch)


def _form(match: re.Match[str]) -> str:
    return _FORMS[int((match.lastgroup or "").removeprefix("form"))][0]
