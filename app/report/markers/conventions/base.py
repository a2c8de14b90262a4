"""What a citation convention is: what its markers look like, and how one is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from app.report.markdown.inline import unescape
from app.report.markdown.inline_tokens import TARGET
from app.report.markers.markers import Citation, Mark

# one pair of brackets that names more entries than this is no citation
MOST_LABELS = 500
_JOINT = r"(?:[,，、;；]|\s(?:and|und|et|y|e)\s|[&和及与])"
NUMBERS = rf"[0-9０-９]{{1,4}}(?:\s*(?:[-–—~～]|{_JOINT})\s*[0-9０-９]{{1,4}})*"
# the kind to ask with whether an entry has the address of a mark
LISTED = "listed-address"
# also of a page that was saved with whole addresses: `https://…/Ferry#cite_note-1`
_ANCHOR = re.compile(r"#|$|https?://[^#]*#(?:cite[_-]note|_?(?:ftn|edn)\d|fn:?\d|footnote|endnote)")


@dataclass(frozen=True, slots=True)
class Convention:
    """A way of citing. `pattern` is part of one large expression: its groups have names of their own.

    `listed`: what looks so is a marker only where a list answers it. `hint` is an expression without which no marker of
    this kind is in a text. `examples` are sentences with the labels read in them.
    """

    kind: str
    pattern: str
    read: Callable[[re.Match[str]], Citation | None]
    listed: bool
    hint: str
    examples: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())


def link(name: str, text: str) -> str:
    """The pattern of a link whose words are `text`; its address is the group `name`."""
    return rf"\[{text}\]" + TARGET.format(name=name)


def cite(
    kind: str,
    match: re.Match[str],
    labels: list[str],
    *,
    url: str | None = None,
    spoken: tuple[int, int] | None = None,
    can_speak: bool = True,
) -> Citation | None:
    """A citation of all labels at one place; null where there are none."""
    marks = tuple(Mark(label, url, match.start(), match.end()) for label in labels)
    return Citation(kind, *match.span(), marks, spoken or match.span(), can_speak=can_speak) if marks else None


def target(raw: str | None) -> str | None:
    """The address of a link; null for one inside the report."""
    url = unescape(raw or "").strip()
    return None if _ANCHOR.match(url) else url


def anchor(raw: str | None) -> str | None:
    """The anchor of a link inside the report; null for a link to a page."""
    return unescape(raw).partition("#")[2] or None if raw and target(raw) is None else None


def expand(numbers: str) -> list[str]:
    """`1,3-5` -> 1, 3, 4, 5; a range that runs backwards stays as its two ends, an endless list is none."""
    labels: list[str] = []
    for part in re.split(rf"\s*{_JOINT}\s*", numbers):
        first, *last = (int(number) for number in re.split(r"\s*[-–—~～]\s*", part))
        labels += map(str, range(first, last[-1] + 1) if last and first < last[-1] else [first, *last])
        if len(labels) > MOST_LABELS:
            return []
    return labels
