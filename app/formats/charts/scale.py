"""Numbers on an axis as readers of each language count: 万 and 亿, or million and billion."""

from collections.abc import Sequence

from app.vocabulary.names import Language

_STEPS: dict[Language, tuple[tuple[float, str], ...]] = {
    "en": ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand")),
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
}
_SYMBOLS = {"percent": "%", "percentage_point": "pp", "count": "", "1": "", "rank": "", "times": "×"}


def axis_scale(values: Sequence[float], lang: Language) -> tuple[float, str]:
    """What to divide values by, and the word for it, so that the largest has at most four digits before the point."""
    largest = max(map(abs, values), default=0)
    return next(
        ((step, word) for step, word in _STEPS[lang] if largest >= step and (step > 1e3 or largest >= 1e4)), (1.0, "")
    )


def axis_title(unit: str, unit_name: str, word: str, lang: Language) -> str:
    """The unit of an axis: `CNY billion`, `亿元人民币`."""
    name = "元" if (unit, lang) == ("CNY", "zh") else _SYMBOLS.get(unit, unit_name)
    return f"{word}{name}" if lang == "zh" else " ".join(filter(None, (name, word)))
