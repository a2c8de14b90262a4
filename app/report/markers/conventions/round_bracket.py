"""`(1)`, `（2、3）` where a list answers: some Chinese tools, Vancouver style. `(1) first, (2) second` counts, and cites not."""

import re

from app.report.markers.conventions.base import NUMBERS, Convention, cite, expand
from app.report.markers.markers import Citation


def _read(match: re.Match[str]) -> Citation | None:
    return cite("round-bracket", match, expand(match["round_numbers"]), can_speak=False)


CONVENTION = Convention(
    "round-bracket",
    rf"(?<![(（])[(（](?P<round_numbers>{NUMBERS})[)）]"
    # behind a full stop, and behind another there, a sentence may follow
    r"(?:(?=\s*(?:[.,;:!?。，；：！？、)）|]|[(（]\d|$|\r?\n))|(?<=[.!?]\(\d\))(?=\s+[A-Z])|(?<=[.!?]\(\d\d\))(?=\s+[A-Z])"
    r"|(?<=[.!?]\(\d\)\(\d\))(?=\s+[A-Z]))",
    _read,
    listed=True,
    hint=r"[(（][0-9]",
    examples=(
        ("Tolls rose to four dollars (1), and traffic fell (2, 3).", ("1", "2", "3")),
        ("Tolls rose to four dollars.(1) Traffic fell.(2)(3) Nobody knows.", ("1", "2", "3")),
        ("通行费上涨（1），车流减少（2）。", ("1", "2")),
    ),
)
