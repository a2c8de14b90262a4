"""`…engineering.1 Its`, `…a year 2, and`, `占全球 40% 1。`: Gemini's deep research, whose raised digits lose their height.

Digits are markers only where a numbered list answers them. Behind a full stop they are told from decimals by what follows,
behind a word from counts (`step 2`) and names (`Phase 2`) by the word before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.report.markers.conventions.base import expand
from app.report.markers.markers import Citation, Mark
from app.report.word_lists import words

KIND = "bare-digits"
# no marker, but told: as good as a decimal, or with a number that no entry has
TOLD = -1
BEYOND = -2
_NUMBERS = r"[1-9]\d{0,2}(?:\s?[,，]\s?[1-9]\d{0,2})*"
_CLOSERS = r"[*_”’\"'」』）)\]»\x01]*"
# a sum, a decimal number or a year, which another number does not go on with
_WHOLE = re.compile(r"(?:[$€£¥₹₩]\s?\d[\d,.]*|\d[.,]\d+|(?<!\d)(?:19|20)\d\d|#\d{2,})$")
# behind a full stop without a space, or behind emphasis or brackets that close right before
_GLUED = re.compile(
    rf"(?=[.!?。！？;；:：,，、…*”」』»\")）])(?P<stop>[.!?。！？;；:：,，、…]{_CLOSERS}|(?<=[^\W\d_])\*\*|(?<=[%％\w)）])[”」』»\"]|(?<=[^\W\d_])[)）])"
    rf"(?P<numbers>{_NUMBERS})(?![\d%]|[,，]\d)"
    rf"(?={_CLOSERS}(?:\s|$|[。，；、.,;:）)|—–]|[\u4e00-\u9fff\u3040-\u30ff]))"
)
# behind a space (what stands next is looked at first, as most spaces are before words), with punctuation or the end of the block right behind
_SPACED = re.compile(
    rf"[ \t\xa0](?=[ \t\xa01-9])(?<=[^\s|(（\[#].)[ \t\xa0]*(?P<numbers>{_NUMBERS})(?![\d%]|[,，]\d)"
    rf"(?={_CLOSERS}\s?(?:[,;:，。；：、）)|!?！？]|\.(?!\d)|$|\r?\n))"
)
# behind a space, with a word behind that goes on with the sentence
_MIDDLE = re.compile(rf"[ \t\xa0](?=[1-9])(?<=[^\s|(（\[#].)(?P<numbers>{_NUMBERS})(?=\s+(?P<next>[^\W\d_]+))")
_WORD = re.compile(r"(?P<word>[^\W\d_][\w.’'/+-]*|[)）”\"’'»\]%％*_`]+)[*_]*$")
# Apache-2.08: a version and a marker
_VERSIONED = re.compile(
    rf"(?<![\w.])(?P<version>(?P<thing>[A-Za-z][A-Za-z-]*)[- /]v?\d\.0)(?P<numbers>[1-9]\d?)(?={_CLOSERS}(?:[.,;:!?)，。；：、）](?!\d)|\s|$))"
)
_HAS_VERSIONS = re.compile(
    r"(?:Apache|[AL]?GPL|CC[ -]BY[A-Z-]*|BY(?:-[A-Z]{2})*|MPL|EPL|Web|Industry|Industrie|Bluetooth|USB|OAuth|UML|HTML|Python|Java)",
    re.I,
)
# It cost $5.3 The second phase: a price, or $5 and a marker
_PRICE = re.compile(r"[$€£¥￥]\d{1,3}$")
_CELL = re.compile(r"(?P<cell>[^|\r\n]*)(?:\||$|(?=\r?\n))")
_CITED = re.compile(rf"\s*(?P<numbers>{_NUMBERS})\s*")
_SOURCES = re.compile(
    r"\b(?:sources?|references?|citations?|refs?|snippets?|footnotes?|quellen?|nachweise?|belege?|références?|fuentes?|fontes?|fonti)\b|来源|來源|出处|文献|引用|出典|출처"
)
_YEAR_BEFORE = re.compile(r"(?<!\d)(?:19|20)\d\d$")
# `12 % a year 2,` where `year 2` alone would count
_PERIOD = re.compile(r"\b(?:an?|per|each|every|this|last|next|same)\s+(?:year|quarter|month|week|day|decade)$", re.I)
_NEXT_WORD = re.compile(r"[*_\"“”‘’'(（\[\s]*(?P<word>[^\W\d_]+)")
# what stands before the last digits of `5.2 The interface`, the number of a heading
_NUMBERED = re.compile(r"[\s*_#\x01]*\d{1,2}(?:\.\d{1,2})*")
_SENTENCE = re.compile(
    r"[^\W\d_)）\"”’%％*][.!?。！？][*_\x01]*\s?\d{0,3}(?:\s|$)|[\d)）\"”’%％*][.!?。！？]\d{0,3}[*_\x01]*\s"
)
_CLAUSE = re.compile(r"[^.!?:;\n]*$")
_COLON_ENDS = re.compile(r"[*_]*[:：][*_]*[ \t]*$")
_FEW = 3
_TENTHS = re.compile("[一二两三四五六七八九十]成$")
# 6 月 6 日 17），: a date that is whole
_DATED = re.compile(r"(?:\d\s?[日号號]|(?<!\d)(?:19|20)\d\d\s?年)$")
# …of the public bodies. 2, at the end of its line
_ENDED = re.compile(r"(?P<word>[^\W\d_]{4,}|[)）”\"»%％])[*_]*[.!?。！？]$")
_LINE_ENDS = re.compile(r"[*_]*[ \t]*(?:\||\r?\n|$)")
# …are read. 2. Then: the second of several parts
_COUNTS_ON = re.compile(r"\.[*_]*\s+\S")
# （good issues）17 and no f(x)2
_IN_WORDS = re.compile(r"[\s\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_HAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Digits:
    """Digits that may be a marker: where, what they say, and how sure the place alone makes it (2 sure, 1 likely, 0 open, `TOLD` as good as a
    decimal, `BEYOND` a number that no entry has).

    `name` is a capitalised word before them, or a thing that may have a number (`algorithm 23`), with the digits; `amid` says
    whether the sentence goes on behind them without punctuation.
    """

    start: int
    end: int
    numbers: str
    certainty: int
    name: str = ""
    amid: bool = False


def find_digits(text: str, start: int, end: int, highest: int) -> Iterator[Digits]:
    """Digits of a stretch of prose where Gemini places its markers, with numbers up to `highest`, the last of the list."""
    for pattern, judge in ((_GLUED, _glued), (_SPACED, _spaced), (_MIDDLE, _middle)):
        for match in pattern.finditer(text, start, end):
            numbers = _answered(match["numbers"], highest)
            if numbers:
                certainty, name = judge(match, end)
                first = match.start("numbers") if pattern is _GLUED else match.start()
                yield Digits(first, match.start("numbers") + len(numbers), numbers, certainty, name, pattern is _MIDDLE)
            elif pattern is _GLUED and _glued(match, end)[0] == 2 and _is_near(match["numbers"], highest):
                yield Digits(*match.span("numbers"), match["numbers"], BEYOND)
    for match in _VERSIONED.finditer(text, start, end):
        if int(match["numbers"]) <= highest and not text.endswith(("$", "€", "£"), 0, match.start()):
            yield Digits(*match.span("numbers"), match["numbers"], 1 if _HAS_VERSIONS.fullmatch(match["thing"]) else TOLD)


def _is_near(numbers: str, highest: int) -> bool:
    """Whether numbers are not far beyond the last of a list, as those of entries that were cut off are."""
    return all(int(number) <= 3 * highest + 10 for number in re.findall(r"\d+", numbers))


def find_cells(text: str, rows: Sequence[tuple[int, int]], highest: int) -> Iterator[Digits]:
    """Numbers alone in the cells of a column that its head calls sources; `rows` are the rows of one table."""
    head = text[slice(*rows[0])].strip().strip("|").split("|")
    columns = [place for place, cell in enumerate(head) if _SOURCES.search(cell.lower())]
    for start, end in rows[1:] if columns else ():
        raw = text[start:end]
        first = start + len(raw) - len(raw.lstrip("| \t"))
        cells = list(_CELL.finditer(text, first, end))
        for place in columns:
            if place < len(cells) and (match := _CITED.fullmatch(text, *cells[place].span("cell"))):
                numbers = _answered(match["numbers"], highest)
                if numbers == match["numbers"]:
                    yield Digits(*match.span("numbers"), numbers, 2)


def find_below_table(text: str, start: int, end: int, highest: int) -> Digits | None:
    """Numbers that are all there is of a block right below a table."""
    match = _CITED.fullmatch(text, start, end)
    if match is None or _answered(match["numbers"], highest) != match["numbers"]:
        return None
    return Digits(*match.span("numbers"), match["numbers"], 2)


def stands_behind_closer(text: str, digits: Digits) -> bool:
    """Whether emphasis or a quotation that closes is right before: `**Night Pass**3`."""
    return text[digits.start - 1] in '*”」』»"’'


def _answered(numbers: str, highest: int) -> str:
    """The numbers up to the first that no entry has: `1, 2024` may be a marker and a year. None of a sum: `5,940`."""
    parts = re.split(r"(\s?[,，]\s?)", numbers)
    kept = ""
    for separator, number in zip(["", *parts[1::2]], parts[::2], strict=True):
        if int(number) > highest:
            if len(separator) == 1 and len(number) == 3:
                return ""
            break
        kept += separator + number
    return kept


def _glued(match: re.Match[str], end: int) -> tuple[int, str]:
    text, at = match.string, match.start()
    before = text[at - 1 : at]
    stop = match["stop"][0]
    if stop in ")）":
        opened = max(text.rfind("(", match.pos, at), text.rfind("（", match.pos, at))
        return (1 if opened >= 0 and _IN_WORDS.search(text, opened, at) else 0), ""
    if not before.isdigit():
        # `.5` behind a space is a number, `word.5` none; a file's or an address's dots stand before letters
        sure = bool(before) and not before.isspace()
        return (2 if sure and stop not in ",，、:：" else 1 if sure else 0), ""
    if stop not in ".。":
        return (1 if stop in "!?！？;；" else 0), ""
    if _NUMBERED.fullmatch(text, max(match.pos, text.rfind("\n", 0, at) + 1), at):
        return 0, ""
    behind = text[match.end() : end]
    following = _NEXT_WORD.match(behind)
    if match["numbers"].isdecimal() and _PRICE.search(text, max(0, at - 5), at):
        return TOLD if following is None or following["word"][0].isupper() else 0, ""
    if _may_be_decimal(text, match.pos, at, behind):
        return TOLD, ""
    if not behind.strip(" *_\x01|") or behind.lstrip(" ").startswith(("\n", "\r")):
        return 2, ""
    if _YEAR_BEFORE.search(text, max(0, at - 4), at) and behind[:1].isspace():
        return 2, ""
    opens = (
        following is not None and following["word"][0].isupper() and following["word"].lower() in words("citing", "opening")
    )
    return (1 if opens else 0), ""


def _may_be_decimal(text: str, start: int, at: int, behind: str) -> bool:
    """`Score: 4.2`, or a cell `4.2`, with no other sentence before it: 4.2 cannot be distinguished from `4` with a marker."""
    cell = behind.lstrip(" *_\x01").startswith("|")
    if behind.strip(" *_\x01|") and not cell and not behind.lstrip(" ").startswith(("\n", "\r")):
        return False
    first = max(start, text.rfind("\n", start, at) + 1, text.rfind("|", start, at) + 1 if cell else 0)
    return not _YEAR_BEFORE.search(text, max(0, at - 4), at) and not _SENTENCE.search(text, first, at)


def _spaced(match: re.Match[str], end: int) -> tuple[int, str]:
    if match.string[match.start() - 1] in ".!?。！？*_" and _is_below_stop(match, end):
        return 1, ""
    if match.string[match.start() - 1] in ".!?。！？" and _COUNTS_ON.match(match.string, match.end(), end):
        return 0, ""
    certainty, name = _behind_word(match, strong=True)
    if not certainty and not name and _announces(match, end):
        return 1, ""
    return certainty, name


def _is_below_stop(match: re.Match[str], end: int) -> bool:
    """Whether the digits stand alone behind the last full stop of a line: `…of the public bodies. 2`."""
    ended = _ENDED.search(match.string, max(match.pos, match.start() - 40), match.start())
    is_word = ended is not None and ended["word"].lower() not in words("citing", "counted")
    return is_word and bool(_LINE_ENDS.match(match.string, match.end(), end))


def _announces(match: re.Match[str], end: int) -> bool:
    """Whether a sentence ends with a colon right behind the digits: `It has two components 7:` announces the list below."""
    clause = _CLAUSE.search(match.string, max(match.pos, match.start() - 200), match.start())
    return bool(_COLON_ENDS.match(match.string, match.end(), end)) and len(clause[0].split()) > _FEW if clause else False


def _middle(match: re.Match[str], end: int) -> tuple[int, str]:
    if match["next"] not in words("citing", "function"):
        return 0, ""
    return _behind_word(match, strong=False)


def _behind_word(match: re.Match[str], *, strong: bool) -> tuple[int, str]:
    text = match.string
    before = text[max(0, match.start() - 40) : match.start()].rstrip()
    found = _WORD.search(before)
    if found is None:
        whole = len(match["numbers"]) < 3 and _WHOLE.search(before)
        return (1 if strong and (before[-1:] in "%％…" or whole) else 0), ""
    word = found["word"]
    if not word[0].isalnum() or before[-1] in "*_":
        return (2 if strong else 1), ""
    if _HAN.search(word[-1]):
        counted = not _TENTHS.search(word) and any(
            word.endswith(one) for one in words("citing", "counted") if _HAN.search(one)
        )
        if counted and strong and _DATED.search(before):
            return 1, ""
        return (0 if counted else 2 if strong else 1), ""
    if _PERIOD.search(before):
        return (2 if strong else 1), ""
    if word in words("citing", "thing") and word in words("citing", "counted"):
        return 0, f"{word} {match['numbers']}"
    if word.lower() in words("citing", "counted") or word.rstrip(".").lower() in words("citing", "counted"):
        return 0, ""
    if word[0].isupper() and not (word.isupper() and len(word) > 4):
        return 1, f"{word} {match['numbers']}"
    return (2 if strong else 1), ""


def citation(digits: Digits) -> Citation:
    span = (digits.start, digits.end)
    marks = tuple(Mark(label, None, *span) for label in expand(digits.numbers))
    return Citation(KIND, *span, marks, span, can_speak=False)


EXAMPLES = (
    ("Tolls rose to four dollars.3 Traffic fell by a tenth 1, and ferries gained.2", ("3", "1", "2")),
    ("The licence is Apache-2.01. Tolls rose.2 Traffic fell.3", ("1", "2", "3")),
    ("通行费上涨至 4 元 2。车流减少 10% 1，渡轮增加 3。", ("2", "1", "3")),
)
