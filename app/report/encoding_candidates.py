"""Which encodings a text may be in that is not UTF-8, each with words as it would read them.

Of a few bytes no program knows the encoding for certain: `c4 ea` is 年 in GB18030, 년 in EUC-KR and Äê in windows-1252. Only a person who
knows what the text says can choose, so the words are shown rather than a guess.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

# bytes that are looked at, and characters of the words that are shown
_LOOKED_AT = 200_000
_SHOWN = 24
_MOST = 3
# a candidate reads at least this share of the characters beyond ASCII as its language has them
_PLAUSIBLE = 0.6
# and at least this much of what the best one does
_NEARLY_BEST = 0.85
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_MARKS = frozenset("’‘“”„‚–—…€£§°«»·•™®©¡¿№、。，：；？！（）「」『』《》〈〉【】・ー　％～")
# escapes by which ISO-2022 leaves ASCII, which as UTF-8 are text without a fault
_ISO_2022 = re.compile(rb"\x1b(?:\$[@AB]|\$[()][A-Z]|\([IJ])")


@dataclass(frozen=True)
class Candidate:
    """An encoding and the words around the first character beyond ASCII as it reads them."""

    name: str
    words: str


def candidates(raw: bytes) -> list[Candidate]:
    """The encodings that the text may be in, likeliest first, at most three; of several that read it alike, the first."""
    raw = raw[:_LOOKED_AT]
    if wide := _wide(raw):
        return wide
    if _ISO_2022.search(raw):
        return _shown([("ISO-2022-JP", "iso2022_jp_ext"), ("ISO-2022-KR", "iso2022_kr")], raw)
    scored = [(score, name, text) for name, score, text in _scored(raw) if score >= _PLAUSIBLE]
    best = max((score for score, _, _ in scored), default=0.0)
    found: dict[str, Candidate] = {}
    # a sort is stable: of equal ones, the more common encoding stays first
    for score, name, text in sorted(scored, key=lambda one: -one[0]):
        if score >= best * _NEARLY_BEST:
            found.setdefault(text, Candidate(name, _words(text)))
    return list(islice(found.values(), _MOST))


def is_in_escapes(raw: bytes) -> bool:
    """Whether the bytes, all of them ASCII, are text of ISO-2022."""
    return _ISO_2022.search(raw[:_LOOKED_AT]) is not None


def _wide(raw: bytes) -> list[Candidate]:
    """UTF-32, and UTF-16 without a byte order mark, by their zero bytes, or by what two bytes a character give."""
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return _shown([("UTF-32", "utf-32")], raw)
    if b"\0" not in raw:
        return []
    whole = raw[: len(raw) // 4 * 4]
    return _shown([("UTF-32-LE", "utf-32-le"), ("UTF-32-BE", "utf-32-be")], whole)[:1] or _utf16(raw[: len(raw) // 2 * 2])


def _utf16(raw: bytes) -> list[Candidate]:
    # line breaks and spaces are zero and one other byte: which comes first says the order
    little, big = raw[1::2].count(0), raw[::2].count(0)
    order = ("UTF-16-LE", "utf-16-le") if little >= big else ("UTF-16-BE", "utf-16-be")
    return _shown([order], raw)


def _shown(named: list[tuple[str, str]], raw: bytes) -> list[Candidate]:
    read = ((name, _decoded(raw, codec)) for name, codec in named)
    return [Candidate(name, _words(text)) for name, text in read if text and not _has_controls(text) and _is_text(text)]


def _is_text(text: str) -> bool:
    """Whether nearly all characters are those that some language writes often: pairs of ASCII bytes give rare ones in UTF-16."""
    shown = text[:2000].lstrip("\ufeff")
    usual = sum(one.isascii() or one in _MARKS or any(is_usual(one) for _, _, is_usual in _ENCODINGS) for one in shown)
    return usual >= 0.9 * len(shown)


def _scored(raw: bytes) -> Iterator[tuple[str, float, str]]:
    for name, codec, is_usual in _ENCODINGS:
        text = _decoded(raw, codec)
        if text is None or _has_controls(text):
            continue
        beyond = _BEYOND_ASCII.findall(text)
        usual = sum(one in _MARKS or is_usual(one) for one in beyond) / max(len(beyond), 1)
        yield name, usual * _in_words(text), text


def _decoded(raw: bytes, codec: str) -> str | None:
    """Null where the bytes are not in the encoding; a last character that was cut off is left out."""
    try:
        return codecs.getincrementaldecoder(codec)().decode(raw, final=len(raw) < _LOOKED_AT)
    except (UnicodeDecodeError, LookupError):
        return None


def _has_controls(text: str) -> bool:
    return any(unicodedata.category(one) in ("Cc", "Cn", "Co", "Cs") and one not in "\t\n\r\f" for one in set(text))


# letters of two alphabets, or three Latin letters with accents in a row
_MIXED = re.compile(r".*[a-zA-Z].*[\u0370-\u04ff]|.*[\u0370-\u04ff].*[a-zA-Z]|.*[À-ÖØ-öø-\u024f]{3}")
_WORD = re.compile(
    r".*[a-zß-öø-ÿа-яёα-ω][A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω]|.*[a-zA-Z].*[\u0370-\u04ff]|.*[\u0370-\u04ff].*[a-zA-Z]|.*[À-ÖØ-öø-\u024f]{3}"
)
_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")


def _in_words(text: str) -> float:
    """The share of words with letters beyond ASCII that can be words: KOI8-R and windows-1251 swap cases, others mix alphabets."""
    words = _WORD.findall(text[:20_000])
    return sum(map(_can_be_word, words)) / len(words) if words else 1.0


def _can_be_word(one: str) -> bool:
    """Whether no capital stands behind a small letter, and letters are of one alphabet."""
    return _MIXED.match(one) is None and not any(before.islower() and after.isupper() for before, after in pairwise(one))


def _first_level(codec: str, first: int, last: int) -> Callable[[str], bool]:
    """Whether a character is of the frequent ones, which the standard behind the codec keeps in a range of first bytes."""

    def is_frequent(one: str) -> bool:
        try:
            made = one.encode(codec)
        except UnicodeEncodeError:
            return False
        return len(made) == 2 and first <= made[0] <= last

    return is_frequent


_simplified, _traditional = _first_level("gb2312", 0xB0, 0xD7), _first_level("big5", 0xA4, 0xC6)
_japanese, _korean = _first_level("euc_jp", 0xB0, 0xCF), _first_level("euc_kr", 0xB0, 0xC8)


def _is_kana(one: str) -> bool:
    return "\u3040" <= one <= "\u30ff"


def _letters(text: str) -> Callable[[str], bool]:
    return frozenset(text + text.upper()).__contains__


_WESTERN = _letters("àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿß")
_CENTRAL = _letters("áäčćďéěëęíîľĺłńňóôöőřśšťúůüűýžźżąăâșțşţđß")
_CYRILLIC = _letters("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ")
_GREEK = _letters("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋ")
_TURKISH = _letters("çğıöşüâîû")
# the more common come first, but EUC-KR before GB18030: its frequent characters are a part of those of the other
_ENCODINGS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("EUC-KR", "cp949", _korean),
    ("GB18030", "gb18030", _simplified),
    ("Big5", "cp950", _traditional),
    ("Shift-JIS", "cp932", lambda one: _is_kana(one) or _japanese(one)),
    ("EUC-JP", "euc_jp", lambda one: _is_kana(one) or _japanese(one)),
    ("windows-1252", "cp1252", _WESTERN),
    ("windows-1250", "cp1250", _CENTRAL),
    ("windows-1251", "cp1251", _CYRILLIC),
    ("KOI8-R", "koi8_r", _CYRILLIC),
    ("windows-1253", "cp1253", _GREEK),
    ("windows-1254", "cp1254", _TURKISH),
    ("Mac Roman", "mac_roman", _WESTERN),
)


def _words(text: str) -> str:
    """The words around the first character beyond ASCII, in one line."""
    first = _BEYOND_ASCII.search(text)
    start = max(first.start() - _SHOWN // 2, 0) if first else 0
    return " ".join(text[start : start + 2 * _SHOWN].replace("#", " ").split())[:_SHOWN]
