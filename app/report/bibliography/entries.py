"""One entry of a list of references: its label, and what it says."""

import re
from dataclasses import dataclass
from functools import cache

from app.report.bibliography.addresses import Found, addresses, main_address, without_passage
from app.report.markdown.inline import show, unescape
from app.report.markdown.inline_tokens import TARGET
from app.report.word_lists import read_table

# what a bullet below the name of a source says of it: `- **URL**: https://…`
FIELD = re.compile(
    r"[ \t]*(?:[-*+]\s+)?(?:\*\*|__)?"
    r"(?:URL|Link|Website|Accessed|Access date|Date|Published|Type|Author|Publisher|Title|Relevance|Key \w+|Used for|Credibility"
    r"|链接|网址|来源|作者|日期|时间|发布|类型|访问|标题|連結|網址|出典|Datum|Autor|Quelle|Fecha|Data|Lien)[^\n:：]{0,20}[:：]",
    re.I,
)
_DEFINITION = re.compile(r"^<?(?P<url>\w+://[^\s<>]+)>?(?:\s+[\"'(](?P<title>.*)[\"')])?\s*$", re.S)
# the arrows back into the text that Wikipedia and pandoc print
_BACK = re.compile(
    r"(?:\*\*(?=\[\^\]\([^()\s]*\)\*\*))?\[(?:\\?\^|↑|↩︎?|\*\*\^\*\*|[a-z])\]"
    + TARGET.format(name="back")
    + r"(?:(?<=\))\*\*)?"
    # with the whole address of the page, and words: `[Jump up to: a](https://…#cite_ref-1)`
    r"|\[[^\[\]\n]{0,40}\]\([^()\s#]{0,400}#(?:cite[_-]ref|_?(?:ftn|edn)ref|fnref)[^()\s]{0,120}\)"
    r"|^\s*(?:\*\*)?\\?[\^↑](?:\*\*)?\s+|\s*↩︎?\s*$"
)


# lines of one entry that a converter of PDFs has made headings, and an address that two of them share
_HEADED_LINE = re.compile(r"\s*\n#{1,6}[ \t]+")
_CUT_ADDRESS = re.compile(r"(?P<begin>https?://\S+)\s*\n#{1,6}[ \t]+(?P<rest>\S+)(?=\s*(?:\n|$))")
# notes, which stand anywhere and end no chapter
NOTE_FORMS = frozenset({"definition", "symbol"})


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as written: `content` is the offset after its label, `explicit` whether a label is printed.

    `position` is the number that an ordered list gives it, which what it prints may contradict.
    """

    label: str
    form: str
    start: int
    content: int
    end: int
    explicit: bool = True
    position: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """What an entry says of its source."""

    title: str
    url: str | None
    urls: tuple[str, ...]
    accessed: str | None


def describe(text: str, entry: Entry) -> Description:
    """Title, addresses and day of access."""
    opened = "[" if entry.form == "titled" else ""
    raw = opened + _BACK.sub("", text[entry.content : entry.end])
    if "\n#" in raw:
        raw = _HEADED_LINE.sub(" ", _CUT_ADDRESS.sub(r"\g<begin>\g<rest>", raw))
    if entry.form == "definition" and (definition := _DEFINITION.match(raw)):
        url = unescape(definition["url"])
        return Description(unescape(definition["title"] or definition["url"]).strip(), url, (url,), None)
    raw, accessed = _without_access(raw)
    found = addresses(raw)
    own = without_passage(unescape(entry.address)) if entry.address else None
    urls = tuple(dict.fromkeys([*([own] if own else []), *(one.url for one in found)]))
    main = own or main_address(found)
    named, _, fields = raw.partition("\n")
    if FIELD.match(fields.lstrip()):
        raw, found = named, [one for one in found if one.end <= len(named)]
    title = (
        _title(raw, found, row=entry.form == "row")
        or next((unescape(one.text) for one in found if one.text), None)
        or main
        or ""
    )
    return Description(title, main, urls, accessed)


def has_access(raw: str) -> bool:
    """Whether an entry says when the page was read."""
    return _without_access(raw)[1] is not None


def _without_access(raw: str) -> tuple[str, str | None]:
    folded = raw.lower()
    match = _accessed().search(raw) if any(word in folded for word in _access_words()) else None
    if match is None:
        return raw, None
    date = next(value for value in match.groupdict().values() if value)
    before = raw[: match.start()].rstrip()
    before = before[:-1] if match[0].endswith(")") and before.endswith("(") else before
    return before.rstrip(" \t\r\n,，、") + raw[match.end() :], date


_EMPHASIS = re.compile(r"[*_]{1,3}$")
_LEADING = re.compile(r"^(?:,\?|\[[^\]]*\]\?)\\s\*(?:\\\(\?)?")


@cache
def _access_words() -> tuple[str, ...]:
    """One of these is in every phrase that says when a page was read."""
    return tuple(
        word for row in read_table("phrases") if row["kind"] == "accessed holds" for word in row["pattern"].split("|")
    )


@cache
def _accessed() -> re.Pattern[str]:
    # without the comma and the blank before them, so that most places are passed at one look
    patterns = [_LEADING.sub("", row["pattern"]) for row in read_table("phrases") if row["kind"] == "accessed"]
    either = "|".join(pattern.replace("?P<date>", f"?P<date{place}>") for place, pattern in enumerate(patterns))
    begins = next(row["pattern"] for row in read_table("phrases") if row["kind"] == "accessed begins")
    return re.compile(rf"(?={begins})(?:{either})", re.I)


def _title(raw: str, found: list[Found], *, row: bool) -> str:
    """What the entry says besides its addresses; the text of a link stays."""
    pieces, at = [], 0
    for one in found:
        # an identifier that the entry begins with is its title
        shown = raw[: one.end] if one.resolved and not one.start and one is not found[-1] else one.text or ""
        piece, at_next = raw[at : one.start], one.end
        if not shown and (mark := _EMPHASIS.search(piece)) and raw.startswith(mark[0], one.end):
            piece, at_next = piece[: mark.start()], one.end + len(mark[0])
        pieces += [piece, shown]
        at = at_next
    rest = "".join([*pieces, raw[at:]])
    shown = show(rest, 0, len(rest)).text
    shown = re.sub(r"(?<=[.,;])\s+[.,;](?=\s|$)", "", shown)
    plain = re.sub(r"\s+", " ", re.sub(r"[(（\[]\s*[)）\]]" + (r"|\|" if row else ""), " ", shown)).strip()
    behind = ":：" if found else ""
    return re.sub(rf"^[—–:：,，|\s-]+|[—–\s,，、;；{behind}|-]+$", "", plain)
