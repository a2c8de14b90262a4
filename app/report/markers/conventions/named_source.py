"""`(source: [[harbour-notes]])`, `[Source: Harbour Gazette]`, `【来源：港口报】`, `(Citation: Gazette)`: Obsidian, assistants, MITRE.

The source has a name and no address: an entry answers that alone begins with it, else a reference is made of the name.
"""

import re

from app.report.markers.conventions.base import Convention
from app.report.markers.markers import Citation, Mark
from app.report.word_lists import words

KIND = "named-source"
_LEAD = "|".join(
    sorted(map(re.escape, words("citing", "source") - {"no", "note", "page", "result", "注", "nr"}), key=len, reverse=True)
)
_WIKI = r"!?\[\[[^\[\]\n]{1,200}\]\]"
_PAGE = re.compile(r"\[\[(?P<page>[^\[\]|#\n]+)(?:#[^\[\]|\n]*)?(?:\|(?P<shown>[^\[\]\n]+))?\]\]")


def _read(match: re.Match[str]) -> Citation | None:
    if match["wiki_sources"]:
        titles = [(one["shown"] or one["page"]).strip() for one in _PAGE.finditer(match["wiki_sources"])]
    else:
        titles = [(match["named_source"] or match["mitre"]).strip(" *_")]
    if not all(re.search(r"[^\W\d_]", title) for title in titles):
        return None
    marks = tuple(Mark("", None, *match.span(), title) for title in titles)
    return Citation(KIND, *match.span(), marks, match.span(), can_speak=False)


CONVENTION = Convention(
    KIND,
    rf"(?:\\?[(（\[【]\s*(?i:(?:data )?(?:{_LEAD})s?)\s?[:：]?\s*"
    rf"(?P<wiki_sources>{_WIKI}(?:\s*(?:[,，;；、]|and|和)?\s*{_WIKI}){{0,12}})[^\[\]()（）\n]{{0,40}}[)）\]】]"
    rf"|\\?[\[【](?i:(?:data )?(?:{_LEAD})s?)\s?[:：]\s*(?P<named_source>[^\[\]【】()\n:：]{{2,120}})\\?[\]】](?![(\[])"
    r"|\(Citation:\s*(?P<mitre>[^()\n]{2,120})\))",
    _read,
    listed=False,
    hint=rf"[(（\[【]\s*(?i:(?:data )?(?:{_LEAD}))s?\s?(?:[:：]|\[\[)|\(Citation:",
    examples=(
        ("Tolls rose (source: [[harbour-notes]], p. 4).", ("",)),
        ("Tolls rose [Source: Harbour Gazette].", ("",)),
        ("通行费上涨【来源：港口报】。", ("",)),
    ),
)
