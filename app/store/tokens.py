"""Tokens of Chinese and English text, for an index that any database can keep.

Text is folded (NFKC, lower case, traditional to simplified characters by OpenCC) and cut into runs. A Latin run is one
token; a run of Chinese characters becomes its overlapping pairs and its last character alone, so that a word of any length
is a phrase of consecutive tokens and no dictionary decides what a word is. What is neither letter nor digit only separates.
"""

import re
import shlex
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import add
from typing import Any

# scripts that both databases' indexes keep as they are; the ranges end where SQLite's tokenizer (Unicode 6.1) does
_HAN = (
    "\u3007\u3040-\u3098\u309b-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fcc\uac00-\ud7a3\uf900-\ufa6d"
    "\U00020000-\U0002a6d6\U0002a700-\U0002b81d"
)
_WORD = "0-9a-z\u00df-\u00f6\u00f8-\u024f\u0386-\u03f5\u03f7-\u0481\u048a-\u04ff"
_RUN = re.compile(f"(?P<han>[{_HAN}]+)|([{_WORD}]+)")
_SEPARATOR = re.compile(f"[^{_HAN}{_WORD}]")
# a Chinese run in text that has only separators, Latin and Chinese: one range is searched faster than many
_CHINESE = re.compile("[\u3007-\U0010ffff]+")
# between the fields of an object, so that no phrase spans two of them; texts have no such token
BREAK = "_"
MAX_TERMS = 20


class NoWordsError(ValueError):
    """A search query without any word."""


class _Folding(dict[int, str]):
    """Folded text by code point, filled when a character is first met."""

    def __missing__(self, point: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(point)).casefold()
        self[point] = "".join(_simplified(character) for character in plain)
        return self[point]


class _Spacing(dict[int, str]):
    """The same with a space for each separator."""

    def __missing__(self, point: int) -> str:
        self[point] = _SEPARATOR.sub(" ", _FOLDING[point])
        return self[point]


_FOLDING = _Folding()
_SPACING = _Spacing()


@cache
def _simplified(character: str) -> str:
    return _converter().convert(character) if character >= "\u3400" else character


@cache
def _converter() -> Any:
    from opencc import OpenCC  # reads its tables from disk, which only indexing and searching need

    return OpenCC("t2s")


def fold(text: str) -> str:
    """The text in the form in which it is compared: half width, lower case, simplified."""
    return text.translate(_FOLDING)


def spaced_tokens(text: str) -> str:
    """The tokens of a text in its order, separated by spaces."""
    found = text.translate(_SPACING)
    return found if found.isascii() else _CHINESE.sub(_spaced_pairs, found)


def _spaced_pairs(run: re.Match[str]) -> str:
    return f" {' '.join(map(add, run[0], run[0][1:] + ' '))}"


def tokens(text: str) -> list[str]:
    """The tokens of a text in its order."""
    return spaced_tokens(text).split()


def _pairs(run: str) -> list[str]:
    return [*map(add, run, run[1:]), run[-1]]


def spaced_fields(fields: Iterable[str]) -> str:
    """The tokens of several fields, separated by spaces, with `BREAK` after each field."""
    return "".join([f"{spaced_tokens(text)} {BREAK} " for text in fields])


@dataclass(frozen=True)
class Term:
    """A word or phrase of a query: consecutive tokens, the last of which may be a prefix. `pattern` finds it in folded text."""

    tokens: tuple[str, ...]
    is_prefix: bool
    pattern: re.Pattern[str]


def parse_query(query: str) -> list[Term]:
    """The terms of a query, which must all match: words separated by spaces, or phrases in double quotes.

    Raises `NoWordsError` if there are none, or more than `MAX_TERMS`.
    """
    terms = [term for part in _parts(query) if (term := _term(part))]
    if not terms:
        raise NoWordsError("there is no word to search for: letters, digits or Chinese characters are needed")
    if len(terms) > MAX_TERMS:
        raise NoWordsError(f"{len(terms)} words; at most {MAX_TERMS} can be searched for at once")
    return list(dict.fromkeys(terms))


def _parts(query: str) -> list[str]:
    text = query.translate({0x201C: '"', 0x201D: '"', 0xFF02: '"', 0x3000: " "})
    splitter = shlex.shlex(text, posix=True)
    splitter.whitespace_split, splitter.quotes, splitter.escape, splitter.commenters = True, '"', "", ""
    try:
        return list(splitter)
    except ValueError:
        raise NoWordsError('a double quote is opened and not closed; a phrase is written as "…"') from None


def _term(part: str) -> Term | None:
    runs = list(_RUN.finditer(fold(part)))
    if not runs:
        return None
    found = [token for run in runs[:-1] for token in (_pairs(run[0]) if run["han"] else [run[0]])]
    last = runs[-1]
    if last["han"]:
        found += _pairs(last[0])[:-1] or [last[0]]
    else:
        found.append(last[0])
    return Term(tuple(found), bool(last["han"]) and len(last[0]) == 1, _pattern(runs))


def _pattern(runs: list[re.Match[str]]) -> re.Pattern[str]:
    """A pattern that matches in folded text what the tokens match in the index."""
    between = f"[^{_HAN}{_WORD}]*"
    first = f"(?<![{_WORD}])" if not runs[0]["han"] else ""
    last = f"(?![{_WORD}])" if not runs[-1]["han"] else ""
    joined = runs[0][0]
    for before, after in pairwise(runs):
        # runs of the same script have a separator between them
        gap = between[:-1] + "+" if bool(before["han"]) == bool(after["han"]) else between
        joined += gap + after[0]
    return re.compile(first + joined + last)


def spans(term: Term, text: str) -> list[tuple[int, int]]:
    """The spans of a term in a text, in code points."""
    folded = fold(text)
    found = [match.span() for match in term.pattern.finditer(folded)]
    if len(folded) == len(text) or not found:
        return found
    origin = [index for index, character in enumerate(text) for _ in _FOLDING[ord(character)]] + [len(text)]
    return [(origin[start], origin[end - 1] + 1) for start, end in found]
