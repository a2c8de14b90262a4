"""Numbers that count something off, or name a version, a status or a bit: (1) and 3), 3.0 Omni, returned 403, all 0s."""

import re

from app.report.figures.labels import statistics
from app.report.figures.units import match_unit

# the features are (1) fast, 2) cheap; in a cell or at the beginning: 3. STRATEGY
_OPENED = re.compile(r"(?:^|[\s:;,，；：。])\(?$")
_CLOSED = re.compile(r"\)\s+(?=[^\W\d_])|\.\s+(?=[*\"“]{0,3}[A-ZÀ-Þ])")
_CELL_BEGINS = re.compile(r"(?:^|\|\s*)[*\"“]{0,3}$")
_ALONE = re.compile(r"\s*\d{1,2}\.\s*")
_FEW = 20
# 3.0 Omni, but 3.2 Million and 2.5 Liter
_DECIMAL = re.compile(r"\d{1,2}\.\d{1,2}(?![\d.,%])")
_NAMED = re.compile(r"\s[A-Z][A-Za-z-]{2,}")
_NAMED_BEFORE = re.compile(r"\b[A-Z][A-Za-z-]+ \d{1,2}(?:\.\d{1,2})?\b")
# languages that write the noun behind a number with a capital
_CAPITALS = frozenset({"de"})
# RTX 3090/4090
_TWO_MODELS = re.compile(r"\b(?P<word>[A-Z][A-Za-z-]*)\s$")
_STATUS_BEFORE = re.compile(
    r"(?i:\b(?:returned|returns|returning|got|gets|http|status(?:\scode)?|threw|throws)\s(?:an?\s)?)$"
)
_STATUS = re.compile(
    r"[1-5]\d\d(?=\s*(?:[;,.)]|$)|\s(?:and|or|errors?|when|for|at|because|but|on|status|from|Not\sFound|Forbidden)\b)"
)


# 7-Eleven, but a 5-Year plan
_JOINED_NAME = re.compile(r"-[A-Z][a-z]{2,}\b")
# the over 65s
_PEOPLE_BEFORE = re.compile(r"\b(?i:over|under)[\s-]$")


def name_end(plain: str, match: re.Match[str], language: str) -> int | None:
    """Where the name or the enumeration ends that the number belongs to; null where it is a figure."""
    start, end = match.span("low")
    if match["mag"] or match["high"] or match["power"] or match["mixed"]:
        return None
    if language == "en" and (joined := _JOINED_NAME.match(plain, end)) and not match_unit(plain, end + 1):
        return joined.end()
    if match["op"]:
        return match.end("per") if match["op"] == "/" and _are_models(plain, match) else None
    if enumerated := _enumerated(plain, start, end):
        return enumerated
    if _STATUS.match(plain, start) and _STATUS_BEFORE.search(plain, max(0, start - 16), start):
        return end
    if plain[start] in "01" and end - start == 1 and plain.startswith("s", end) and "0s" in plain and "1s" in plain:
        return end + 1
    if plain.startswith("s", end) and end - start == 2 and _PEOPLE_BEFORE.search(plain, max(0, start - 6), start):
        return end + 1
    return end if _is_version(plain, start, end, language) else None


def _enumerated(plain: str, start: int, end: int) -> int | None:
    if _ALONE.fullmatch(plain):
        return end
    closed = _CLOSED.match(plain, end)
    if closed is None or end - start > 2 or not plain[start:end].isdecimal() or int(plain[start:end]) > _FEW:
        return None
    if closed[0][0] == ".":
        return end if _CELL_BEGINS.search(plain, max(0, start - 8), start) else None
    opened = _OPENED.search(plain, max(0, start - 2), start)
    # (3 of 5) ends no enumeration
    return end if opened and ("(" in opened[0] or "(" not in plain[max(0, start - 30) : start].rpartition(")")[2]) else None


def _are_models(plain: str, match: re.Match[str]) -> bool:
    word = _TWO_MODELS.search(plain, max(0, match.start() - 24), match.start())
    return bool(
        word and min(len(match["low"]), len(match["per"])) > 2 and word["word"] not in {"The", "In", "Of", "Only", "About"}
    )


def _is_version(plain: str, start: int, end: int, language: str) -> bool:
    """3.0 Omni, and 2.6 in a sentence that has named Kling 2.6."""
    if language in _CAPITALS or not _DECIMAL.fullmatch(plain, start, end) or plain[end : end + 1] in {"%", "°"}:
        return False
    if match_unit(plain, end + plain.startswith(" ", end)) or plain[max(0, start - 1) : start].strip():
        return False
    if _NAMED.match(plain, end) and _NAMED_BEFORE.search(plain, 0, start):
        return True
    number = re.escape(plain[start:end])
    said = re.search(rf"\b([A-Z][A-Za-z-]*[a-z]) {number}(?![\d.]*\d|\s?%)", plain[:start])
    return said is not None and said[1] not in statistics()


# \\text{loss} - 1.8 ||^2$: the end of a formula that began in another paragraph
_LATEX = re.compile(r"\\[A-Za-z]{2,}\s?\{|[_^]\{")


def in_formula(plain: str, start: int) -> bool:
    closing = plain.find("$", start)
    return closing > 0 and plain.count("$", 0, closing) % 2 == 0 and _LATEX.search(plain, 0, closing) is not None
