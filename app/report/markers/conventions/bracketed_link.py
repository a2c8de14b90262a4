"""`([title](url))`, `（[来源](url)）`, `([A](url), [B](url))`, `[source](url)`: ChatGPT, GPT Researcher, Claude.

The words of such a link name the source, and are no words of the sentence.
"""

import re

from app.report.markers.conventions.base import Convention, link, target
from app.report.markers.markers import Citation, Mark
from app.report.word_lists import words

_WORDS = r"(?:\\.|[^\[\]\\\n]|\[[^\[\]\n]{0,200}\]){0,400}+"
_NUMBER = re.compile(r"\s*\\?\[?(?P<number>\d{1,3})\\?\]?\s*")
_LINK = re.compile(link("url", rf"(?P<words>{_WORDS})"))
_ADDRESS = r"\(\s*+<?(?:https?|ftp)://(?:\\.|\([^()\s]*+\)|[^()\\\s>])*+>?(?:\s++(?:\"[^\"]*+\"|'[^']*+'))?\s*+\)"
_ONE = rf"\[{_WORDS}\]{_ADDRESS}"
_LEADS = "|".join(sorted(map(re.escape, words("citing", "leading")), key=len, reverse=True))
_GENERIC = "|".join(sorted(map(re.escape, words("citing", "link")), key=len, reverse=True))


def _read(match: re.Match[str]) -> Citation | None:
    found = list(_LINK.finditer(match.string, match.start(), match.end()))
    marks = [_mark(part, url) for part in found if (url := target(part["url"]))]
    kind = "linked-number" if all(mark.label for mark in marks) else "bracketed-link"
    # as [source 5](https://…) says
    spoken = found[0].span("words") if found[0].span() == match.span() else match.span()
    return Citation(kind, *match.span(), tuple(marks), spoken) if marks else None


def _mark(part: re.Match[str], url: str) -> Mark:
    number = _NUMBER.fullmatch(part["words"])
    return Mark(number["number"] if number else "", url, part.start(), part.end(), None if number else part["words"])


CONVENTION = Convention(
    "bracketed-link",
    rf"(?P<bracketed_links>[(（【]\s*(?i:(?:{_LEADS})\s*)?{_ONE}(?:\s*(?:[,，;；、|·/]|and|&|和)?\s*{_ONE}){{0,20}}\s*[)）】]"
    rf"|\[\s*(?i:(?:{_LEADS})\s*)?{_ONE}(?:\s*[,，;；、]\s*{_ONE}){{0,20}}\s*\](?!\()|\[(?i:{_GENERIC})(?:\s?\d{{1,3}})?\]{_ADDRESS})",
    _read,
    listed=False,
    hint=r"\]\(",
    examples=(
        ("Tolls rose to $4 ([Harbour Gazette](https://north.example/a)).", ("",)),
        ("Tolls rose ([Gazette](https://north.example/a), [Port Board](https://north.example/b)).", ("", "")),
        ("通行费上涨[来源](https://north.example/a)。", ("",)),
    ),
)
