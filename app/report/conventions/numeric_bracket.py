"""`[1]`, `[1][2]`, `[1, 2]`, `[1-3]`, `［1］`, `\\[1\\]`: STORM, Kimi, NotebookLM, most open tools, Wikipedia."""

import re

from app.report.citations import Citation
from app.report.conventions.base import NUMBERS, Convention, cite, expand


def _read(match: re.Match[str]) -> Citation | None:
    return cite("numeric-bracket", match, expand(match["bracketed"]))


CONVENTION = Convention(
    "numeric-bracket",
    rf"\\?[\[［]\\?\[?(?P<bracketed>{NUMBERS})\\?\]?\\?[\]］](?!\()",
    _read,
    listed=True,
    hint=r"[\[［]\s*\\?\[?[0-9]",
    examples=(
        ("Ferry traffic fell by a tenth [1, 3-4].", ("1", "3", "4")),
        ("港口吞吐量下降一成［2］。", ("2",)),
        ("Der Hafen wuchs \\[1\\]\\[2\\].", ("1", "2")),
    ),
)
