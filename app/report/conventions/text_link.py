"""`[words](url)`: the words are part of the sentence, and stay in it. Claude, Grok (whose links have no words), blogs."""

import re

from app.report.citations import Citation, Mark
from app.report.conventions.base import Convention, link, target

_WORDS = r"(?:\\.|[^\[\]\\]|\[[^\[\]]{0,200}\]){0,600}+"


def _read(match: re.Match[str]) -> Citation | None:
    url = target(match["link_url"])
    if url is None or "://" not in url:
        return None
    words = match.span("link_words")
    mark = Mark("", url, *match.span(), match["link_words"])
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
