"""`[来源1]`, `[cite: 1, 2]`, `[citation:3]`, `[citation:4](#)`, `[webpage 4]`, `[Source 1]`, `[ref_2]`: Gemini's API, DeepSeek, Tongyi, Qwen."""

import re

from app.report.markers.conventions.base import NUMBERS, Convention, cite, expand
from app.report.markers.markers import Citation
from app.report.word_lists import words

_SOURCE = "|".join(sorted(map(re.escape, words("citing", "source")), key=len, reverse=True))


# what a list of notes answers before a list of sources does
NOTED = "worded-note"
_NOTES = re.compile(r"notes?\b|nb\b|注|註|anm", re.I)
# in round brackets these name a place as often as a source: (page 3), (Article 5)
_PLACES = re.compile(
    r"[(（]\s*(?:article|note|page|doc|document|result|web|link|cite|no|nr|注|参考(?!文献|资料)|參考(?!文獻|資料)|资料|資料|链接)",
    re.I,
)

# `[citation:3](#)` cites; `[note 2](#notes)` leads to a place of the report
_COMPACT = re.compile(r"[a-z]+s?[:：_]|来源|來源|出处|出處|出典|출처", re.I)


def _read(match: re.Match[str]) -> Citation | None:
    if _PLACES.match(match[0]) or (match["worded_place"] and not _COMPACT.match(match["worded_numbers"])):
        return None
    numbers = re.sub(rf"(?i)(?:{_SOURCE})s?[\s_:：#.]*", "", match["worded_numbers"])
    return cite(NOTED if _NOTES.match(match["worded_numbers"]) else "worded", match, expand(numbers))


CONVENTION = Convention(
    "worded",
    rf"\\?[\[［【(（]\s*\^?(?i:(?P<worded_numbers>(?:{_SOURCE})s?\s?[_:：#.]?\s*{NUMBERS}(?:\s*[,，、;；]\s*(?:{_SOURCE})s?\s?[_:：#.]?\s*{NUMBERS})*))\s*\\?[\]］】)）](?:\((?P<worded_place>#[^()\s]{{0,120}})\)|(?!\())",
    _read,
    listed=True,
    hint=rf"[\[［【(（]\s*\^?(?i:{_SOURCE})",
    examples=(
        ("通行费上涨[来源1]，车流减少[来源 2、3]。", ("1", "2", "3")),
        ("Tolls rose [cite: 1, 4].", ("1", "4")),
        ("Tolls rose (Ref. 3; Refs. 4, 5).", ("3", "4", "5")),
        ("Tolls rose [citation:3].", ("3",)),
        ("Tolls rose [citation:4](#).", ("4",)),
    ),
)
