"""Hedging words around a figure and the comparator each means (annotation guide, "Metrics": comparator)."""

import re
from collections.abc import Iterable
from functools import cache

from app.report.word_lists import read_table

_MORE = (
    *("greater", "larger", "bigger", "higher", "longer", "older", "taller", "heavier", "wider", "deeper", "faster"),
    *("hotter", "warmer", "thicker", "later"),
)
_LESS = (
    *("less", "fewer", "smaller", "lower", "shorter", "younger", "lighter", "narrower", "shallower", "slower", "cheaper"),
    *("colder", "cooler", "thinner", "nearer"),
)
_BEFORE: dict[str, tuple[str, ...]] = {
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
        *(f"{word} than" for word in _MORE),
        "in excess of",
        "topped",
        "tops",
        "topping",
        "surpassed",
        "surpassing",
        "surpass",
        "upwards of",
        ">",
        "＞",
    ),
    "ge": ("至少", "不低于", "不少于", "不小于", "大于等于", "at least", "no less than", "not less than", ">=", "≥"),
    "lt": (
        *("不足", "低于", "不到", "少于", "小于", "未满", "under", "below", "<", "＜"),
        *(f"{word} than" for word in _LESS),
    ),
    "le": (
        "不超过",
        "未超过",
        "没有超过",
        "小于等于",
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
        "约等于",
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
# these hedge only a bare magnitude: 上亿元, 数百个, 准万亿; elsewhere they are parts of other words
_BEFORE_MAGNITUDE = {"上": "ge", "数": "gt", "几": "gt", "准": "approx"}
_AFTER: dict[str, tuple[str, ...]] = {
    "ge": ("及以上", "以上", "甚至更多", "or more", "or above", "and above"),
    "le": ("及以下", "以内", "之内", "以下", "or less", "or below"),
    "approx": ("左右", "上下", "级别", "级", "or so"),
    "gt": ("有余", "出头"),
}
# characters that make another word of a hedge: 节约 5%, 最近 5 年, 512K 上下文, 万级联
_NOT_BEHIND = {"约": "节签违预条制公合契租", "近": "附最靠临新", "超": "赶反高"}
_NOT_BEFORE = {"上下": "文游级", "级": "联", "以上": "述", "以下": "简"}
_COMPARATOR = {
    **{word: comparator for table in (_BEFORE, _AFTER) for comparator, words in table.items() for word in words},
    **_BEFORE_MAGNITUDE,
    "破": "gt",
    "余": "gt",
    "过半": "gt",
    "前": "le",
    "+": "ge",
    "±": "tolerance",
    "来": "approx",
    **{word: row["comparator"] for row in read_table("hedges") for word in row["words"].split("|")},
}


def _words(table: dict[str, tuple[str, ...]]) -> str:
    words = sorted((word for words in table.values() for word in words), key=len, reverse=True)
    return "|".join(_word(word) for word in words)


def _word(word: str) -> str:
    behind = f"(?<![{_NOT_BEHIND[word]}])" if word in _NOT_BEHIND else ""
    # 14 级 is a degree of wind, 万亿级 a class
    behind = r"(?<!\d)(?<!\d\s)" if word == "级" else behind
    latin = "A-Za-z" if word[-1].isalpha() and word.isascii() else ""
    before = f"(?![{latin}{_NOT_BEFORE.get(word, '')}])" if latin or word in _NOT_BEFORE else ""
    return behind + re.escape(word) + before


# must not weigh more than, cannot exceed, no longer than
_NOT = r"(?:(?:no|(?:not|never|cannot|[a-z]{2,6}n['’]t)(?:\s[a-z]{2,12}){0,2})\s)"
# 不得超过, 未低于
_NOT_HAN = "(?:(?:不(?:得|能|可|应|会|宜|许|可能|应该)|没有?|未(?:曾|能)?|从未)(?=超过|超出|高于|多于|大于|突破|低于|少于|小于|不足))"
_OPPOSITE = {"gt": "le", "ge": "lt", "lt": "ge", "le": "gt"}
# 不得超过每小时一百公里
_EACH = "每(?:[千兆吉]瓦时|度|小时|分钟|秒|天|日|月|年|吨|桶|人|股|公斤|平方米)"
# 约占全国总量的 84%: the hedge of a share stands before its whole.
# ASCII case folding only: in Unicode's, the long s of "ſome" would match and then be in no table.
BEFORE = re.compile(
    rf"(?:(?<![A-Za-z])|(?=[^\0-\x7f]))(?P<hedge>(?:{_NOT}|{_NOT_HAN})?(?:{_words(_BEFORE)}))"
    rf"(?:占[^\d\0，。；：、,;:]{{1,16}}的|{_EACH}|人民币)?\s*$",
    re.I | re.A,
)
# 约为中国 93 亿美元的 12 倍: the hedge of a comparison stands before the thing compared
_COMPARED = re.compile(rf"(?P<hedge>{_words(_BEFORE)})(?:[为是占]|相当于)[^，。；：、,;:\\n]{{1,24}}的\s*$")
# 4K, 256K, 千卡, 千亿参数 name a class by its size: a window of 256K holds 262,144 tokens
_CLASS = re.compile(r"(?:[248]|16|32|64|128|256|512)\s?[Kk]|[十百千万亿]+(?:卡|参数)")
_LAST = frozenset(word[-1] for words in _BEFORE.values() for word in words) | {"的"}
# ein Auftrag über 3 Mio. Euro
FOR_SO_MUCH = re.compile(
    r"(?:[Aa]uftr[aä]ge?s?|[Vv]ertr[aä]ge?s?|[Kk]redite?s?|[Dd]arlehen|[Rr]echnung|[Ss]checks?|[Aa]nleihen?)\süber\s$"
)
# 破千亿, 破 10 万; but 打破三百项
BROKE = re.compile(r"(?<![突打冲跌爆攻击])(?P<hedge>破)\s?$")
BEFORE_MAGNITUDE = re.compile(rf"(?<![以之及标水精批])(?P<hedge>{'|'.join(_BEFORE_MAGNITUDE)})$")
AFTER = re.compile(rf"\s?({_words(_AFTER)})(?:\s?({_words(_AFTER)}))?")
# 一倍多, 5 年多，, 90%+; 多 before any other word begins that word (5 倍多样本)
_AFTER_MORE = re.compile(r"多(?=[的，。；、,;.\s]|$)|\+(?!\s?\d)|-plus\b")


def hedge_before(window: str, language: str | None = None) -> re.Match[str] | None:
    """The hedge that the window ends with; one look at its last character passes most windows."""
    last = window.rstrip(" \t\n\r\f\v")[-1:].lower()
    found = BEFORE.search(window) if last in _LAST or last == "币" or "每" in window else None
    return found or (own.search(window) if language and (own := _of_language(language, "before")) else None)


def hedges_after(text: str, at: int, language: str) -> tuple[int, list[str]]:
    """Where the hedges after a figure end, and these hedges."""
    if more := _AFTER_MORE.match(text, at):
        return more.end(), ["余" if more[0] == "多" else "+"]
    found = AFTER.match(text, at)
    if found is None and (own := _of_language(language, "after")):
        found = own.match(text, at)
    return (found.end(), [word for word in found.groups() if word]) if found else (at, [])


# 最多上涨了 12%
_RISES = "(?:上涨|增长|下降|提高|减少|增加|达到|相差|需要|持续|节省|缩短|降低|提升|下跌|上升|[可能][一-鿿]{1,2})"


@cache
def _of_language(language: str, place: str) -> re.Pattern[str] | None:
    """The hedges that are words of one language only."""
    rows = [row for row in read_table("hedges") if row["language"] == language and row["place"] == place]
    words = sorted((word for row in rows for word in row["words"].split("|")), key=len, reverse=True)
    if not words:
        return None
    either = "|".join(map(re.escape, words))
    latin = words[0][0] < "\u2e80"
    if place == "before":
        return re.compile(
            rf"(?<![^\W\d_])(?P<hedge>{either})(?:\s+|(?<=['’]))$"
            if latin
            else rf"(?P<hedge>{either})(?:{_RISES}了?|(?<=最多|至少|至多)(?!的)[一-鿿]{{1,2}}(?<!的))?\s*$",
            re.I if latin else 0,
        )
    if latin:
        return re.compile(rf"\s({either})(?!\w)", re.I)
    # 強 and 弱 begin words
    guarded = "|".join(re.escape(word) + ("(?![一-鿿ァ-ヶ])" if len(word) == 1 else "") for word in words)
    return re.compile(rf"\s?({guarded})", re.I)


def hedge_of_comparison(before: str) -> str | None:
    found = _COMPARED.search(before[-40:])
    return found["hedge"] if found else None


def _meant(hedge: str) -> str:
    if hedge in _COMPARATOR:
        return _COMPARATOR[hedge]
    if not hedge.isascii() and (negated := re.match(_NOT_HAN, hedge)):
        return _OPPOSITE[_COMPARATOR[hedge[negated.end() :]]]
    words = hedge.split()
    known = next(rest for first in range(1, len(words)) if (rest := " ".join(words[first:])) in _COMPARATOR)
    return _OPPOSITE.get(_COMPARATOR[known], _COMPARATOR[known])


def comparator_of(hedges: Iterable[str], words: str = "") -> str:
    """The comparator that the hedges mean together: a bound outweighs an approximation, the last bound wins.

    Without any, the `words` of the number and what it counts may name a class by its size.
    """
    found = [_meant(hedge.lower()) for hedge in hedges]
    if "tolerance" in found:
        # ±0.5 毫米以内
        return "tolerance"
    bounds = [comparator for comparator in found if comparator != "approx"]
    return bounds[-1] if bounds else found[0] if found else "approx" if _CLASS.fullmatch(words) else "eq"
