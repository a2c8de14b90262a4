"""`<a href="url">[1]</a>`, `<a href="#ref1">1</a>`, `<a href="url">words</a>`: converters from HTML, wikis, Copilot."""

import re
from html import unescape

from app.report.markers.conventions.base import Convention
from app.report.markers.markers import Citation, Mark

_NUMBER = re.compile(r"\s*\\?[\[［(（]?\s*\^?(?P<number>\d{1,4})\s*\\?[\]］)）]?\s*")
_TAG = re.compile(r"<[^<>]*>")


def _read(match: re.Match[str]) -> Citation | None:
    url = unescape(match["href"]).strip()
    address = url if "://" in url else None
    words = match["a_words"]
    number = _NUMBER.fullmatch(_TAG.sub("", words))
    if number:
        mark = Mark(number["number"], address, *match.span())
        return Citation("linked-number", *match.span(), (mark,), match.span("a_words"))
    if address is None:
        return None
    kept = match.span("a_words")
    mark = Mark("", address, *match.span(), _TAG.sub("", words))
    return Citation("text-link", *match.span(), (mark,), kept, kept, can_speak=False)


CONVENTION = Convention(
    "html-link",
    r"(?:(?i:<a\b[^<>]{0,400}?\bhref\s*=\s*[\"'](?P<href>[^\"'<>]{1,1000})[\"'][^<>]{0,300}>)"
    r"(?P<a_words>(?:[^<\n]|<(?!/?a\b)[^<>\n]{0,100}>){1,300}?)(?i:</a>))",
    _read,
    listed=False,
    hint=r"(?i)<a\b[^<>]*href",
    examples=(
        ('Tolls rose to $4 <a href="https://north.example/a">[1]</a>.', ("1",)),
        ('The <a href="https://north.example/a">Gazette</a> put tolls at $4.', ("",)),
    ),
)
