"""`(Berg, 2021)`, `(Berg & Lund, 2021; Holm et al., 2019)`, `Berg et al. (2021)`, `（王，2021）` where an entry answers."""

import re
from collections.abc import Iterable

from app.report.citations import Citation, Mark
from app.report.conventions.base import Convention, cite

_NAME = r"(?:[^\W\d_a-z][\w’'-]{1,30}|[\u4e00-\u9fff]{1,8}|(?:[A-Z]{2,10}))"
_NAMES = rf"{_NAME}(?:(?:\s+(?:&|and|und|et|y|与|和)\s+|,\s+(?:&\s+)?|\s+|、|和){_NAME}){{0,5}}(?:\s+et\s+al\.?|\s?等人?)?"
_YEAR = r"(?:(?:19|20)\d\d[a-z]?|n\.d\.)"
_PAGE = r"(?:[,:：]\s?(?:pp?\.|S\.|ch\.|chap\.|§|第)?\s?\d[\d–-]{0,9}页?)?"
_LEAD = r"(?:(?:see(?:\s+also)?|e\.g\.,?|cf\.|vgl\.|siehe|voir|参见|见)\s*)?"
_ONE = rf"{_LEAD}{_NAMES}[,，]?\s?{_YEAR}(?:[,，]\s?{_YEAR}){{0,4}}{_PAGE}"
_NARRATIVE = re.compile(
    rf"(?<!\w)(?P<first>{_NAME})(?:(?:,\s+{_NAME}){{0,3}},?\s+(?:&|and|und|et|y)\s+{_NAME}|\s+et\s+al\.?|\s?等人?)?(?:['’]s)?\s?$"
)
_PART = re.compile(rf"(?P<name>{_NAME})[^;；\d]{{0,120}}?[,，\s(（]*(?P<years>{_YEAR}(?:[,，]\s?{_YEAR})*)")
_LEAD_WORD = re.compile(_LEAD.removesuffix("?"))
_TITLE_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d[a-z]?|n\.d\.)")


def _read(match: re.Match[str]) -> Citation | None:
    if match["narrative_year"]:
        name = _NARRATIVE.search(match.string, max(0, match.start() - 60), match.start())
        if name is None:
            return None
        mark = Mark(author_date_label(name["first"], match["narrative_year"]), None, *match.span())
        return Citation("author-date", *match.span(), (mark,), match.span(), match.span(), can_speak=False)
    labels = [
        author_date_label(part["name"], year)
        for part in _PART.finditer(re.sub(_LEAD_WORD, "", match["parenthetical"]))
        for year in re.findall(_YEAR, part["years"])
    ]
    return cite("author-date", match, labels, can_speak=False)


def author_date_label(name: str, year: str) -> str:
    """What an entry and a marker have in common: the first author's family name and the year."""
    family = re.split(r"[\s,，、&]", name.strip())[0]
    return f"{family.casefold()} {year.lower()}"


def entry_labels(title: str) -> Iterable[str]:
    """The labels under which an entry is cited by author and date: its first word and the first year in it."""
    name = re.match(rf"\W*(?P<name>{_NAME})", title)
    year = _TITLE_YEAR.search(title)
    if name and year:
        yield author_date_label(name["name"], year["year"])


CONVENTION = Convention(
    "author-date",
    rf"(?:[(（\[](?P<parenthetical>{_ONE}(?:\s*[;；]\s*{_ONE}){{0,12}})[)）\]](?!\()"
    rf"|[(（](?P<narrative_year>{_YEAR})[)）])",
    _read,
    listed=True,
    hint=rf"{_YEAR}(?:[,:：]\s?[p.\s\d–-]*)?[)）;；\]]",
    examples=(
        ("Tolls rose to four dollars (Berg & Lund, 2021; Holm et al., 2019).", ("berg 2021", "holm 2019")),
        ("Berg (2021) put tolls at four dollars.", ("berg 2021",)),
    ),
)
