"""`【1†source】`, `【1†L5-L9】`, `【1】`, `[1†source]`: ChatGPT's browsing and deep research, Kimi."""

import re

from app.report.markers.conventions.base import NUMBERS, Convention, cite, expand
from app.report.markers.markers import Citation


def _read(match: re.Match[str]) -> Citation | None:
    numbers = match["lens"] or match["daggered"]
    if match["lens"] and "†" not in match[0] and len(numbers) == 4 and numbers.isdecimal():
        return None
    # `【12:3†file】` is the third passage of the twelfth search
    return cite("lenticular", match, [numbers] if ":" in numbers else expand(numbers))


CONVENTION = Convention(
    "lenticular",
    rf"(?:【(?P<lens>{NUMBERS}|\d{{1,4}}:\d{{1,4}})(?:†[^【】\n]{{0,120}})?】|\\?\[(?P<daggered>\d{{1,4}})†[^\[\]\n]{{0,120}}\\?\])",
    _read,
    listed=False,
    hint=r"[【†]",
    examples=(
        ("Tolls rose to four dollars【3†L12-L15】.", ("3",)),
        ("通行费上涨至四元【2】【5†来源】。", ("2", "5")),
    ),
)
