"""`(Berg, 2021)`, `(Berg & Lund, 2021; Holm et al., 2019)`, `Berg et al. (2021)`, `（王，2021）` where an entry answers."""

import re
from collections.abc import Sequence

from app.report.markers.conventions.base import Convention
from app.report.markers.markers import Citation, Mark

IN_TEXT = "author-in-text"
_NAME = r"(?:[^\W\d_a-z][\w’'-]{1,30}|[\u4e00-\u9fff]{1,8}|(?:[A-Z]{2,10}))"
_SMALL = r"(?:of|for|the|on|in|de|der|van|von|da|del|la|für|des|du|and|&|und|et|y)"
_NAMES = (
    rf"{_NAME}(?:(?:\s+{_SMALL}(?:\s+{_SMALL})?\s+|\s*[&/]\s*|(?:与|和|、)|,\s+(?:(?:&|and)\s+)?|\s+){_NAME}){{0,7}}"
    r"(?:,?\s+et\s+al\.?|\s?等人?)?"
)
_YEAR = r"(?:(?:19|20)\d\d[a-z]?|n\.d\.)"
_PAGE = r"(?:[,:：]\s?(?:pp?\.|S\.|ch\.|chap\.|§|第)?\s?\d[\d–-]{0,9}页?)?"
_LEAD = r"(?:(?:see(?:\s+also)?|e\.g\.,?|cf\.|vgl\.|siehe|voir|参见|见)\s*)"
_ONE = rf"{_LEAD}?{_NAMES}[,，]?\s?{_YEAR}(?:[,，]\s?{_YEAR}){{0,4}}{_PAGE}"
_PART = re.compile(rf"(?P<names>{_NAMES})[,，]?\s?(?P<years>{_YEAR}(?:[,，]\s?{_YEAR})*)")
_BEFORE = re.compile(rf"(?P<names>{_NAMES})(?:['’]s?)?\s?$")
_WORD = re.compile(_NAME)
_ENTRY_YEAR = re.compile(_YEAR)
_ET_AL = re.compile(r",?\s+et\s+al\.?$|\s?等人?$")
_OTHERS = re.compile(r"\bet\s+al\b|等")


def _read(match: re.Match[str]) -> Citation | None:
    if match["cell_names"]:
        mark = Mark(f"{match['cell_names']} {match['cell_year']}", None, *match.span("cell"))
        return Citation(IN_TEXT, *match.span("cell"), (mark,), match.span("cell"), match.span("cell"), can_speak=False)
    if years := match["narrative_year"]:
        before = _BEFORE.search(match.string, max(0, match.start() - 80), match.start())
        if before is None:
            return None
        each = tuple(Mark(f"{before['names']} {year}", None, *match.span()) for year in _ENTRY_YEAR.findall(years))
        return Citation(IN_TEXT, *match.span(), each, match.span(), match.span(), can_speak=False)
    marks = tuple(
        Mark(f"{part['names']} {year}", None, *match.span())
        for part in _PART.finditer(match["parenthetical"])
        for year in re.findall(_YEAR, part["years"])
    )
    return Citation("author-date", *match.span(), marks, match.span(), can_speak=False) if marks else None


def author_and_year(title: str) -> tuple[str, str] | None:
    """The first word of an entry and the first year in it, under which it is cited."""
    name = re.match(rf"\W*(?P<name>{_NAME})", title)
    year = _ENTRY_YEAR.search(title)
    return (name["name"].casefold(), year[0].lower()) if name and year else None


def names_of(label: str) -> tuple[list[str], str]:
    """The names and the year of a marker's label."""
    names, _, year = label.rpartition(" ")
    names = _ET_AL.sub("", names)
    return [name.casefold() for name in _WORD.findall(names)], year.lower()


def is_of(names: Sequence[str], title: str) -> bool:
    """Whether an entry is by all of these names: where it says “et al.”, the first is enough."""
    head = title.casefold()
    return bool(_OTHERS.search(head)) or all(name in head for name in names)


CONVENTION = Convention(
    "author-date",
    rf"(?:[(（\[](?P<parenthetical>{_ONE}(?:\s*[;；]\s*{_ONE}){{0,12}})[)）\]](?!\()|[(（](?P<narrative_year>{_YEAR}(?:[,，]\s?{_YEAR}){{0,4}})[)）]"
    rf"|\|[ \t]*(?P<cell>(?P<cell_names>{_NAMES})[,，]?\s?(?P<cell_year>{_YEAR}))(?=[ \t]*(?:\||\r?$)))",
    _read,
    listed=True,
    hint=r"[12n](?:(?<=1)9\d\d[a-z]?|(?<=2)0\d\d[a-z]?|(?<=n)\.d\.)(?:[ \t]*\||[,:：]\s?[p.\s\d–-]*)?[)）;；\]]",
    examples=(
        ("Tolls rose to four dollars (Berg & Lund, 2021; Holm et al., 2019).", ("Berg & Lund 2021", "Holm et al. 2019")),
        ("Berg (2021) put tolls at four dollars.", ("Berg 2021",)),
    ),
)
