"""`[来源1]`, `[cite: 1, 2]`, `[citation:3]`, `[webpage 4]`, `[Source 1]`, `[ref_2]`: Gemini's API, DeepSeek, Tongyi, Qwen."""

import re

from app.report.citations import Citation
from app.report.conventions.base import NUMBERS, Convention, cite, expand
from app.report.tables import words

_SOURCE = "|".join(sorted(map(re.escape, words("citing", "source")), key=len, reverse=True))


def _read(match: re.Match[str]) -> Citation | None:
    numbers = re.sub(rf"(?i)(?:{_SOURCE})[ _:：#]*", "", match["worded_numbers"])
    return cite("worded", match, expand(numbers))


CONVENTION = Convention(
    "worded",
    rf"\\?[\[［【(（]\s*\^?(?i:(?P<worded_numbers>(?:{_SOURCE})s?\s?[_:：#.]?\s*{NUMBERS}(?:\s*[,，、;；]\s*(?:{_SOURCE})\s?[_:：#.]?\s*\d{{1,4}})*))\s*\\?[\]］】)）](?!\()",
    _read,
    listed=True,
    hint=rf"[\[［【(（]\s*\^?(?i:{_SOURCE})",
    examples=(
        ("通行费上涨[来源1]，车流减少[来源 2、3]。", ("1", "2", "3")),
        ("Tolls rose [cite: 1, 4].", ("1", "4")),
        ("Tolls rose [citation:3].", ("3",)),
    ),
)
