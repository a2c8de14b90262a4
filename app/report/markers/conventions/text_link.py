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
_CLAUSE_ENDS = re.compile(r"\s*(?:[.,;:!?。，；：！？)）|]|$)", re.M)


def _read(match: re.Match[str]) -> Citation | None:
    url = target(match["link_url"])
    if url is None or "://" not in url:
        return None
    words = match.span("link_words")
    mark = Mark("", url, *match.span(), match["link_words"])
    if _DATED.fullmatch(match["link_words"]) and _CLAUSE_ENDS.match(match.string, match.end()):
        return Citation("bracketed-link", *match.span(), (mark,), words)
    kept = words if any(char.isalnum() for char in match["link_words"]) else None
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
