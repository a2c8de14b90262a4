"""LaTeX between dollar signs. A formula that is only a number is read as a number; any other is shown as written."""

import re

# an opening sign with no space behind it, a closing one with none before and no digit behind: `$5 to $6` is money
FORMULA = (
    r"(?<![\\$\w])(?P<dollars>\$\$?)(?!\s)(?P<formula_body>(?:[^$\\\n]|\\[^\n]|\n(?!\s*\n)){1,600}?)(?<![\s\\])(?P=dollars)(?![\d$])"
    r"|(?<=\w)\$\^\{?\d{1,3}\}?\$"
)
_MATHEMATICS = re.compile(r"[\\^_=<>{}]|^[A-Za-z]$|^[A-Za-z]\s?[+/*-]\s?[A-Za-z\d]$")
_NUMERIC = re.compile(
    r"(?:\s|[\d.,%~≈×±+<>-]|\\(?:approx|sim|times|cdot|pm|leq?|geq?|lt|gt|%|\$|,|;|!|text\{[A-Za-z %]{1,20}\}"
    r"|(?:quad|ldots)\b)|\^\{?-?\d{1,3}\}?|\{,\})+"
)
_PIECE = re.compile(r"\\(?P<command>[A-Za-z]+)\s?|\\(?P<char>[%$,;!])|\^\{?(?P<power>-?\d{1,3})\}?|\{,\}|(?P<brace>[{}])")
_SIGNS = {
    "approx": "≈",
    "sim": "~",
    "times": "×",
    "cdot": "×",
    "pm": "±",
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "lt": "<",
    "gt": ">",
}
_POWERS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def is_formula(body: str) -> bool:
    return bool(_MATHEMATICS.search(body)) or bool(_NUMERIC.fullmatch(body))


def render(match: re.Match[str]) -> list[tuple[str | None, int, int]] | None:
    """Pieces of a numeric formula: text to show for a span, or null for a span shown as it is; null for any other formula.

    What only looks like a formula (`$5 and a $`) is shown as it is, too.
    """
    if match["dollars"] is None:
        start, end = match.span("formula")
        digits = re.sub(r"\D", "", match["formula"])
        return [(digits.translate(_POWERS), start, end)]
    start, end = match.span("formula_body")
    body = match["formula_body"]
    if not is_formula(body):
        return [(None, *match.span("formula"))]
    if not _NUMERIC.fullmatch(body) or not re.search(r"\d", body):
        return None
    pieces: list[tuple[str | None, int, int]] = []
    at = start
    for piece in _PIECE.finditer(match.string, start, end):
        pieces.append((None, at, piece.start()))
        pieces.append((_shown(piece), *piece.span()))
        at = piece.end()
    return [*pieces, (None, at, end)]


def _shown(piece: re.Match[str]) -> str:
    if piece["command"]:
        return _SIGNS.get(piece["command"], "")
    if piece["char"]:
        return piece["char"] if piece["char"] in "%$" else ""
    if piece["power"]:
        return piece["power"].translate(_POWERS)
    return "," if piece[0] == "{,}" else ""
