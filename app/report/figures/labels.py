"""Words before a number that say what it is: what names or counts it off (Table, 图), or what it measures (AUC)."""

import re
from functools import cache

from app.report.word_lists import read_table


@cache
def statistics() -> frozenset[str]:
    """SD, AUC: names in capitals whose number is a figure."""
    return frozenset(word for row in read_table("statistics") for word in row["words"].split("|"))


@cache
def _label() -> re.Pattern[str]:
    """What names or counts off the number behind it: `Table `, `pp. `, `§`, 表, ISBN."""
    between = {
        "abbreviation": r"\b(?:{})\.\s?\(?",
        "blank": r"\b(?:{})\s",
        "joined": r"(?:{})\s?",
        "told": r"(?:{})[:：为是は]?\s?[\[［]?",
    }
    either = [
        written.format(
            "|".join(
                _any_case(word)
                for row in read_table("labels")
                if row["between"] == place
                for word in row["words"].split("|")
            )
        )
        for place, written in between.items()
    ]
    return re.compile(rf"(?:ISBN(?:-1[03])?[:\s]*|ISSN[:\s]*|§+\s?|{'|'.join(either)})$")


def is_labelled(plain: str, start: int) -> bool:
    """Whether a word stands before `start` that makes a number there a name, as in `Table 3`."""
    return _label().search(plain, max(0, start - 16), start) is not None


def _any_case(word: str) -> str:
    first, rest = word[0], re.escape(word[1:])
    return f"[{first}{first.upper()}]{rest}" if first.islower() and first.upper() != first else first + rest
