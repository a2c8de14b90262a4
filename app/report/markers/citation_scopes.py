"""What a marker supports (annotation guide, "What supports a claim")."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from app.report.markers.conventions.author_date import IN_TEXT
from app.report.markers.markers import Citation, Mark
from app.report.model import Marker, Sentence

# markers that stand together share what stands before them
_BETWEEN = re.compile(r"[\s,，、;；()（）\x01]*(?:(?:and|und|et|y|&|和|及|与)\s*)?")


_ONE_WORD = re.compile(r"\s*[^\W\d_\u2e80-\u9fff]+\s*[.!?,;:]?\s*")
_WORDS = re.compile(r"(?:[^\w]*[^\W\d_]+){2}")


def _behind(text: str, mark: Mark, marks: Sequence[tuple[Mark, Citation]], sentence: Sentence) -> tuple[int, int]:
    """From the end of a marker that is a word of its sentence to the next marker elsewhere; backwards if nothing follows."""
    start, limit = mark.end, sentence.end
    for other, _ in marks:
        if other.start >= start:
            if not _BETWEEN.fullmatch(text, start, other.start):
                limit = min(limit, other.start)
                break
            start = other.end
    start = min(start, sentence.end)
    # of `Tolls harm, as [1] argues.` a verb alone follows
    alone = _ONE_WORD.fullmatch(text, start, limit) and _WORDS.match(text, sentence.start, mark.start)
    if any(char.isalnum() for char in text[start:limit]) and not alone:
        return start, limit
    return sentence.start, max(sentence.start, min(mark.start, sentence.end))


_NAMES = re.compile(r"[\s|*_]*(?:[^\W\d_][\w.’'&/-]*[\s,、]*){0,8}[|(（\s]*")


def _begins(text: str, citation: Citation, sentence: Sentence) -> bool:
    """Whether a marker with the names before it is what the sentence speaks of: `Berg (2021) put tolls at $4`."""
    if citation.kind not in {IN_TEXT, "label"} or citation.kept is None:
        return False
    before = text[sentence.start : citation.start]
    name = citation.marks[0].label.rpartition(" ")[0] if citation.kind == IN_TEXT else ""
    return before.strip(" \t|*_") == "" or bool(name and _NAMES.fullmatch(before) and before.strip(" |*_").startswith(name))


def markers_of(
    text: str,
    citations: Sequence[Citation],
    spoken: frozenset[int],
    sentences: Sequence[Sentence],
    offset: int,
    number: Callable[[Mark, str], int | None],
    labels: Callable[[Mark, str], str],
) -> list[Marker]:
    """The markers of a block: each supports its sentence back to the marker before it, or to the sentence's start.

    A marker that is a word of its sentence (`According to [1], …`) supports what follows up to the next one.
    """
    markers: list[Marker] = []
    starts = [sentence.start for sentence in sentences]
    marks = [(mark, citation) for citation in citations for mark in citation.marks]
    for mark, citation in marks:
        # before the first visible character it can only belong to the sentence that follows
        index = max(bisect_right(starts, mark.start) - 1, 0)
        sentence = sentences[index]
        before = markers[-1] if markers and markers[-1].sentence == index + offset else None
        end = citation.kept[1] if citation.kept else mark.start
        scope = (sentence.start, min(max(end, sentence.start), sentence.end))
        if before and _BETWEEN.fullmatch(text, min(before.end, mark.start), mark.start):
            scope = (before.scope_start, before.scope_end)
        elif before:
            scope = (min(max(before.end, sentence.start), scope[1]), scope[1])
        if mark.start in spoken or _begins(text, citation, sentence):
            scope = _behind(text, mark, marks, sentence)
        label = labels(mark, citation.kind)
        markers.append(
            Marker(label, mark.url, index + offset, mark.start, mark.end, *scope, number(mark, citation.kind), citation.kind)
        )
    return markers
