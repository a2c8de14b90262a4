"""`([Berg 2011](#ref-berg))`, `Lund ([2015](#ref-lund))`, `[[1. Harbour Gazette]](#ref-1)`: knitr, Quarto, converters.

The words lead to the entry that has the anchor; a link to a heading leads to none, and is text.
"""

import re

from app.report.markers.conventions.base import Convention
from app.report.markers.markers import Citation, Mark
from app.report.word_lists import words

_WORDS = r"(?:\\.|[^\[\]\\\n]){1,120}|\[[^\[\]\n]{1,120}\]"
_LINK = re.compile(rf"\[(?P<words>{_WORDS})\]\((?P<anchor>#[^()\s]{{1,120}})\)")
_ONE = rf"\[(?:{_WORDS})\]\(#[^()\s]{{1,120}}\)"
_LEADS = "|".join(sorted(map(re.escape, words("citing", "leading")), key=len, reverse=True))
_PLACE = (
    r"(?:[,，]?\s?(?:pp?\.?|ch\.?|chap\.?|chapters?|secs?\.?|sections?|fig\.?|tab\.?|table|S\.|§|第)\s?[\w.–-]{1,12}页?)?"
)
_PART = rf"(?:(?i:{_LEADS})[,，]?\s*)?{_ONE}{_PLACE}"
_YEAR = re.compile(r"\s*(?:(?:19|20)\d\d[a-z]?|n\.d\.)\s*")
_NUMBER = re.compile(r"(?:<[^<>]*>|[\s\\\[\](（)）^*_])*\d{1,3}(?:<[^<>]*>|[\s\\\[\](（)）^*_])*")
_WORDED = re.compile(r"(?i:[a-z]+[:：_]|来源|來源|出处|出處|出典|출처)\s?\d{1,4}")
# a number and the name of what it numbers: no words of the sentence
_NUMBERED = re.compile(r"\[?\s*(?:\d{1,4}[.、:：)]?\s*\S.*|[\W_]+)\]?", re.S)
_LISTED = '## References\n\n<div id="ref-berg">\n\nBerg 2021. Tolls. https://north.example/a\n\n</div>'


def _read(match: re.Match[str]) -> Citation | None:
    found = list(_LINK.finditer(match.string, match.start(), match.end()))
    if any(_NUMBER.fullmatch(one["words"]) or _WORDED.fullmatch(one["words"]) for one in found):
        # those are linked numbers, or numbers with the word for a source
        return None
    if match["anchored_group"]:
        if all(_YEAR.fullmatch(one["words"]) for one in found):
            return None
        marks = tuple(_mark(one, match.span()) for one in found)
        return Citation("anchor-link", *match.span(), marks, match.span(), can_speak=False)
    kept = match.span("anchored_words")
    shown = None if _NUMBERED.fullmatch(match["anchored_words"]) and not _YEAR.fullmatch(match["anchored_words"]) else kept
    return Citation("anchor-link", *match.span(), (_mark(found[0], match.span()),), kept, shown, can_speak=False)


def _mark(one: re.Match[str], span: tuple[int, int]) -> Mark:
    return Mark("", None, *span, one["words"], one["anchor"][1:])


CONVENTION = Convention(
    "anchor-link",
    rf"(?:(?P<anchored_group>[(（\[]\s*{_PART}(?:\s*[;；,，、]\s*{_PART}){{0,20}}\s*[)）\]](?!\())"
    rf"|\[(?P<anchored_words>{_WORDS})\]\(#[^()\s]{{1,120}}\))",
    _read,
    listed=True,
    hint=r"\]\(#",
    examples=(
        (f"Tolls rose ([Berg 2021](#ref-berg)).\n\n{_LISTED}", ("1",)),
        (f"Berg ([2021](#ref-berg)) saw it.\n\n{_LISTED}", ("1",)),
    ),
)
