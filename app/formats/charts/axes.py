"""Numbers on an axis as readers of each language count: 万 and 亿, or million and billion."""

from collections.abc import Sequence

from app.vocabulary.names import Language

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
