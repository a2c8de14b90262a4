"""What stands around the marks of a chart: title, the signs that occur, sources and address."""

from collections.abc import Iterator, Sequence

from app.formats.charts.caption import Caption
from app.formats.charts.label_placement import fitted
from app.formats.charts.mark_data import MUTED, Spec
from app.formats.charts.narrow import WIDTH as NARROW
from app.formats.charts.points import Point, lengths
from app.formats.charts.texts import WORDS
from app.vocabulary.names import Language

# pixels of a chart without its edges, and of its smallest letters
WIDTH = 600
_LETTER = 6.2
# an address has at most this many lines
_MOST_LINES = 12


def footer(drawn: Sequence[Point], caption: Caption, lang: Language, is_narrow: bool, left: int) -> Spec:
    """Sources and the whole address inside the picture, which outlive the page around it; `left` pixels of names stand beside
    its marks."""
    named = list(dict.fromkeys(name for one in drawn for name in one.sources.split(", ") if name))
    shown = ", ".join(named[:4]) + (WORDS[lang]["more sources"].format(n=len(named) - 4) if len(named) > 4 else "")
    sources = f"{WORDS[lang]['sources']} {shown or WORDS[lang]['no sources']}"
    width = NARROW if is_narrow else WIDTH
    lines = [
        fitted(WORDS[lang]["computed"] if caption.is_grouped else sources, width, _LETTER),
        *_in_lines(caption.address, width),
    ]
    return {
        "width": width - left, "height": 17 * len(lines), "data": {"values": [{"line": line, "row": row} for row, line in enumerate(lines)]},
        "mark": {"type": "text", "align": "left", "baseline": "top", "color": MUTED, "fontSize": 11},
        "encoding": {"text": {"field": "line"}, "x": {"value": -left}, "y": {"field": "row", "type": "quantitative", "axis": None,
                     "scale": {"domain": [0, len(lines)], "reverse": True}}},
    }  # fmt: skip


def _in_lines(address: str, width: float) -> Iterator[str]:
    """An address in lines, broken before a parameter where there is one, so that it can be copied from a picture whole."""
    for _ in range(_MOST_LINES - 1):
        if fitted(address, width, _LETTER) == address:
            break
        line = fitted(address, width, _LETTER).removesuffix("…")
        line = line[: line.rfind("&")] if line.rfind("&") > len(line) / 2 else line
        yield line
        address = address[len(line) :]
    yield fitted(address, width, _LETTER)


def folded(title: str, width: int = 48) -> list[str]:
    """A title in lines; a Han character counts as two letters."""
    lines, line, size = [], "", 0
    for word in title.replace("·", "· ").split(" ") if " " in title else list(title):
        length = sum(2 if ord(letter) > 0x2E7F else 1 for letter in word) + 1
        if line and size + length > width * 2:
            lines.append(line.strip())
            line, size = "", 0
        line, size = line + word + (" " if " " in title else ""), size + length
    return [*lines, line.strip()]


def subtitle(
    points: Sequence[Point], drawn: Sequence[Point], kind: str, caption: Caption, lang: Language, letters: int
) -> list[str]:
    """The signs that occur, and what is not drawn, in lines of up to this many letters."""
    words, shapes = WORDS[lang], {one.shape for one in drawn} if kind != "number" else set()
    said = [words[one] for one in ("about", "more", "less") if one in shapes]
    said += [words["range"]] if "range" in shapes and kind == "time" else []
    said += [words["forecast"]] if not all(one.happened for one in drawn) else []
    said += [words["uncited"]] if any("□" in one.sign for one in drawn) else []
    said += [words["conflict"]] if any("≠" in one.sign for one in drawn) else []
    lines = [*_lines(said, letters), *_left_out(points, drawn, kind, caption, lang)]
    if (
        kind == "bars"
        and (len(lengths(drawn)) > 1 or len({one.period for one in drawn} - {""}) > 1)
        and not caption.is_grouped
    ):
        lines.append(words["periods" if all(one.period for one in drawn) else "some undated"])
    lines += [words["indicators"]] if kind == "bars" and len({one.indicator for one in drawn}) > 1 else []
    if caption.has_more:
        lines.append(words["first"].format(n=len(points)))
    lines += [words["overlap"]] if caption.overlaps else []
    return [part for line in lines for part in ([line] if fitted(line, letters, 1) == line else folded(line, letters // 2))]


def _differ(drawn: Sequence[Point]) -> bool:
    """Whether figures beside each other are of different times, or of longer and shorter ones."""
    return len(lengths(drawn)) > 1 or len({one.period for one in drawn} - {""}) > 1


def _left_out(points: Sequence[Point], drawn: Sequence[Point], kind: str, caption: Caption, lang: Language) -> Iterator[str]:
    """What is drawn once for several statements, and what is not drawn."""
    words, missing, of = WORDS[lang], len(points) - len(drawn), " groups" if caption.is_grouped else ""
    if any(one.stated > 1 for one in drawn):
        yield words["stated"].format(n=sum(one.stated for one in drawn), drawn=len(drawn))
    if missing and kind == "time":
        yield words[f"undated{of}"].format(n=missing, all=len(points))
    elif missing:
        yield words["best" if caption.unit == "rank" else f"many{of}"].format(drawn=len(drawn), all=len(points))


def _lines(said: Sequence[str], letters: int) -> list[str]:
    """Signs with their meanings in lines that fit the width of a chart."""
    lines: list[str] = []
    for one in said:
        joined = f"{lines[-1]} · {one}" if lines else one
        if lines and len(fitted(joined, letters, 1)) == len(joined):
            lines[-1] = joined
        else:
            lines.append(one)
    return lines
