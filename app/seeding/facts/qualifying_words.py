"""Words of a clause that qualify its figure: `低至 20 毫秒`, `62% 的同比增长`; a curator must not leave them out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.seeding.seed_files.yaml_files import Location

_CLAUSE = re.compile(r"[，。；：、（）,;()]")


@dataclass(frozen=True)
class _Word:
    """Words of the text, and the slugs in `vocabulary/qualifiers.yaml` that say what they say."""

    written: tuple[str, ...]
    slugs: frozenset[str]


_WORDS = tuple(
    _Word(written, frozenset(slugs.split()))
    for written, slugs in (
        (("低至", "可降至", "降至最低", "最低"), "lowest"),
        (("可达", "最高达", "最高为"), "highest capability"),
        (("并列",), "joint"),
        (("同比",), "year-on-year"),
        (("环比",), "quarter-on-quarter"),
        (("中位数",), "median"),
        (("通常", "普遍", "一般在"), "typical"),
        (("平均",), "average"),
        (("累计",), "cumulative"),
        (("合计", "共计", "总计", "总额达到", "总融资规模", "总算力规模"), "total together"),
        (("新增的",), "newly-added"),
        (("日均", "单日"), "day daily-average daily-token-usage"),
        (("年薪", "年省", "年增收益"), "year"),
        (("单笔",), "deal"),
        (("单次训练",), "training-run"),
    )
)


# behind the figure a word may belong to the next one, save where it is joined to this one: 62% 的同比增长
_JOINED_BEHIND = re.compile(r" ?的(?:同比|环比)")


def check_qualifying_words(
    before: str, quote: str, after: str, subject: str, values: set[str], known: Iterable[str], at: Location
) -> None:
    """Add a problem for each word of the figure's clause that no qualifier says.

    `before`, `after`: the sentence up to the quote and behind it; `values`: what its qualifiers say; `known`: the words of the
    vocabulary. A verbatim value says what it quotes, and a subject may have the word in its name: 平均工资.
    """
    behind = _JOINED_BEHIND.match(after)
    clause = _CLAUSE.split(before)[-1] + quote + (behind[0] if behind else "")
    for word in _WORDS:
        written = next((one for one in word.written if one in clause), None)
        slugs = word.slugs & set(known)
        if written and slugs and not values & word.slugs and not any(written in words for words in (subject, *values)):
            (at / "qualifiers").add_problem(
                f"{written!r} qualifies {quote!r}: say so in a qualifier ({' or '.join(sorted(slugs))})"
            )
