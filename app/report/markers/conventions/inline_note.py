"""`^[Harbour Gazette, https://…]`: pandoc's notes, which are written where they are cited."""

import re

from app.report.bibliography.addresses import addresses, main_address
from app.report.markdown.inline import show
from app.report.markers.conventions.base import Convention
from app.report.markers.markers import Citation, Mark


def _read(match: re.Match[str]) -> Citation | None:
    raw = match["inline_note"]
    found = addresses(raw)
    mark = Mark("", main_address(found), *match.span(), show(raw, 0, len(raw)).text.strip())
    return Citation("inline-note", *match.span(), (mark,), match.span(), can_speak=False)


CONVENTION = Convention(
    "inline-note",
    r"\^\[(?P<inline_note>(?=[^\[\]\n]*[^\W\d_]{2})(?:\\.|[^\[\]\\\n]|\[[^\[\]\n]{0,300}\]){3,1500}+)\]",
    _read,
    listed=False,
    hint=r"\^\[",
    examples=(("Tolls rose to $4.^[Harbour Gazette, 4 May. https://north.example/a]", ("",)),),
)
