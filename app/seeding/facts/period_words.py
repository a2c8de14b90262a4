"""Whether the words of a sentence say a period: its years, and its months, quarters or half-years by name or number."""

import re
import unicodedata
from calendar import month_name

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_HAN = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_HAN_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=\s*年)")
# 2021-25, and 2021-2025, whose end is read as any other year
_SHORT_END = re.compile(r"(?<!\d)(\d\d)(\d\d)\s*年?\s*[-–—~～至到/]\s*(\d\d)(?!\d)(?=\s*年|\s*[^\d\s月.-]|$)")
# 2025 年 6 月开源后, not 2025 年前后
_AFTER = re.compile(
    r"\d{4}\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?[^\s\d，。；、,;前]{0,6}(?:之后|以后|后)(?![半续期])"
)
# 2025 年…预计达 77.7 太瓦时: a year that dates what is to come
_CLAUSE = re.compile(r"[，。；,;]")
# 将突破, not 将成本降低
_FORECASTS = re.compile(
    r"预计|有望|预测|将(?:会|有|突破|达|超|成为|增|升|降至|实现|保持)|\b(?:is|are) (?:expected|projected|forecast) to\b"
)
_TO = r"[-–—~～至到]"
_ORDINALS = ("", "first", "second", "third", "fourth")


def only_begins(sentence: str, period: str) -> bool:
    """Whether the sentence names a period as what something came after only: `2025 年 6 月开源后`."""
    text = unicodedata.normalize("NFKC", sentence)
    return "/" not in period and states_period(text, period) and not states_period(_AFTER.sub("后", text), period)


def only_forecast(sentence: str, period: str) -> bool:
    """Whether every clause that names a year of the period forecasts: `2025 年能耗预计达…，成本占 60% 以上` dates no cost."""
    clauses = _CLAUSE.split(unicodedata.normalize("NFKC", sentence))
    dated = [
        clause for clause in clauses if _has(clause, _year(period[:4])) or _has(clause, _year(period.split("/")[-1][:4]))
    ]
    return bool(dated) and all(_FORECASTS.search(clause) for clause in dated)


def only_dates_another(sentence: str, period: str, quote: str) -> bool:
    """Whether each year of the period belongs to another figure than the quote: `提升至 2025 年的 32%` dates the 32% alone."""
    own = re.sub(r"\s", "", unicodedata.normalize("NFKC", quote))
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", sentence))
    dated = [
        text[one.end() :] for year in set(re.findall(r"\d{4}", period)) for one in re.finditer(rf"(?<!\d){year}年?", text)
    ]
    return bool(dated) and all(re.match(r"的\d", rest) and not rest.startswith(f"的{own}") for rest in dated)


def states_period(sentence: str, period: str) -> bool:
    """Whether a sentence says the period, ISO 8601 as in `app.vocabulary.periods`; of an interval both its ends."""
    text = unicodedata.normalize("NFKC", sentence)
    text = _HAN_YEAR.sub(lambda match: match[0].translate(_DIGITS), text)
    text = _SHORT_END.sub(lambda match: f"{match[0]} {match[1]}{match[3]} ", text)
    first, _, last = period.partition("/")
    if re.fullmatch(r"(\d{4})-01/\1-09", period) and "前三季度" in text:
        return _has(text, _year(first[:4]))
    return all(_states_part(text, part) for part in {first, last or first})


def _states_part(text: str, part: str) -> bool:
    year, _, rest = part.partition("-")
    # as a number throughout: 2025-07, 2025.7.31, 2025/07
    numeric = r"\s*[-./]\s*".join(f"0?{int(one)}" if one.isdigit() else "-" for one in part.split("-"))
    if rest and _has(text, rf"(?<!\d){numeric}(?!\d)"):
        return True
    return _has(text, _year(year)) and all(_has(text, _words(one, place)) for place, one in enumerate(_parts(rest)))


def _parts(rest: str) -> list[str]:
    return rest.split("-") if rest else []


def _year(year: str) -> str:
    return rf"(?<!\d){year}(?!\d)|(?<!\d){year[2:]}\s*年(?![来间内期时])"


def _words(part: str, place: int) -> str:
    """A pattern of what a half, a quarter, a month (at place 0) or a day of a month (1) is called."""
    if part in ("H1", "H2"):
        word, english, number = ("上", "first", 1) if part == "H1" else ("下", "second", 2)
        months = rf"|前\s*(?:6|六)\s*个月|(?<!\d)1\s*月?\s*{_TO}\s*6\s*月" if part == "H1" else ""
        return rf"{word}半年?|{english}[ -]half|(?<![a-z])H{number}(?!\d)|\b{number}H\b{months}"
    if part.startswith("Q"):
        number = int(part[1])
        first = "|首季" if number == 1 else ""
        return rf"[{_HAN[number]}{number}]\s*季度|(?<![a-z])Q{number}(?!\d)|\b{number}Q(?!\w)|\b{_ORDINALS[number]}[ -]quarter{first}"
    number = int(part)
    if place:
        return rf"(?<!\d)0?{number}\s*[日号]|\b{number}(?:st|nd|rd|th)?\b"
    name = month_name[number]
    # in capitals, as "may" and "march" are other words as well
    english = rf"(?-i:{name}|{name[:3]}\b\.?)"
    digits = rf"(?<!\d)0?{number}\s*(?:月|{_TO}\s*\d+\s*月)"
    return rf"{digits}|(?<![一二十]){_HAN[number]}月|\b{english}"


def _has(text: str, pattern: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None
