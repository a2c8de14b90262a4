"""`【1†source】`, `【1†L5-L9】`, `【1】`, `[1†source]`, `【F:src/main.c†L5-L9】`: ChatGPT's browsing and deep research, Kimi, Codex."""

import re

from app.report.markers.conventions.base import NUMBERS, Convention, cite, expand
from app.report.markers.conventions.named_source import KIND as NAMED
from app.report.markers.markers import Citation, Mark


def _read(match: re.Match[str]) -> Citation | None:
    if match["lens_file"]:
        mark = Mark("", None, *match.span(), match["lens_file"])
        return Citation(NAMED, *match.span(), (mark,), match.span(), can_speak=False)
    numbers = match["lens"] or match["daggered"]
    if match["lens"] and "†" not in match[0] and len(numbers) == 4 and numbers.isdecimal():
        return None
    # `【12:3†file】` is the third passage of the twelfth search
    # and `【aad6ad†L1-L8】` one of what a program printed
    is_key = ":" in numbers or ("†" in match[0] and re.fullmatch("[0-9a-f]{6}", numbers))
    return cite("lenticular", match, [numbers] if is_key else expand(numbers))


CONVENTION = Convention(
    "lenticular",
    rf"(?:【F:(?P<lens_file>[^【】†\n]{{1,300}})(?:†[^【】\n]{{0,80}})?】|【(?P<lens>{NUMBERS}|\d{{1,4}}:\d{{1,4}}|[0-9a-f]{{6}}(?=†))(?:†[^【】\n]{{0,120}})?】|\\?\[(?P<daggered>\d{{1,4}})†[^\[\]\n]{{0,120}}\\?\])",
    _read,
    listed=False,
    hint=r"[【†]",
    examples=(
        ("Tolls rose to four dollars【3†L12-L15】.", ("3",)),
        ("The toll is set there.【F:src/tolls.c†L10-L12】", ("",)),
        ("All tests pass.【aad6ad†L1-L8】", ("aad6ad",)),
        ("通行费上涨至四元【2】【5†来源】。", ("2", "5")),
    ),
)
