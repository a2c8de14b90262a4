"""`[来源1]`, `[cite: 1, 2]`, `[citation:3]`, `[webpage 4]`, `[Source 1]`, `[ref_2]`: Gemini's API, DeepSeek, Tongyi, Qwen."""

import re

from app.report.markers.conventions.base import NUMBERS, Convention, cite, expand
from app.report.markers.markers import Citation
from app.report.word_lists import words

_SOURCE = "|".join(sorted(map(re.escape, words("citing", "source")), key=len, reverse=True))


# in round brackets these name a place as often as a source: (page 3), (Article 5)
_PLACES = re.compile(r"[(（]\s*(?:article|note|page|doc|document|result|web|link|cite|no|nr|注|参考|资料|資料|链接)", re.I)


def _read(match: re.Match[str]) -> Citation | None:
    if _PLACES.match(match[0]):
        return None
    numbers = re.sub(rf"(?i)(?:{_SOURCE})s?[\s_:：#.]*", "", match["worded_numbers"])
    return cite("worded", match, expand(numbers))


CONVENTION = Convention(
    "worded",
    rf"\\?[\[［【(（]\s*\^?(?i:(?P<worded_numbers>(?:{_SOURCE})s?\s?[_:：#.]?\s*{NUMBERS}(?:\s*[,，、;；]\s*(?:{_SOURCE})s?\s?[_:：#.]?\s*{NUMBERS})*))\s*\\?[\]］】)）](?!\()",
    _read,
    listed=True,
    hint=rf"[\[［【(（]\s*\^?(?i:{_SOURCE})",
    examples=(
        ("通行费上涨[来源1]，车流减少[来源 2、3]。", ("1", "2", "3")),
        ("Tolls rose [cite: 1, 4].", ("1", "4")),
        ("Tolls rose (Ref. 3; Refs. 4, 5).", ("3", "4", "5")),
        ("Tolls rose [citation:3].", ("3",)),
    ),
)
