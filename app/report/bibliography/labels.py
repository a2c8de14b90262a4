"""How an entry of a list of references prints its number or key."""

import re
from dataclasses import dataclass

from app.report.markdown.inline_tokens import TARGET
from app.report.word_lists import words

_SOURCE = "|".join(sorted(map(re.escape, words("citing", "source")), key=len, reverse=True))
_LEAD = (
    r"[ \t>\x01]*+(?:(?:[-+•·▪‣○●]|\*(?!\*))[ \t]+)?"
    r"(?:\[\]\([^()\s]{0,120}\))?(?:</?(?:a|span|p|b|strong|div|small)\b[^<>\n]*>\s*)*(?:\*\*|__)?"
)
_TAIL = r"(?:\*\*|__)?(?:</a>\s?[:：.]|</(?:b|strong|a|span|sup)>)?(?:\*\*|__)?(?:\s*</dt>\s*<dd\b[^<>]{0,200}>)?"
# what a form looks like; every label is a group of the form's own name
FORMS = {
    "linked": r"\\?\[(?:\\?\[|[(（])?(?:\^|<sup>)?(?P<linked>\d{1,4})(?:\^|</sup>)?(?:\\?\]|[)）])?\\?\]"
    + TARGET.format(name="address"),
    "titled": r"\[(?P<titled>\d{1,3})[.、．:]\s*(?=[^\[\]\n]{2,300}\]\((?:https?|ftp)://)",
    "bracket": r"\\?[\[［〔〖](?:\\?\[)?\^?#?(?P<bracket>\d{1,9}(?:_\d{1,4}|[a-z])?)"
    r"(?P<further>(?:\s?[,，、]\s?\d{1,4}){0,20})\^?(?:\\?\])?\\?[\]］〕〗](?!\()(?:[:：](?=\s))?",
    "note": r"(?:[(（]?(?:注释?|註|注記)\s?(?P<note>\d{1,3})(?:[)）]|[:：.、](?!\d)|(?=\s))|※\s?(?P<sign>\d{1,3})(?:[)）]|[:：.、](?!\d)|(?!\d)))",
    "word": rf"(?:\\?[\[［](?:{_SOURCE})[ _:：]?(?P<word>\d{{1,4}})\\?[\]］]|(?:{_SOURCE})[ _]?(?P<worded>\d{{1,3}})[:：.、](?!\d))",
    "lenticular": r"【(?P<lenticular>\d{1,4})(?:†[^】\n]{0,80})?】",
    "caret": r"(?:\$(?:\{\s?\})?\^\{?\[?(?P<formula>\d{1,3})\]?\}?\$"
    r"|\^\[?(?P<caret>\d{1,3})\]?\^?|<sup>\s*\[?(?P<sup>\d{1,3})\]?\s*</sup>|(?P<super>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))",
    "key": r"\\?\[@?(?P<key>[A-Za-z][\w.:+&'’ -]{0,40}?\d[\w.:-]{0,8}|@[\w.:+-]{2,60}|[A-Za-z])\\?\](?![(\[])(?:[:：](?=\s))?",
    "at": r"@(?P<at>[A-Za-z][\w.+-]{1,60}?)[:：](?=\s)",
    "name": r"\\?\[(?P<name>[a-z][\w:.+-]{1,40})\\?\](?![(\[])(?:[:：](?=\s))?",
    "circled": "(?P<circled>[①-⑳])",
    "anchored": r"<(?:a|b|span|sup|strong)\b[^<>\n]{0,80}\b(?:id|name)\s*=[^<>\n]{1,80}>\s*\[?(?P<anchored>\d{1,3})\]?(?=</)",
    "term": r"(?P<term>\d{1,3})(?=</dt>)",
    "round": r"[(（](?P<round>\d{1,3})[)）]",
    "letter": r"(?P<letter>[a-z])\\?\.(?=[ \t]+(?:\*\*)?(?:\\?\^|↑|\[\\?\^|\[↑))",
    "point": r"(?P<point>\d{1,3})(?:\\?[.)]|[、．）])(?!\d)",
}
STRONG = frozenset(
    {
        "linked",
        "bracket",
        "titled",
        "word",
        "lenticular",
        "caret",
        "definition",
        "key",
        "name",
        "term",
        "note",
        "letter",
        "anchored",
    }
)
_AT = re.compile(rf"{_LEAD}(?:{'|'.join(FORMS.values())}){_TAIL}(?P<gap>[ \t]*(?:\r?\n[ \t]*)?)(?=(?P<next>\S)|\Z)")
_LABEL = re.compile(
    rf"(?:^|(?<=<dt>)|(?<=[\"']>)){_LEAD}(?:{'|'.join(FORMS.values())}){_TAIL}(?P<gap>[ \t]*(?:\r?\n[ \t]*)?)(?=(?P<next>\S)|\Z)",
    re.M,
)
# further labels of one entry, which ChatGPT's documents list by page
_MORE = re.compile(
    r"(?:(?:\[\\?\[\d{1,4}\\?\]\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\\?\[\d{1,4}\\?\](?![(:]))[ \t]*)+(?=\S)"
)
_BARE = re.compile(r"^[ \t>]*(?P<bare>\d{1,3})[ \t]+(?=\S)", re.M)
# a link from an entry back to its marker
_BACK = re.compile(r"^#|#(?:footnote-anchor|fnref|_?ftnref|cite[_-]ref)")
_BULLET = re.compile(r"(?P<bare>\d{1,3})[ \t]+(?=\S)")
# groups of the patterns that hold no label
_NO_LABELS = {"gap", "next", "address", "further"}
_GROUP_FORM = {
    "address": "linked",
    "sup": "caret",
    "formula": "caret",
    "super": "caret",
    "worded": "word",
    "at": "key",
    "sign": "note",
}
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹０１２３４５６７８９", "01234567890123456789")
# one example of each, with its label
EXAMPLES = {
    "linked": ("[[3]](https://north.example/a) Northern Survey", "3"),
    "bracket": ("\\[3\\] Northern Survey https://north.example/a", "3"),
    "titled": ("[3. Northern Survey](https://north.example/a)", "3"),
    "word": ("[来源3] 北方调查 https://north.example/a", "3"),
    "note": ("※3 北方調査 https://north.example/a", "3"),
    "lenticular": ("【3】北方调查 https://north.example/a", "3"),
    "caret": ("^3^ Northern Survey https://north.example/a", "3"),
    "key": ("[Berg2021] Berg, A. Northern Survey. https://north.example/a", "Berg2021"),
    "circled": ("③ 北方调查 https://north.example/a", "3"),
    "anchored": ('<a name="tolls">3</a>: Northern Survey https://north.example/a', "3"),
    "term": ("3</dt><dd>Northern Survey https://north.example/a</dd>", "3"),
    "letter": ("c. ^ The fares are those of spring.", "c"),
    "round": ("(3) Northern Survey https://north.example/a", "3"),
    "point": ("3、北方调查 https://north.example/a", "3"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label, its form, where it starts, where what it labels begins. `address`: a link that the label carries.

    `others` are further labels of the same entry: `[1] [3] Northern Survey`.
    """

    text: str
    form: str
    start: int
    content: int
    address: str | None = None
    others: tuple[str, ...] = ()


def labels(text: str, start: int, end: int) -> list[Label]:
    """The labels that begin the lines of `text[start:end]`."""
    return [label for match in _LABEL.finditer(text, start, end) if (label := _label(match))]


def label_at(text: str, start: int, end: int) -> Label | None:
    """The label with which `text[start:end]` begins."""
    match = _AT.match(text, start, end)
    return _label(match) if match else None


def bare_labels(text: str, start: int, end: int) -> list[Label]:
    """Numbers at the beginning of lines that no sign follows (`1 Title https://…`)."""
    return [Label(match["bare"], "bare", match.start(), match.end()) for match in _BARE.finditer(text, start, end)]


def bullet_label(text: str, start: int, end: int) -> Label | None:
    """The number with which a bullet begins, as PDF converters leave the raised numbers of notes: `- 3 Northern Survey`."""
    match = _BULLET.match(text, start, end)
    return Label(match["bare"], "bare", start, match.end()) if match else None


def _label(match: re.Match[str]) -> Label | None:
    group = next(name for name, value in match.groupdict().items() if value is not None and name not in _NO_LABELS)
    if match["next"] is None and group != "linked":
        return None
    if group in {"bracket", "lenticular"} and not match["gap"] and match["next"] in "[(（，。,.;；、:：)":
        return None
    form = _GROUP_FORM.get(group, group)
    address = None if _BACK.search(match["address"] or "#") else match["address"]
    text = str(ord(match[group]) - ord("①") + 1) if group == "circled" else match[group].lstrip("@").translate(_DIGITS)
    alone = form not in {"linked", "bracket"} or "\n" in match["gap"]
    others = None if alone else _MORE.match(match.string, match.end(), match.endpos)
    end = others.end() if others else match.end()
    further = tuple(re.findall(r"\[(\d{1,4})\\?\]", others[0])) if others else ()
    further = (*re.findall(r"\d+", match["further"] or ""), *further)
    return Label(text, form, match.start(), end, address, further)
