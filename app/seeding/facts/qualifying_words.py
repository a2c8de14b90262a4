"""Words of a clause that qualify its figure: `低至 20 毫秒`, `并列第一`, `同比增长 5%`; a curator must not leave them out."""

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
        (("并列",), "joint"),
        (("同比",), "year-on-year"),
        (("环比",), "quarter-on-quarter"),
        (("中位数",), "median"),
        (("通常", "普遍", "一般在"), "typical"),
        (("平均",), "average"),
        (("累计",), "cumulative"),
        (("合计", "共计", "总计"), "total"),
        (("日均", "单日"), "day daily-average daily-token-usage"),
        (("年薪", "年省", "年增收益"), "year"),
        (("单笔",), "deal"),
        (("单次训练",), "training-run"),
    )
)


def check_qualifying_words(
    before: str, quote: str, subject: str, values: set[str], known: Iterable[str], at: Location
) -> None:
    """Add a problem for each word of the figure's clause that no qualifier says.

    `before`: the sentence up to the quote; `values`: what its qualifiers say; `known`: the words of the vocabulary. A verbatim value
    says what it quotes, and a subject may have the word in its name: 平均工资.
    """
    clause = _CLAUSE.split(before)[-1] + quote
    for word in _WORDS:
        written = next((one for one in word.written if one in clause), None)
        slugs = word.slugs & set(known)
        if written and slugs and not values & word.slugs and not any(written in words for words in (subject, *values)):
            (at / "qualifiers").add_problem(
                f"{written!r} qualifies {quote!r}: say so in a qualifier ({' or '.join(sorted(slugs))})"
            )
