"""`\\*`, `\\*\\*`, `†`, `‡` where a note with an address begins so: printed tables, journals, word processors."""

import re

from app.report.markers.conventions.base import Convention, cite
from app.report.markers.markers import Citation

KIND = "symbol"


def _read(match: re.Match[str]) -> Citation | None:
    return cite(KIND, match, [match["symbol"].replace("\\", "")], can_speak=False)


CONVENTION = Convention(
    KIND,
    r"(?P<symbol>(?<=[^\s|\\*†‡§¶])(?:(?:\\\*){1,3}|[†‡§¶]{1,3}))(?=[\s.,;:!?)。，；：！？、）|]|$)",
    _read,
    listed=True,
    hint=r"\\\*|[†‡§¶]",
    examples=(
        (
            "Tolls rose\\*. Traffic fell†.\n\n\\* Survey https://north.example/a\n\n† Board https://north.example/b",
            ("*", "†"),
        ),
    ),
)
