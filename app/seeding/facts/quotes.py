"""Finding curated words in a sentence. `words#2` is their second occurrence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.report import Sentence

_NTH = re.compile(r"(?P<words>.+)#(?P<nth>[1-9]\d{0,5})", re.S)
# words match whole: GPT-4 is not found in GPT-4o, nor 8% in 18%
_LEFT = re.compile(r"(?<![A-Za-z0-9])(?<!\d\.)|(?![A-Za-z0-9])")
_RIGHT = re.compile(r"(?![A-Za-z0-9])(?![.-][A-Za-z0-9])|(?<![A-Za-z0-9])")


@dataclass(frozen=True)
class Span:
    """Words, their offsets in the report, and which occurrence in their sentence they are."""

    text: str
    start: int
    end: int
    nth: int


class NotFoundError(ValueError):
    """The words are not in the sentence, or not as often as they should be."""


def split_nth(words: str) -> tuple[str, int | None]:
    match = _NTH.fullmatch(words)
    return (match["words"], int(match["nth"])) if match else (words, None)


def find_all(words: str, sentence: Sentence, text: str) -> list[Span]:
    """Every occurrence of `words` in the displayed text of the sentence. Raises `NotFoundError` if there is none."""
    plain, nth = split_nth(words)
    places = list(_places(plain, sentence.text))
    if not places or (nth or 1) > len(places):
        found = f"is only {len(places)} times" if places else "is not"
        raise NotFoundError(f"{plain!r} {found} in the sentence {sentence.text[:40]!r}")
    spans = [Span(plain, sentence.shown[a], sentence.shown[b - 1] + 1, i) for i, (a, b) in enumerate(places, 1)]
    spans = spans if nth is None else [spans[nth - 1]]
    for span in spans:
        if text[span.start : span.end] != plain:
            raise NotFoundError(f"{plain!r} is interrupted by markup in the document")
    return spans


def _places(words: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        whole = _LEFT.match(text, start) and _RIGHT.match(text, end)
        if whole:
            yield start, end
        start = text.find(words, end if whole else start + 1)


def find_one(words: str, sentence: Sentence, text: str) -> Span:
    """The only occurrence of `words`. Raises `NotFoundError` if there are several and no `#n` selects one."""
    spans = find_all(words, sentence, text)
    if len(spans) > 1:
        raise NotFoundError(f"{words!r} is {len(spans)} times in the sentence: add #1 … #{len(spans)}")
    return spans[0]
