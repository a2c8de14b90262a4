"""The text shown for a block, with the offset of each character, and the parts of it that are searched for figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.report.markers.markers import Citation

URL = r"(?:https?|ftp)://[^\s<>\"，。；、）】》]+"
_URL = re.compile(URL)


@dataclass(frozen=True, slots=True)
class Shown:
    """The visible text of a block, and the citations in it.

    `positions[i]` is where the i-th character begins in the report, `ends[i]` where what stands for it there ends.
    `unread` are stretches of the text that hold no figures: code, formulas, and markers that are part of a sentence;
    `markers` those of them that are markers. `spoken` are the starts of the latter in the report.
    """

    text: str
    positions: Sequence[int]
    ends: Sequence[int]
    citations: tuple[Citation, ...]
    unread: tuple[tuple[int, int], ...] = ()
    markers: tuple[tuple[int, int], ...] = ()
    spoken: frozenset[int] = frozenset()

    def numerals(self) -> str:
        """The text with NUL for markers and addresses: where numbers are looked for."""
        return without_urls(_blanked(self.text, self.markers))

    def figures(self) -> str:
        """The text with NUL also for code and formulas: where figures are looked for."""
        return without_urls(_blanked(self.text, self.unread))


def without_urls(visible: str) -> str:
    """The same length, with NUL for bare URLs: what they hold is an address, not prose."""
    return _URL.sub(lambda match: "\0" * len(match[0]), visible) if "://" in visible else visible


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    if not spans:
        return text
    pieces, at = [], 0
    for first, last in sorted(spans):
        if last > at:
            pieces += [text[at : max(first, at)], "\0" * (last - max(first, at))]
            at = last
    return "".join([*pieces, text[at:]])
