"""Tokens of Chinese and English text, for an index that any database can keep.

Text is folded (NFKC, lower case, traditional to simplified characters by OpenCC, nothing invisible) and cut into runs. A
Latin run is one token, the stem of an English word; a run of Chinese characters becomes its overlapping pairs and its last
character alone, so that a word of any length is a phrase of consecutive tokens and no dictionary decides what a word is. What
is neither letter nor digit only separates.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from operator import add
from typing import Any

from app.store.word_forms import STEMS, stem
from app.vocabulary.spelling import american

# scripts that both databases' indexes keep as they are; the ranges end where SQLite's tokenizer (Unicode 6.1) does
_HAN = (
    "\u3007\u3040-\u3098\u309b-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fcc\uac00-\ud7a3\uf900-\ufa6d"
    "\U00020000-\U0002a6d6\U0002a700-\U0002b81d"
)
# Chinese characters that SQLite's tokenizer does not know yet: tokens name them by their number
_RARE = "\u4db6-\u4dbf\u9fcd-\u9fff\U0002a6d7-\U0002a6ff\U0002b81e-\U0003ffff"
_RARE_CHARACTER = re.compile(f"[{_RARE}]")
_HAN += _RARE
_WORD = "0-9a-z\u00df-\u00f6\u00f8-\u024f\u0386-\u03f5\u03f7-\u0481\u048a-\u04ff"
_RUN = re.compile(f"(?P<han>[{_HAN}]+)|([{_WORD}]+)")
_SEPARATOR = re.compile(f"[^{_HAN}{_WORD}]")
# a Chinese run in text that has only separators, Latin and Chinese: one range is searched faster than many
_CHINESE = re.compile("[\u3007-\U0010ffff]+")
# an English word among tokens, and alone
_ENGLISH = re.compile(r"(?<!\S)[a-z]{3,}(?!\S)")
# what models are called, and several of them: `H100s`
_MODEL = re.compile(r"[a-z]+[0-9]+s?")
_MODELS = re.compile(r"(?<!\S)([a-z]+[0-9]+)s(?!\S)")
# characters of a token, of two bytes at most: PostgreSQL keeps none of more than 2,046 bytes
_LONGEST_TOKEN = 1000
_TOO_LONG = re.compile(rf"(\S{{{_LONGEST_TOKEN}}})\S+")
# between the fields of an object, so that no phrase spans two of them; texts have no such token
BREAK = "_"


class _Folding(dict[int, str]):
    """Folded text by code point, filled when a character is first met."""

    def __missing__(self, point: int) -> str:
        if unicodedata.category(chr(point)) == "Cf" or 0xFE00 <= point <= 0xFE0F:
            self[point] = ""  # zero-width spaces, soft hyphens, variation selectors: no reader sees them
            return ""
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


def name_key(name: str) -> str:
    """The form in which names are compared: folded, in American spelling."""
    return american(fold(name)).strip()


def spaced_tokens(text: str) -> str:
    """The tokens of a text in its order, separated by spaces."""
    found = text.translate(_SPACING)
    if not found.isascii():
        found = _named_by_number(_CHINESE.sub(_spaced_pairs, found))
    if len(found) > _LONGEST_TOKEN:
        found = _TOO_LONG.sub(r"\1", found)
    return _ENGLISH.sub(stem, _MODELS.sub(r"\1", found))


def _named_by_number(tokens: str) -> str:
    return _RARE_CHARACTER.sub(lambda character: f"_{ord(character[0]):x}_", tokens)


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


def is_within(term: "Term", spaced: str) -> bool:
    """Whether text has a term, as the index finds it; `spaced` is what `spaced_fields` gives, between spaces."""
    return term.phrase in spaced


@dataclass(frozen=True)
class Term:
    """A word or phrase of a query: consecutive tokens, the last of which may be a prefix.

    `pattern`, a regular expression, finds candidates in folded text; its groups are English words, which have the stems `stems`.
    It is compiled when it is first looked for, as most words that are known of the data never are. `text` is the term as it was
    written.
    """

    tokens: tuple[str, ...]
    is_prefix: bool
    pattern: str = field(compare=False)
    stems: tuple[str, ...] = field(compare=False)
    text: str = field(compare=False)

    @cached_property
    def phrase(self) -> str:
        """The tokens as they stand among those of a text."""
        return f" {' '.join(self.tokens)}{'' if self.is_prefix else ' '}"


def term_of(text: str) -> Term | None:
    """The term that a text is looked for as; null if it has neither letter nor digit."""
    runs = list(_RUN.finditer(fold(text)))
    if not runs:
        return None
    found = [token for run in runs[:-1] for token in (_pairs(run[0]) if run["han"] else [_stem(run[0])])]
    last = runs[-1]
    if last["han"]:
        found += _pairs(last[0])[:-1] or [last[0]]
    else:
        found.append(_stem(last[0]))
    stems = tuple(STEMS[run[0]] for run in runs if _is_english(run[0]))
    is_prefix = bool(last["han"]) and len(last[0]) == 1
    return Term(tuple(map(_named_by_number, found)), is_prefix, _pattern(runs), stems, text)


def _is_english(run: str) -> bool:
    return _ENGLISH.fullmatch(run) is not None


def _stem(run: str) -> str:
    return STEMS[run] if _is_english(run) else _MODELS.sub(r"\1", run)


def _pattern(runs: list[re.Match[str]]) -> str:
    """A pattern that matches in folded text what the tokens match in the index, stems aside."""
    between = f"[^{_HAN}{_WORD}]*"
    first = f"(?<![{_WORD}])" if not runs[0]["han"] else ""
    last = f"(?![{_WORD}])" if not runs[-1]["han"] else ""
    joined = _run_pattern(runs[0][0])
    for before, after in pairwise(runs):
        # runs of the same script have a separator between them
        gap = between[:-1] + "+" if bool(before["han"]) == bool(after["han"]) else between
        joined += gap + _run_pattern(after[0])
    return first + joined + last


def _run_pattern(run: str) -> str:
    # words of one stem begin alike
    if _is_english(run):
        return f"({run[:2]}[a-z]+)"
    return f"{run.removesuffix('s')}s?" if _MODEL.fullmatch(run) else run


def spans(term: Term, text: str) -> list[tuple[int, int]]:
    """The spans of a term in a text, in code points."""
    folded = fold(text)
    found = list(_matches(term, folded))
    if len(folded) == len(text) or not found:
        return found
    origin = [index for index, character in enumerate(text) for _ in _FOLDING[ord(character)]] + [len(text)]
    return [(origin[start], origin[end - 1] + 1) for start, end in found]


@lru_cache(4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _matches(term: Term, folded: str) -> Iterator[tuple[int, int]]:
    at, pattern = 0, _compiled(term.pattern)
    while match := pattern.search(folded, at):
        is_found = tuple(STEMS[word] for word in match.groups()) == term.stems
        if is_found:
            yield match.span()
        at = match.end() if is_found else match.start() + 1
