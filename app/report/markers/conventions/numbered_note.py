"""`（注1）`, `※1`, `※2、※3` where the list prints them so: Chinese and Japanese notes. Elsewhere `(注3)` names a place."""

import re

from app.report.markers.conventions.base import NUMBERS, Convention, cite, expand
from app.report.markers.markers import Citation

KIND = "numbered-note"
_SIGN = "(?:※|注释?|註|注記)"


def _read(match: re.Match[str]) -> Citation | None:
    return cite(KIND, match, expand(re.sub(rf"{_SIGN}\s?|[(（)）]", "", match["numbered_note"]).strip()), can_speak=False)


CONVENTION = Convention(
    KIND,
    rf"(?P<numbered_note>[(（]\s*{_SIGN}\s?{NUMBERS}(?:\s*[,，、;；]\s*{_SIGN}\s?{NUMBERS})*\s*[)）]"
    rf"|(?<=\S)※\s?[0-9０-９]{{1,3}}(?:\s*[,，、]\s*※\s?[0-9０-９]{{1,3}})*)",
    _read,
    listed=True,
    hint=rf"[※(（](?:(?<=※)|\s*{_SIGN}\s?[0-9０-９])",
    examples=(
        ("通行费上涨（注1），车流减少（注2、注3）。", ("1", "2", "3")),
        ("通行料は4ドル上がった※1。車は減った※2、※3。", ("1", "2", "3")),
    ),
)
