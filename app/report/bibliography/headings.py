"""Headings that announce a list of references, a list of contents or notes, in the languages that exports use."""

import html
import re
from functools import cache, lru_cache

from app.report.word_lists import words

_MARKUP = re.compile(r"[*_`#~]+|<[^<>]*>|\\(?=[^\w\s])|\[(?=[^\]]*\]\()|\]\([^)]*\)|\{[^}]*\}")
_NUMBER = re.compile(
    r"^\s*(?:第\s*[一二三四五六七八九十\d]+\s*[章节節部分]+|(?:chapter|section|part|kapitel|chapitre|appendix|annex|anhang)\s+[\divxa-z]+\b"
    r"|附录\s*[A-Za-z一二三四五六七八九十\d]*|[(（]?(?:[\d.]+|[ivxlc]+(?=[.)、：:])|[一二三四五六七八九十]+|[a-z](?=[.)、]))[)）]?)\s*[.、．:：)）-]*\s*",
    re.I,
)
_ASIDE = re.compile(r"\s*[(（\[【][^)）\]】]{0,60}[)）\]】]\s*$")
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_TOKENS = re.compile(r"[\s/&,:;()–—|+]+|(?<=\w)-\s")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
LONGEST = 80


@lru_cache(maxsize=2048)
def heading_kind(raw: str) -> str | None:
    """`bibliography` or `contents`, for a heading that is one; null for any other."""
    if len(raw) > LONGEST or not raw.strip():
        return None
    shown = _MARKUP.sub("", html.unescape(raw) if "&" in raw else raw).strip()
    for candidate in dict.fromkeys((shown, _NUMBER.sub("", shown, count=1))):
        for kind in ("bibliography", "contents"):
            if _says(_EDGE.sub("", _ASIDE.sub("", candidate) or candidate).lower(), kind):
                return kind
    return "bibliography" if _is_of_neutral_words(shown.lower()) else None


def is_also_a_topic(raw: str) -> bool:
    """`Resources`, `Notes`: there is a list under such a heading only if there is no text under it."""
    shown = _MARKUP.sub("", raw).strip()
    exact = any(_says(_EDGE.sub("", one).lower(), "bibliography") for one in (shown, _NUMBER.sub("", shown, count=1)))
    return not exact or any(
        _EDGE.sub("", candidate).lower() in words("headings", "topic")
        for candidate in (shown, _NUMBER.sub("", shown, count=1))
    )


def _is_of_neutral_words(shown: str) -> bool:
    """Whether a heading has a word for sources, and besides no other than such as `verified`, `list`, `this report`."""
    bare = _EDGE.sub("", _ASIDE.sub("", shown) or shown)
    bare = _EDGE.sub("", _NUMBER.sub("", bare, count=1))
    if _CJK.search(bare):
        return bool(_neutral_run().fullmatch(bare)) and any(
            word in bare for word in words("headings", "core") if _CJK.search(word)
        )
    tokens = [token for token in _TOKENS.split(bare) if token]
    core = words("headings", "core")
    known = core | words("headings", "neutral")
    is_named = any(token in core for token in tokens) or any(" " in phrase and phrase in bare for phrase in core)
    return bare in core or (is_named and len(tokens) < 9 and all(token in known for token in tokens))


@cache
def _neutral_run() -> re.Pattern[str]:
    known = sorted(words("headings", "core") | words("headings", "neutral"), key=len, reverse=True)
    return re.compile(rf"(?:\s|[、/／&·・,，:：（）()-]|{'|'.join(map(re.escape, known))})+")


def is_of_notes(raw: str) -> bool:
    """Whether a heading announces remarks: `Notes`, `注释`."""
    return _plain(raw) in words("headings", "notes")


def is_of_further_reading(raw: str) -> bool:
    """Whether a heading recommends pages that the report need not cite: `Further reading`, `延伸阅读`."""
    return _plain(raw) in words("headings", "further")


def _plain(raw: str) -> str:
    """The words of a heading in lower case, without its number."""
    shown = _EDGE.sub("", _MARKUP.sub("", raw.strip().split("\n", 1)[0])).lower()
    return _NUMBER.sub("", shown, count=1)


def _says(shown: str, kind: str) -> bool:
    known = words("headings", kind)
    if shown in known:
        return True
    parts = [part for part in _joints().split(shown) if part]
    return bool(parts) and all(_unqualified(part) in known for part in parts)


@lru_cache(maxsize=4096)
def _unqualified(part: str) -> str:
    part = part.strip()
    if part in words("headings", "bibliography"):
        return part
    for qualifier in words("headings", "qualifier"):
        if part.startswith(qualifier) and part[len(qualifier) :].strip():
            rest = part[len(qualifier) :]
            if not qualifier.isascii() or rest[0] == " ":
                return _unqualified(rest)
    return part


@cache
def _joints() -> re.Pattern[str]:
    latin = [word for word in words("headings", "conjunction") if word.isascii() and word.isalpha()]
    other = [word for word in words("headings", "conjunction") if word not in latin]
    return re.compile(rf"\s+(?:{'|'.join(latin)})\s+|\s*(?:{'|'.join(map(re.escape, other))}|[/、,，|·:：–—-])\s*")
