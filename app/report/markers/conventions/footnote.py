"""`[^1]`, `[^1_10]`, `[^note]`, `[^1^]`, `[^1^][1]`: Markdown footnotes; Perplexity numbers them by answer, Copilot twice."""

import re

from app.report.markers.conventions.base import Convention, cite, expand
from app.report.markers.markers import Citation

_SEVERAL = re.compile(r"\d{1,4}(?:\s*[,，、]\s*\^?\d{1,4})+")


def _read(match: re.Match[str]) -> Citation | None:
    note = match["note"]
    labels = expand(note.replace("^", "")) if _SEVERAL.fullmatch(note) else [note.rstrip("^") or note]
    return cite("footnote", match, labels, can_speak=False)


CONVENTION = Convention(
    "footnote",
    r"\\?\[\^(?P<note>[^\[\]\s\\]{1,60}?(?:,\s?\^?\d{1,4}){0,20})\\?\](?!\()(?:(?<=\^\])\[\d{1,4}\](?!\())?",
    _read,
    listed=False,
    hint=r"\[\^",
    examples=(
        ("Tolls rose to four dollars.[^1_10]", ("1_10",)),
        ("通行费上涨[^2][^gazette]。", ("2", "gazette")),
        ("Tolls rose[^1^][1], and traffic fell[^2^][2].", ("1", "2")),
    ),
)
