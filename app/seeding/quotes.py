"""Where curated words stand in a sentence. `words#2` is their second occurrence."""

import re
from dataclasses import dataclass

from app.report import Sentence

_NTH = re.compile(r"(?P<words>.+)#(?P<nth>[1-9]\d*)", re.S)
# words end where a longer word or number would go on: GPT-4 is not in GPT-4o, 8% not in 18%
_LEFT = r"(?<![A-Za-z0-9])(?<!\d\.)"
_RIGHT = r"(?![A-Za-z0-9])(?![.-][A-Za-z0-9])"


@dataclass(frozen=True)
class Span:
    """Words and their place in the report."""

    text: str
    start: int
    end: int


class NotFoundError(ValueError):
    """The words do not stand in the sentence as they should; the message says how."""


def split_nth(words: str) -> tuple[str, int | None]:
    match = _NTH.fullmatch(words)
    return (match["words"], int(match["nth"])) if match else (words, None)


def find_all(words: str, sentence: Sentence, text: str) -> list[Span]:
    """Every occurrence of `words` in what a reader sees of the sentence. Raises `NotFoundError` where there is none."""
    plain, nth = split_nth(words)
    left = _LEFT if re.match(r"[A-Za-z0-9]", plain) else ""
    right = _RIGHT if re.search(r"[A-Za-z0-9]$", plain) else ""
    places = [match.span() for match in re.finditer(left + re.escape(plain) + right, sentence.text)]
    if not places or (nth or 1) > len(places):
        stands = f"stands only {len(places)} times" if places else "does not stand"
        raise NotFoundError(f"{plain!r} {stands} in the sentence {sentence.text[:40]!r}")
    spans = [Span(plain, sentence.shown[a], sentence.shown[b - 1] + 1) for a, b in places]
    spans = spans if nth is None else [spans[nth - 1]]
    for span in spans:
        if text[span.start : span.end] != plain:
            raise NotFoundError(f"{plain!r} is broken by markup in the document")
    return spans


def find_one(words: str, sentence: Sentence, text: str) -> Span:
    """The one occurrence of `words`; `NotFoundError` where there are several and no `#n` chooses."""
    spans = find_all(words, sentence, text)
    if len(spans) > 1:
        raise NotFoundError(f"{words!r} stands {len(spans)} times in the sentence: add #1 … #{len(spans)}")
    return spans[0]
