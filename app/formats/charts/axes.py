"""Numbers on an axis as readers of each language count: 万 and 亿, or million and billion."""

from collections.abc import Sequence

from app.vocabulary.names import HEDGES, SAID_BEFORE, Language

_STEPS: dict[Language, tuple[tuple[float, str], ...]] = {
    "en": ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand")),
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
}
# units that take prefixes rather than words
_PREFIXED = {
    "FLOPS": "FLOPS", "bit_per_second": "bps", "byte_per_second": "B/s", "byte": "B", "watt_hour": "Wh", "watt": "W", "joule": "J",
    "hertz": "Hz",
}  # fmt: skip
_PREFIXES = ((1e21, "Z"), (1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_HEDGES = {one.value: HEDGES[one] for one in SAID_BEFORE}
_SYMBOLS = {"percent": "%", "percentage_point": "pp", "count": "", "1": "", "rank": "", "times": "×"}


def axis_scale(values: Sequence[float], lang: Language, unit: str = "") -> tuple[float, str]:
    """What to divide values by, and the word or prefix for it, so that the largest has at most four digits before the point."""
    largest = max(map(abs, values), default=0)
    if unit in _PREFIXED:
        return next(((step, prefix) for step, prefix in _PREFIXES if largest >= step), (1.0, ""))
    return next(
        ((step, word) for step, word in _STEPS[lang] if largest >= step and (step > 1e3 or largest >= 1e4)), (1.0, "")
    )


def axis_title(unit: str, unit_name: str, word: str, lang: Language) -> str:
    """The unit of an axis: `CNY billion`, `亿元人民币`, `EFLOPS`."""
    if unit in _PREFIXED:
        return word + _PREFIXED[unit]
    name = "元" if (unit, lang) == ("CNY", "zh") else _SYMBOLS.get(unit, unit_name)
    return f"{word}{name}" if lang == "zh" else " ".join(filter(None, (name, word)))


def measured(ends: Sequence[float], unit: str, unit_name: str, comparator: str | None, lang: Language) -> str:
    """A number with its unit and hedge, or both ends of a range: `over CNY 70 billion`, `超过 700 亿元`."""
    scale, word = axis_scale(ends, lang, unit)
    title = axis_title(unit, unit_name, word, lang)
    number = "–".join(f"{one / scale:,.6g}" for one in ends)
    hedge = _HEDGES.get(comparator or "", ("", ""))[lang == "zh"]
    if lang == "en" and unit == unit_name:
        # the code of a currency stands before the number
        written = f"{unit} {number} {word}".strip()
    else:
        written = f"{number}{title}" if title[:1] in "%×" else f"{number} {title}".strip()
    return f"{hedge} {written}" if hedge else written
