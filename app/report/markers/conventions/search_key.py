"""`citeturn0search1` and its kin: what ChatGPT writes before it puts the links in, kept by copying.

Nothing in the text says which page it is: these markers are read, and told as unanswered.
"""

import re

from app.report.markers.conventions.base import Convention, cite
from app.report.markers.markers import Citation

_KEY = re.compile(r"turn\d+[a-z]+\d+|oaicite:\d+")


def _read(match: re.Match[str]) -> Citation | None:
    return cite("search-key", match, _KEY.findall(match[0]), can_speak=False)


CONVENTION = Convention(
    "search-key",
    r"(?:[\ue200-\ue206]?(?:file)?cite(?:[\ue200-\ue206]*turn\d+[a-z]+\d+)+[\ue200-\ue206]?|[\ue200-\ue206](?:[a-z]+[\ue200-\ue206])?turn\d+[a-z]+\d+[\ue200-\ue206]"
    r"|:contentReference\[oaicite:\d+\]\{index=\d+\}|\\?\[oaicite:\d+\\?\])",
    _read,
    listed=False,
    hint=r"turn\d|oaicite",
    examples=(
        ("Tolls rose to four dollars.citeturn0search1turn2news4", ("turn0search1", "turn2news4")),
        ("Tolls rose. :contentReference[oaicite:3]{index=3}", ("oaicite:3",)),
    ),
)
