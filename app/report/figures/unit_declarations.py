"""Units that a heading or a column declares: `（万元）`, `単位：百万円`, `USD million`. Their magnitude counts nothing by itself."""

import re

from app.report.figures.hedges import hedge_before
from app.report.figures.units import match_unit

_HAN_MAGNITUDE = re.compile("(?:[十百千]{0,2}[万亿兆]|[百千])")
_DECLARED = re.compile(
    r"(?:[单単]位(?:为|均为|は)?\s?[:：]?|[（(\[【]\s?(?:[单単]位\s?[:：]?)?|(?<=[^\W\d_])\s?/)\s?(?:人民币)?$"
)
_CLOSES = re.compile(r"\s*(?:[）)\]】,，、;；/|。]|$)")
_BRACKET = re.compile(r"[（(\[]")
# 万元 alone; 百円 alone is a price
_ALONE = re.compile("[十百千]{0,2}[万亿兆][^\\d\\s]{1,6}|百万[^\\d\\s]{1,6}|千トン")
_WORDS = {
    "en": re.compile(r"(?:hundred|thousand|[mb]illion|trillion)s?", re.I),
    "de": re.compile(r"Tausend|Million(?:en)?|Milliarden?"),
    "fr": re.compile(r"mille|millions?|milliards?", re.I),
    "es": re.compile(r"mil(?:lones)?", re.I),
    "pt": re.compile(r"mil(?:hões)?|bilhões", re.I),
    "it": re.compile(r"mila|milioni|miliardi", re.I),
    "nl": re.compile(r"duizend|miljoen|miljard", re.I),
    "ru": re.compile(r"тысяч|тыс\.|миллион(?:ов)?|млн|млрд", re.I),
}
# (USD million, in Tausend
_BEFORE = re.compile(
    r"(?:[(\[/]\s?(?:(?:in|en|em|x)\s)?|\b(?:in|en|em)\s|[$€£¥]\s?|\b(?:[A-Z]{3}|[A-Z]{1,3}\$)\s)(?:[A-Z]{3}\s|[A-Z]{0,3}[$€£¥]\s?)?$"
)
# a million-dollar contract
_JOINED = re.compile(r"-[a-z]{3,}")


def declares_han(plain: str, match: re.Match[str]) -> bool:
    """Whether a bare magnitude with a unit (`亿元`) says how the figures of a column are written."""
    if match["han"] is None or not _HAN_MAGNITUDE.fullmatch(match["han"]) or match["hanhigh"] or match["hanminus"]:
        return False
    unit = match_unit(plain, match.end())
    if unit is None:
        return False
    if _DECLARED.search(plain, max(0, match.start() - 8), match.start()):
        return _CLOSES.match(plain, unit.end) is not None
    return unit.end == len(plain.rstrip()) and _ALONE.fullmatch(plain.strip()) is not None


def declares_latin(plain: str, match: re.Match[str], language: str) -> bool:
    """Whether a bare magnitude (`in millions`, `USD million`) counts nothing: it has neither a number nor an article."""
    written = _WORDS.get(language)
    if written is None or not match["words"] or match["words"] != match[0] or not written.fullmatch(match[0]):
        return False
    if _BEFORE.search(plain, max(0, match.start() - 12), match.start()):
        # in tausend Jahren
        return (
            language == "de" or bool(_BRACKET.search(plain, max(0, match.start() - 12), match.start())) or language == "en"
        )
    if language != "en" or match[0].lower() == "hundred" or _JOINED.match(plain, match.end()):
        return False
    return hedge_before(plain[max(0, match.start() - 20) : match.start()], language) is None
