"""Markers amid a quotation, whose numbers may be those of the text that is quoted."""

import re
from collections.abc import Iterator, Sequence

from app.report.markers.markers import Citation
from app.report.problems import WRONG, Problem

# what quotations begin with is looked for first: most places are passed at one look
_QUOTED = re.compile(
    r"[“„«「\"](?:(?<=“)[^“”\n]{30,600}”|(?<=„)[^„“”\n]{30,600}[“”]|(?<=«)[^«»\n]{30,600}»|(?<=「)[^「」\n]{20,600}」"
    r"|(?<=\")(?<![\w\"]\")[^\"\n]{30,600}\"(?!\w))"
)
# without a link, a marker says only a number
_NUMBERS = {"numeric-bracket", "superscript", "round-bracket", "raised-digit", "bare-digits", "author-date"}
_LETTERS = re.compile(r"[^\W\d_]")
# what a marker of the report itself stands behind, or before: one of the two is short
_LEAST = 6


def quoted_markers(text: str, citations: Sequence[Citation]) -> Iterator[Problem]:
    """A marker with words of the quotation on both sides: the report's own stand at its end, or behind it."""
    bare = [one for one in citations if one.kind in _NUMBERS and not any(mark.url for mark in one.marks)]
    at = 0
    for quoted in _QUOTED.finditer(text) if bare else ():
        while at < len(bare) and bare[at].start < quoted.start():
            at += 1
        for one in bare[at:]:
            if one.start >= quoted.end():
                break
            sides = (text[quoted.start() : one.start], text[one.end : quoted.end()])
            if all(len(_LETTERS.findall(side)) >= _LEAST for side in sides):
                message = f"{text[one.start : one.end].strip()} at {one.start} stands amid a quotation: it may be a marker of the quoted text"
                yield Problem("quoted-marker", message, one.start, one.end, WRONG)
