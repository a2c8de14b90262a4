"""`[1]`, `[1][2]`, `[1, 2]`, `[1-3]`, `[1]-[3]`, `［1］`, `〔1〕`, `[1, p. 4]`, `[[note|1]]`, `\\[1\\]`: STORM, Kimi, NotebookLM, Wikipedia.

`x[1]` is an index, and `[0, 1]` behind a word such as “range” an interval.
"""

import re

from app.report.markers.conventions.base import NUMBERS, Convention, cite, expand
from app.report.markers.markers import Citation

_PLACE = (
    r"pp?\.|pg\.|[сc]\.|стр\.|str\.|p[áa]gs?\.|s\.|S\.|[Cc]h\.|[Cc]hap\.|[Ss]ecs?\.|[Ff]igs?\.|[Ee]qs?\.|App\.|Thm\.|Kap\.|§|第|页"
    r"|(?:Section|Table|Chapter|Figure|Theorem|Appendix)(?=\s)"
)
_PAGE = rf"(?:\s*[,，:：;；]\s*(?:{_PLACE})\s?[\w–\-., ]{{1,20}})?"
_LEADS = r"see(?:\s+also)?|cf\.?|e\.g\.,?|vgl\.|siehe|voir|参见|參見|详见|見|见"
_INDEX = re.compile(r"(?<![A-Za-z])[a-z]$")
_INTERVAL = re.compile(
    r"(?:\b(?:ranges?|intervals?|CI|scale|bounded|lies|values?|scores?|between|domain|clamped|normali[sz]ed)"
    r"(?:\s(?:of|in|is|from|to|on|within|between))?\s?|[∈=×∪]\s?|(?:区间|范围|取值)(?:为|是|在)?)$"
)
_PAIR = re.compile(r"\d+\s*[,，]\s*\d+")


def _read(match: re.Match[str]) -> Citation | None:
    numbers = match["bracketed"] or match["piped"] or match["paged"] or f"{match['from_bracket']}-{match['to_bracket']}"
    before = match.string[max(0, match.start() - 24) : match.start()]
    if _INDEX.search(before) or (_PAIR.fullmatch(numbers) and _INTERVAL.search(before)):
        return None
    return cite("numeric-bracket", match, expand(numbers))


CONVENTION = Convention(
    "numeric-bracket",
    r"(?:(?<=[.!?,;\]])\[(?P<paged>\d{1,3})\][:：]\s?\d{1,4}(?:[-–]\d{1,4})?(?=\s+[A-Z“\"]|\[|\s*$)"
    r"|\\?[\[［](?P<from_bracket>\d{1,3})\\?[\]］]\s?[-–—~～至]\s?\\?[\[［](?P<to_bracket>\d{1,3})\\?[\]］](?!\()"
    rf"|\\?[\[［〔〖]\\?\[?#?(?:(?i:{_LEADS})\s*)?(?P<bracketed>{NUMBERS}){_PAGE}\\?\]?\\?[\]］〕〗](?!\()"
    r"|\[\[[^\[\]|\n]{1,80}\|(?P<piped>\d{1,4})\]\])",
    _read,
    listed=True,
    hint=rf"[\[［〔〖|](?:(?<!\|)\s*\\?\[?#?(?:(?i:{_LEADS})\s*)?[0-9０-９]|(?<=\|)\d{{1,4}}\]\])",
    examples=(
        ("Ferry traffic fell by a tenth [1, 3-4].", ("1", "3", "4")),
        ("Ferry traffic fell by a tenth [1]–[3], p. 4.", ("1", "2", "3")),
        ("Ferry traffic fell by a tenth [1, p. 4].", ("1",)),
        ("Ferry traffic fell by a tenth [see 1, 2].", ("1", "2")),
        ("Ferry traffic fell.[1]: 12  Tolls rose.[2][3]:45–46", ("1", "2", "3")),
        ("港口吞吐量下降一成［2］，票价上涨〔３〕。", ("2", "3")),
        ("Ferry traffic fell by a tenth [[notes|4]].", ("4",)),
        ("Der Hafen wuchs \\[1\\]\\[2\\].", ("1", "2")),
    ),
)
