"""`(https://…)`, `（来源：https://…）`, `[Source: https://…]`, `… sentence. https://…`: chats, notes, plain-text exports."""

import re

from app.report.bibliography.addresses import trim
from app.report.markdown.inline import unescape
from app.report.markers.conventions.base import Convention
from app.report.markers.markers import Citation, Mark
from app.report.word_lists import words

_LEADS = "|".join(sorted(map(re.escape, words("citing", "leading")), key=len, reverse=True))
_ADDRESS = (
    r"<?https?://[^\s<>\"，。；、）】》()\[\]（［]{1,800}+(?:\([^\s()]{0,100}\)[^\s<>\"，。；、）】》()\[\]]{0,300}+)?>?"
)
_NAMED = "|".join(
    sorted((re.escape(word) for word in words("citing", "leading") if word[-1] in ":："), key=len, reverse=True)
)
_URL = re.compile(r"https?://[^\s<>，。；、]+")


# Source: https://… on a line of its own below the sentence
_LED = re.compile(
    rf"(?:(?<=[.!?。！？])|(?<=[.!?。！？][”\"）)]))\s*\n[ \t>]*[*_]{{0,2}}(?P<lead>(?i:{_NAMED})[*_]{{0,2}}\s*)$"
)


def _read(match: re.Match[str]) -> Citation | None:
    start = match.start()
    if match["led_address"]:
        led = _LED.search(match.string, max(0, start - 60), start)
        if led is None:
            return None
        start = led.start("lead")
    marks = tuple(
        Mark("", unescape(trim(part[0].rstrip(";,"))), part.start(), part.end())
        for part in _URL.finditer(match.string, match.start(), match.end() - (match["bracketed_addresses"] is not None))
    )
    return Citation("bare-address", start, match.end(), marks, (start, match.end()), can_speak=False)


CONVENTION = Convention(
    "bare-address",
    rf"(?:(?P<bracketed_addresses>\\?[(（\[［【]\s*(?i:(?:{_LEADS})\s*)?{_ADDRESS}(?:\s*(?:[,，;；、|]|and|&|和)?\s*{_ADDRESS}){{0,12}}\s*\\?[)）\]］】])(?!\()"
    rf"|(?:(?<=[.!?]\s)|(?<=[。！？]))(?P<trailing_address>{_ADDRESS}(?:\s+{_ADDRESS}){{0,5}})(?=\s|$)"
    rf"|(?<=[:：*]\s)(?P<led_address>{_ADDRESS})(?=[ \t]*(?:\r?\n|$))"
    # `… a tenth <https://…>.` closes a clause
    rf"|(?<=[\w)”\"%]\s)(?P<closing_address><https?://[^\s<>]{{1,800}}>)(?=\s*(?:[.,;。，；]|$)))",
    _read,
    listed=False,
    hint=r"https?://",
    examples=(
        ("Tolls rose to $4 (https://north.example/a).", ("",)),
        ("通行费上涨（来源：https://north.example/a；https://north.example/b）。", ("", "")),
        ("Tolls rose to $4. https://north.example/a", ("",)),
        ("Tolls rose to $4.\nSource: https://north.example/a", ("",)),
    ),
)
