"""Why a number that is part of no figure is none: told by its form, and by what stands around it."""

import re
from bisect import bisect_right
from collections.abc import Sequence

HEADING = "heading"
OTHER = "other"
CODE = "other: code or formula"
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
    ("other: decade", r"(?<!\d)(?:19|20)?\d0(?:['’]?s\b|\s?年代)"),
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
    ("ordinal", r"第\s?\d+|(?<!\d)\d+(?:st|nd|rd|th)\b|\bNo\.\s?\d+|(?<!\w)#\d+"),
    (
        "date",
        rf"{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{{1,2}})?(?!\d)(?:,?\s{_YEAR})?|{_MONTH},?\s{_YEAR}"
        rf"|(?<!\d)\d{{1,2}}\.?\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?|(?<!\d){_YEAR}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?(?![\d%])"
        rf"|(?<!\d)\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}(?!\d)|\b(?:Q[1-4]|H[12]|FY)\s?[/’']?\d{{2,4}}(?!\d)|\bQ[1-4]|\bH[12]\b"
        rf"|(?<!\d)\d{{2,4}}\s?财?年(?:\s?\d{{1,2}}\s?月)?(?:\s?\d{{1,2}}\s?日)?|(?<!\d)\d{{1,2}}\s?[月日]"
        rf"|(?<![\d.,]){_YEAR}(?:\s?[-–—/~至到]\s?(?:{_YEAR}|\d\d))?(?![\d%]|[.,]\d)",
    ),
    ("other: version", r"\b[vV](?:ersion\s|er\.\s?)?\d+(?:\.\d+)*|(?<![\d.])\d+(?:\.\d+){2,}"),
    ("other: list enumerator", r"^\s*[(（]?\d{1,2}(?:[)）、]|\.(?!\d))"),
)
_FORM = re.compile("|".join(f"(?P<form{place}>{pattern})" for place, (_, pattern) in enumerate(_FORMS)), re.M)
_NAME = re.compile(
    r"[A-Za-z][A-Za-z0-9]*(?:[-_./+]?\d[A-Za-z0-9]*)+|[A-Z][\w+’'-]{1,30}\s\d+(?:\.\d+)?|(?<![\d.])\d+[A-Za-z]+\b"
)


# how far before a number what tells its reason may begin, and how far behind it that may go on
_BEFORE, _BEHIND = 40, 60


class Reasons:
    """The reasons of the numbers of one block."""

    def __init__(self, text: str, figures: Sequence[tuple[int, int]], unread: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.figures = figures
        self.unread = sorted(unread)
        self._unread_starts = [start for start, _ in self.unread]
        self._figure_starts = [start for start, _ in figures]

    def of(self, first: int) -> str | None:
        """The reason of the number that stands there; null where it is part of a figure."""
        if _place(first, self._figure_starts, self.figures) is not None:
            return None
        for match in _FORM.finditer(self.text, max(0, first - _BEFORE), first + _BEHIND):
            if match.start() > first:
                break
            if first < match.end():
                return _FORMS[int((match.lastgroup or "").removeprefix("form"))][0]
        for match in _NAME.finditer(self.text, max(0, first - _BEFORE), first + _BEHIND):
            if match.start() <= first < match.end():
                return "name"
        return OTHER if _place(first, self._unread_starts, self.unread) is None else CODE


def _place(at: int, starts: Sequence[int], spans: Sequence[tuple[int, int]]) -> int | None:
    """Which of the spans holds the place."""
    place = bisect_right(starts, at) - 1
    return place if place >= 0 and at < spans[place][1] else None
