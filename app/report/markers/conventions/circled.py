"""`①`, `②③` where the list prints them so: Chinese and Japanese notes. `①first; ②second` counts, and cites not."""

import re

from app.report.markers.conventions.base import Convention, cite
from app.report.markers.markers import Citation

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def _read(match: re.Match[str]) -> Citation | None:
    return cite("circled", match, [str(CIRCLED.index(sign) + 1) for sign in match["circled"]], can_speak=False)


CONVENTION = Convention(
    "circled",
    rf"(?P<circled>(?<=\S)[{CIRCLED}]{{1,5}})(?=[\s。，；、：,.;:!?！？)）”」]|$)",
    _read,
    listed=True,
    hint=rf"[{CIRCLED}]",
    examples=(("通行费上涨①，车流减少②③。", ("1", "2", "3")),),
)
