"""The anchors by which links within a report lead to its entries."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from app.report.bibliography.entries import Entry

_ANCHOR = re.compile(
    r"\b(?:id|name)\s*=\s*[\"'](?P<tag>[^\"'<>\s]{1,120})[\"'][^<>]*>|\{#(?P<span>[\w:.-]{1,120})[^{}\n]*\}"
)
# between an anchor and the entry that it is for
_MARKUP = re.compile(r"(?:\s|<[^<>]*>|[*_\[\]#>|.:\x01-])*")


def anchored_entries(text: str, entries: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """Each anchor with the entry that holds it, or that begins right behind it."""
    ordered = sorted(entries, key=lambda entry: entry.start)
    starts = [entry.start for entry in ordered]
    for match in _ANCHOR.finditer(text):
        at = bisect_right(starts, match.start()) - 1
        anchor = match["tag"] or match["span"]
        if at >= 0 and match.start() < ordered[at].end:
            yield anchor, ordered[at]
        elif at + 1 < len(ordered) and _MARKUP.fullmatch(text, match.end(), ordered[at + 1].start):
            yield anchor, ordered[at + 1]
