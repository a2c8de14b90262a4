"""`<ref>1</ref>`, `<ref>[https://… Title]</ref>`, `<ref name="b" />`: wikis, and what converters leave of them."""

import re

from app.report.bibliography.addresses import addresses, main_address
from app.report.markdown.inline import show
from app.report.markers.conventions.base import NUMBERS, Convention, cite, expand
from app.report.markers.markers import Citation, Mark

_NAME = re.compile(r"\bname\s*=\s*[\"']?(?P<name>[^\"'/<>]{1,80}?)[\"']?\s*/?$")
_TITLE = re.compile(r"\|\s*title\s*=\s*(?P<title>[^|}]{1,300})")
_LINK = re.compile(r"^\s*\[\S+\s+(?P<title>[^\]]+)\]")


def _read(match: re.Match[str]) -> Citation | None:
    said = (match["wiki_ref"] or _named(match) or "").strip()
    if re.fullmatch(rf"\[?{NUMBERS}\]?", said):
        return cite("superscript", match, expand(said.strip("[]")), can_speak=False)
    if not said:
        return None
    title = _TITLE.search(said) or _LINK.search(said)
    shown = title["title"].strip() if title else show(said, 0, len(said)).text.strip()
    mark = Mark("", main_address(addresses(said)), *match.span(), shown)
    return Citation("inline-note", *match.span(), (mark,), match.span(), can_speak=False)


def _named(match: re.Match[str]) -> str | None:
    """What the reference of the same name says that is written out."""
    name = _NAME.search(match["wiki_attributes"])
    if name is None:
        return None
    written = rf"<ref\s+name\s*=\s*[\"']?{re.escape(name['name'])}[\"']?\s*>(?P<said>[^<>]{{1,1500}})</ref>"
    found = re.search(written, match.string)
    return found["said"] if found else None


CONVENTION = Convention(
    "wiki-ref",
    r"<ref\b(?P<wiki_attributes>[^<>]{0,200}?)(?:/\s*>|>(?P<wiki_ref>[^<>]{1,1500})</ref>)",
    _read,
    listed=False,
    hint=r"<ref\b",
    examples=(
        ("Tolls rose.<ref>1</ref>", ("1",)),
        ("Tolls rose.<ref>[https://north.example/a Harbour Gazette]</ref>", ("",)),
    ),
)
