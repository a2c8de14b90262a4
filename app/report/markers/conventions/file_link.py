"""`[[S1](../sources.md#s1), [S4](../sources.md)]`, `\\[[S1](sources.md)\\]`: keys that link to a list in a file of its own.

An entry of the report's own with that key answers; otherwise the marker has no source, as the list is in another file.
"""

import re

from app.report.markers.conventions.base import Convention
from app.report.markers.markers import Citation, Mark

KIND = "file-link"
_KEY = r"\[[A-Z][A-Za-z]{0,3}-?\d{1,3}\]\((?!#|[a-z]+:)[^()\s]{1,200}\)"
_LABEL = re.compile(r"\[(?P<label>[A-Z][\w-]*)\]\(")


def _read(match: re.Match[str]) -> Citation | None:
    marks = tuple(Mark(one["label"], None, *match.span()) for one in _LABEL.finditer(match["file_links"]))
    return Citation(KIND, *match.span(), marks, match.span())


CONVENTION = Convention(
    KIND,
    rf"(?P<file_links>\\?\[{_KEY}(?:\s*(?:[,，;；、]|–|-)\s*{_KEY}){{0,30}}\\?\])(?!\()",
    _read,
    listed=False,
    hint=r"\[\[[A-Z][A-Za-z]{0,3}-?\d{1,3}\]\(",
    examples=(
        ("Tolls rose [[S1](../sources.md#s1), [S14](../sources.md)].", ("S1", "S14")),
        ("Traffic fell \\[[S2](../references.md#s2)\\].", ("S2",)),
    ),
)
