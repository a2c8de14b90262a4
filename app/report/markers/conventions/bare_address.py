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
_URL = re.compile(r"https?://[^\s<>，。；、]+")


def _read(match: re.Match[str]) -> Citation | None:
    marks = tuple(
        Mark("", unescape(trim(part[0].rstrip(";,"))), part.start(), part.end())
        for part in _URL.finditer(match.string, match.start(), match.end() - (match["bracketed_addresses"] is not None))
    )
    return Citation("bare-address", *match.span(), marks, match.span(), can_speak=False)


CONVENTION = Convention(
    "bare-address",
    rf"(?:(?P<bracketed_addresses>\\?[(（\[［【]\s*(?i:(?:{_LEADS})\s*)?{_ADDRESS}(?:\s*(?:[,，;；、|]|and|&|和)?\s*{_ADDRESS}){{0,12}}\s*\\?[)）\]］】])(?!\()"
    rf"|(?:(?<=[.!?]\s)|(?<=[。！？]))(?P<trailing_address>{_ADDRESS}(?:\s+{_ADDRESS}){{0,5}})(?=\s|$)"
    # `… a tenth <https://…>.` closes a clause
    rf"|(?<=[\w)”\"%]\s)(?P<closing_address><https?://[^\s<>]{{1,800}}>)(?=\s*(?:[.,;。，；]|$)))",
    _read,
    listed=False,
    hint=r"https?://",
    examples=(
        ("Tolls rose to $4 (https://north.example/a).", ("",)),
        ("通行费上涨（来源：https://north.example/a；https://north.example/b）。", ("", "")),
        ("Tolls rose to $4. https://north.example/a", ("",)),
    ),
)
