"""`…as the board expected1.`, `与预期一致1。`: exports of Gemini whose raised digits have joined the word before them.

`python3` and `VRAM24` look alike: such digits are markers only where the report has many of them behind plain words, and hardly
any behind full stops. A marker behind a name must be due, as sources are numbered by first use, and the name must stand alone elsewhere.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from app.report.markers.conventions.bare_digits import Digits
from app.report.word_lists import words

_NUMBERS = r"[1-9]\d{0,2}(?:\s?[,，]\s?[1-9]\d{0,2})*"
_CLOSERS = r"[*_”’\"'」』）)\]»\x01]*"
_JOINED = re.compile(
    rf"(?P<before>[^\W\d_]|[)）%％\x01])(?:(?P<numbers>{_NUMBERS})"
    rf"(?={_CLOSERS}(?:[.,;:!?](?![\w/])|[。，；：、！？…|]|[ \t]*(?:\||\r?\n|$)))|(?P<amid>[1-9]\d{{0,2}})(?=[ \t]+[a-z]{{2}}))"
)
_FIRST_DIGIT = re.compile(r"[1-9](?<![0-9].)")
_WORD = re.compile(r"(?<![\w.@/-])[^\W\d_]+(?:[-’'][^\W\d_]+)*$")
_HAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
# Chinese words behind which a number stands without a unit, and not the ends of others: 为 and 行为
_COUNTS = re.compile(
    r"(?:第|[大小等低高少多]于|(?<![表发到])达|[达升降增减提缩]到|(?<![行认作成因])为|是|超过?|至|(?<!附)近|(?<!公)共|(?<![节条合契])约|仅|只"
    r"|(?:[见如附和与]|^)[表图]|步骤|阶段|版本|等级|级别|评分|得分|排名)$"
)
_CLOSES = re.compile(r"[*_”’\"'」』）)\]»]*[ \t]*(?:[.!?;。！？；|]|\r?\n|$)")
_FEWEST = 3
_LONGEST_WORD = 40


def find_joined(
    text: str, spans: Sequence[tuple[int, int]], protected: Sequence[tuple[int, int]], highest: int
) -> list[Digits]:
    """The digits of a report that has its markers right behind words; none where it does not. `spans` are its prose."""
    plain: list[Digits] = []
    named: list[tuple[Digits, str]] = []
    said: set[str] = set()
    beyond = closing = 0
    for match, word in _candidates(text, spans, protected):
        numbers = match["numbers"] or match["amid"]
        if any(int(number) > highest for number in re.findall(r"\d+", numbers)):
            beyond += word is None
            continue
        start = match.end("before")
        digits = Digits(start, start + len(numbers), numbers, 2)
        if word is None:
            plain.append(digits)
            said.add(text[max(0, start - 6) : start])
            closing += bool(_CLOSES.match(text, digits.end))
        else:
            named.append((digits, word))
    # `vec2, vec3, vec4` are names: markers stand behind many words, and most often where a sentence or a cell ends
    few = len(plain) < _FEWEST or len({digits.numbers for digits in plain}) < 2
    if few or beyond * 4 > len(plain) or closing * 2 < len(plain) or len(said) * 10 < len(plain) * 7:
        return []
    return sorted([*plain, *_due(text, plain, named)], key=lambda digits: digits.start)


def _joined(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of `_JOINED`, found by their digits: letters are many, and digits few."""
    at = start
    for digit in _FIRST_DIGIT.finditer(text, start, end):
        before = digit.start() - 1
        if before >= at and (match := _JOINED.match(text, before, end)):
            at = match.end()
            yield match


def _candidates(
    text: str, spans: Sequence[tuple[int, int]], protected: Sequence[tuple[int, int]]
) -> Iterator[tuple[re.Match[str], str | None]]:
    """Digits right behind a word, with the word where it may be a name that has a number."""
    starts = [start for start, _ in protected]
    for start, end in spans:
        for match in _joined(text, start, end):
            at = bisect_right(starts, match.start()) - 1
            if at >= 0 and protected[at][1] > match.start():
                continue
            if match["before"] in ")）%％\x01":
                yield match, None
                continue
            if _HAN.match(match["before"]):
                if match["numbers"] and not _COUNTS.search(text, max(start, match.start() - 3), match.end("before")):
                    yield match, None
                continue
            found = _WORD.search(text, max(start, match.start() - _LONGEST_WORD), match.end("before"))
            if found is None or (word := found[0]).casefold() in words("citing", "numbered"):
                continue
            if word.islower() and len(word) > 2:
                yield match, None
            elif len(word) > 1:
                yield match, word


def _due(text: str, plain: Sequence[Digits], named: Sequence[tuple[Digits, str]]) -> Iterator[Digits]:
    """Digits behind names that stand alone elsewhere, with a number whose turn it is."""
    repeated = Counter((word, digits.numbers) for digits, word in named)
    places = [digits.start for digits in plain]
    highest = [0]
    for digits in plain:
        highest.append(max([highest[-1], *(int(number) for number in re.findall(r"\d+", digits.numbers))]))
    for digits, word in named:
        seen = highest[bisect_right(places, digits.start)]
        is_word = word[1:].islower() and len(word) > 4
        alone = is_word or re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
        if (
            alone
            and repeated[word, digits.numbers] < _FEWEST
            and max(map(int, re.findall(r"\d+", digits.numbers))) <= seen + 2
        ):
            yield digits


EXAMPLES = (
    ("Tolls rose to four dollars1. Traffic fell by a tenth2. And ferries gained3 in spring.", ("1", "2", "3")),
    ("通行费上涨至每趟四元2。车流减少一成1，渡轮因此受益（夜间除外）3。", ("2", "1", "3")),
)
