"""Markers as written in a block: single, in groups, in brackets, or as a word of the sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from app.report.word_lists import words


@dataclass(frozen=True, slots=True)
class Mark:
    """One citation of one entry: label, target URL if it carries one, the link's words, its anchor in the report, span."""

    label: str
    url: str | None
    start: int
    end: int
    title: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A marker with everything it names. `spoken` is the part that is shown if the marker is a word of the sentence.

    `kept` is what is always shown (the words of a link); `can_speak` whether this way of citing may be such a word.
    """

    kind: str
    start: int
    end: int
    marks: tuple[Mark, ...]
    spoken: tuple[int, int]
    kept: tuple[int, int] | None = None
    can_speak: bool = True


# what stands around a marker and goes with it
_WRAPS = (("**", "**"), ("__", "__"), ("<sup>", "</sup>"), ("<small>", "</small>"), ("[", "]"), ("\\[", "\\]"), ("*", "*"))
_BETWEEN = re.compile(r"\s*[,，、;；]?\s*(?:(?:and|und|et|y|&|和|及|与|、)\s*)?")
_CLOSED = re.compile(r"\s*(?:を?参照|参考)?(?:[)）]|\\?[\]】])")
_WORD = re.compile(r"([^\W\d_]+)\.?\s+$")
_SEE_ALSO = re.compile(r"\b(?:see|siehe|voir|véase|ver|vedi)\s+(?:also|auch|aussi|también|também|anche)\s+$", re.I)
# 如[1]所示, 与[1]相比
_HAN_WITH = re.compile(r"(?:如|与|和|由|在|从|对|于|同|用|以|即)\s?$")
_HAN_GOES_ON = re.compile(
    r"\s?(?:所|相比|中(?![国文])|一样|一致|类似|不同|相似|相同|提出|给出|的(?:研究|方法|结果|结论|观点|数据|报告|定义|说法|模型|工作|实验|做法))"
)
# contested: [1] says so
_CLAUSE_BEGINS = re.compile(r"[:;；：—–(（]\s*$")
# as [1] shows, wie [1] zeigt
_AS = re.compile(r"\b(?:wie|comme|como|come|what|that|which|where|how)\s+$", re.I)
_NEXT = re.compile(r"\s+([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Group:
    """Markers with nothing but commas between them."""

    citations: tuple[Citation, ...]

    @property
    def start(self) -> int:
        return self.citations[0].start

    @property
    def end(self) -> int:
        return self.citations[-1].end

    def wrapped(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The span with emphasis, tags and square brackets that hold nothing else."""
        first, last = self.start, self.end
        while pair := next((one for one in _WRAPS if _is_around(text, first, last, *one, start, end)), None):
            first, last = first - len(pair[0]), last + len(pair[1])
        return first, last

    @property
    def spoken(self) -> bool:
        return all(citation.can_speak for citation in self.citations)

    @property
    def kept(self) -> tuple[int, int] | None:
        return self.citations[0].kept if len(self.citations) == 1 else None

    def is_part_of(self, before: str, after: str) -> bool:
        """Whether the sentence needs the marker: “According to [1], …”, “文献[2]指出”, “[3] shows that …”."""
        following = _NEXT.match(after)
        said = following is not None and following[1].lower() in words("citing", "verb")
        if _SEE_ALSO.search(before) or (said and (_AS.search(before) or _CLAUSE_BEGINS.search(before))):
            return True
        if _HAN_WITH.search(before) and _HAN_GOES_ON.match(after):
            return True
        if word := _WORD.search(before):
            if word[1].lower() in words("citing", "grammatical"):
                return True
            if not before.rstrip().endswith("."):
                return False
        if before.rstrip() == before and _han_before().search(before):
            return True
        if not before.strip() or before.rstrip()[-1] in ".!?。！？":
            return said or bool(_han_after().match(after))
        return False


def brackets(text: str, start: int, end: int, limit: int) -> tuple[str | None, int]:
    """The text from an opening bracket to `start`, if the bracket closes right after `end`, and where it closes."""
    closed = _CLOSED.match(text, end, limit)
    opened = _opened().search(text, max(0, start - 40), start) if closed else None
    return (opened[0], closed.end()) if closed and opened else (None, end)


def _is_around(text: str, first: int, last: int, opening: str, closing: str, start: int, end: int) -> bool:
    return (
        first - len(opening) >= start
        and last + len(closing) <= end
        and text.startswith(opening, first - len(opening))
        and text.startswith(closing, last)
    )


def groups(text: str, start: int, end: int, citations: Sequence[Citation]) -> Iterator[Group]:
    """The citations of a block, those together that share a place."""
    held: list[Citation] = []
    for citation in citations:
        if not start <= citation.start < end:
            continue
        if held and (citation.kept or held[-1].kept or not _are_together(text, held[-1], citation)):
            yield Group(tuple(held))
            held = []
        held.append(citation)
    if held:
        yield Group(tuple(held))


def _are_together(text: str, one: Citation, other: Citation) -> bool:
    """Whether two markers share a place: `[1]; [2]` do, but not `[1]; [2] disagrees`."""
    if not _BETWEEN.fullmatch(text, one.end, other.start):
        return False
    following = (
        _NEXT.match(text, other.end) if text[other.start - 1].isspace() and ";" in text[one.end : other.start] else None
    )
    return following is None or following[1].lower() not in words("citing", "verb") - words("citing", "grammatical")


@cache
def _opened() -> re.Pattern[str]:
    leads = "|".join(sorted(map(re.escape, words("citing", "leading")), key=len, reverse=True))
    named = "|".join(sorted(map(re.escape, words("citing", "source")), key=len, reverse=True))
    return re.compile(rf"(?:[(（]\s*(?:(?:{leads})\s*)?|\\?[\[【]\s*(?:{named})s?\s?[:：]\s*)$", re.I)


@cache
def _han_before() -> re.Pattern[str]:
    listed = "|".join(word for word in words("citing", "grammatical") if not word.isascii() and len(word) > 1)
    return re.compile(rf"(?:{listed}|(?<![意常可罕偏预看主高])[见見]|(?<![数证占凭收])据)$")


@cache
def _han_after() -> re.Pattern[str]:
    return re.compile(
        "|".join(word for word in words("citing", "verb") if not word.isascii() and len(word) > 1 and word[0] > "\u2e80")
    )
