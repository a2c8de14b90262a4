"""What a marker supports (annotation guide, "What supports a claim")."""

import re
from collections.abc import Callable, Sequence

from bisect import bisect_right

from app.report.citations import Citation, Mark
from app.report.model import Marker, Sentence

# markers that stand together share what stands before them
_BETWEEN = re.compile(r"[\s,，、;；()（）\x01]*(?:(?:and|und|et|y|&|和|及|与)\s*)?")


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
    said = [mark.start for mark, _ in marks]
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
        if mark.start in spoken:
            following = next((at for at in said[bisect_right(said, mark.start) :] if not _BETWEEN.fullmatch(text, mark.end, at)), sentence.end)
            scope = (min(mark.end, sentence.end), max(min(following, sentence.end), min(mark.end, sentence.end)))
        label = labels(mark, citation.kind)
        markers.append(
            Marker(label, mark.url, index + offset, mark.start, mark.end, *scope, number(mark, citation.kind), citation.kind)
        )
    return markers
