"""`[words](url)`: the words are part of the sentence, and stay in it. Claude, Grok (whose links have no words), blogs.

Behind a clause `[Telecom Office, 2024](url)` names the source, as it would in round brackets.
"""

import re

from app.report.markers.conventions.base import Convention, link, target
from app.report.markers.markers import Citation, Mark

_WORDS = r"(?:\\.|[^\[\]\\]|\[[^\[\]]{0,200}\]){0,600}+"


_DATED = re.compile(
    r"(?!(?:Jan|Feb|M[aä]r|Apr|Ma[iy]|Ju[nl]|Aug|Sep|O[ck]t|Nov|De[cz])\w*\.?\s\d)[^\W\d_].{1,120}(?:,\s|，\s?|\s?\()(?:19|20)\d\d[a-z]?\)?"
)
_SENTENCE_ENDED = re.compile(r"[.!?。！？][”’\"')）*_]*\s*(?:\[[^\[\]]{0,200}\]\([^()\s]{0,500}\)[ \t,;，；、·|]*)*$")
_LINKS_END = re.compile(r"(?:[ \t,;，；、·|]*\[[^\[\]]{0,200}\]\([^()\s]{0,500}\))*\s*$")
_CLAUSE_ENDS = re.compile(r"\s*(?:[.,;:!?。，；：！？)）|]|$)", re.M)


# ChatGPT's chips, as copying keeps them: `oai_citation:3‡Port Board`, and `Port Board+2` for a page and two others
_OAI = re.compile(r"(?:oai\\?_)?citation:\d{1,3}‡(?P<name>.*)|oai\\?_citation.*?[†‡](?P<other>.*)", re.S)
_MORE = re.compile(r"(?P<name>[^\W\d_].{2,80}?)\s?\+\d{1,2}(?:(?P=name)\s?\+\d{1,2})*", re.S)


def _chip(match: re.Match[str]) -> str | None:
    """The name of the page on a chip; null for any other link."""
    if found := _OAI.fullmatch(match["link_words"]):
        return found["name"] or found["other"] or "source"
    found = _MORE.fullmatch(match["link_words"])
    return found["name"] if found and (_CLAUSE_ENDS.match(match.string, match.end()) or _ended(match)) else None


def _ended(match: re.Match[str]) -> bool:
    """Whether a sentence ends right before a link, other links aside."""
    return bool(_SENTENCE_ENDED.search(match.string, max(0, match.start() - 1500), match.start()))


def _stands_behind(match: re.Match[str]) -> bool:
    """Whether a link, or several, close a block behind its last full stop: they name the sources of the sentence."""
    return bool(_LINKS_END.match(match.string, match.end(), match.endpos)) and _ended(match)


def _read(match: re.Match[str]) -> Citation | None:
    url = target(match["link_url"])
    if url is None or "://" not in url:
        return None
    words = match.span("link_words")
    if chip := _chip(match):
        mark = Mark("", url, *match.span(), chip)
        return Citation("bracketed-link", *match.span(), (mark,), words, can_speak=False)
    mark = Mark("", url, *match.span(), match["link_words"])
    if _DATED.fullmatch(match["link_words"]) and _CLAUSE_ENDS.match(match.string, match.end()):
        return Citation("bracketed-link", *match.span(), (mark,), words)
    named = any(char.isalnum() for char in match["link_words"])
    if named and _stands_behind(match):
        return Citation("text-link", *match.span(), (mark,), words, can_speak=False)
    kept = words if named else None
    return Citation("text-link" if kept else "empty-link", *match.span(), (mark,), words, kept, can_speak=False)


CONVENTION = Convention(
    "text-link",
    link("link_url", rf"(?P<link_words>{_WORDS})"),
    _read,
    listed=False,
    hint=r"\]\(",
    examples=(
        ("The [Harbour Gazette](https://north.example/a) put tolls at $4.", ("",)),
        ("Tolls rose to $4.[](https://north.example/a)", ("",)),
    ),
)
