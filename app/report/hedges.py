"""Hedging words around a figure and the comparator each means (annotation guide, "Metrics": comparator)."""

import re
from collections.abc import Iterable

_BEFORE = {
    "gt": (
        "超过",
        "超出",
        "超",
        "突破",
        "逾",
        "大于",
        "高于",
        "多于",
        "不止",
        "more than",
        "over",
        "above",
        "exceeding",
        "exceeds",
        "exceed",
        "exceeded",
        "greater than",
        "surpassing",
        "surpass",
        "upwards of",
        ">",
        "＞",
    ),
    "ge": ("至少", "不低于", "不少于", "不小于", "at least", "no less than", "not less than", ">=", "≥"),
    "lt": ("不足", "低于", "不到", "少于", "小于", "未满", "less than", "fewer than", "under", "below", "<", "＜"),
    "le": (
        "不超过",
        "至多",
        "最多",
        "不高于",
        "不多于",
        "at most",
        "up to",
        "no more than",
        "not more than",
        "within",
        "<=",
        "≤",
    ),
    "approx": (
        "大约",
        "约为",
        "约",
        "接近",
        "将近",
        "近",
        "大概",
        "about",
        "around",
        "approximately",
        "nearly",
        "almost",
        "roughly",
        "close to",
        "some",
        "~",
        "≈",
        "circa",
    ),
}
# these hedge only a bare magnitude: 上亿元, 数百个; elsewhere they are parts of other words
_BEFORE_MAGNITUDE = {"上": "ge", "数": "gt", "几": "gt"}  # fmt: skip
_AFTER = {
    "ge": ("及以上", "以上", "or more", "or above", "and above"),
    "le": ("及以下", "以内", "之内", "以下", "or less", "or below"),
    "approx": ("左右", "上下", "级别", "级", "or so"),
}
_COMPARATOR = {
    **{word: comparator for table in (_BEFORE, _AFTER) for comparator, words in table.items() for word in words},
    **_BEFORE_MAGNITUDE,
    "余": "gt",
    "over": "gt",
    "plus": "ge",
    "plusminus": "le",
}


def _words(table: dict[str, tuple[str, ...]]) -> str:
    return "|".join(re.escape(word) for word in sorted((w for ws in table.values() for w in ws), key=len, reverse=True))


BEFORE = re.compile(rf"(?<![A-Za-z])(?P<hedge>{_words(_BEFORE)})\s*$", re.I)
BEFORE_MAGNITUDE = re.compile(rf"(?<![以之及])(?P<hedge>{'|'.join(_BEFORE_MAGNITUDE)})$")
AFTER = re.compile(rf"\s?({_words(_AFTER)})(?:\s?({_words(_AFTER)}))?")


def comparator_of(hedges: Iterable[str]) -> str:
    """The comparator that the hedges mean together: a bound outweighs an approximation, the nearer bound wins."""
    found = [_COMPARATOR[hedge.lower()] for hedge in hedges]
    bounds = [comparator for comparator in found if comparator != "approx"]
    return bounds[-1] if bounds else found[0] if found else "eq"
