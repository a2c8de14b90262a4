"""What a page does not show: comments, hidden elements, images' alternative text, front matter.

Each is blanked out with a character that no report uses, so that every offset stays where it was.
"""

import re
from collections.abc import Iterator

BLANK = "\x01"
_HIDDEN_TAG = re.compile(
    r"<(?P<name>span|div|p|sup|a|section|ul|ol|table)\b[^<>]{0,400}?"
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|\shidden(?=[\s>=/]))[^<>]{0,400}>",
    re.I,
)
_UNSHOWN = re.compile(r"<(?P<name>script|style|template|noscript|svg|head|title)\b[^<>]{0,400}>", re.I)
_TARGET = r"\((?:[^()\\\s]|\\.|\([^()\s]*\)){0,2000}(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
_IMAGE = re.compile(rf"!\[(?:[^\[\]\\\n]|\\.|\[[^\[\]\n]*\]){{0,1000}}\]{_TARGET}")
_IMAGE_REFERENCE = re.compile(r"!\[[^\[\]\n]{0,400}\]\[[^\[\]\n]{0,200}\]")
_IMAGE_DATA = re.compile(r"^[ \t]{0,3}\[[^\[\]\n]{1,200}\]:[ \t]*<?data:[^\n]*$", re.M)
_LINKED_IMAGE = re.compile(rf"\[\s*{_IMAGE.pattern}\s*\]{_TARGET}")
_NOISE = re.compile(
    r"<grok:render\b[^<>]{0,400}>(?!\s*<argument\s+name=\"citation_id\">)(?:(?!</?grok:render)[\s\S]){0,1000}</grok:render>|\[cite_start\]|\[cite_end\]|\[span_\d+\]\((?:start|end)_span\)"
)
# ChatGPT's chips: of an entity its name is shown, of pictures and the like nothing
_CHIP = re.compile(
    r"\ue200(?:entity\ue202\[\"[^\"\n]{0,80}\",\"(?P<name>[^\"\n]{1,200})\"[^\ue200-\ue206\n]{0,400}"
    r"|(?:image_group|navlist|products|product_entity|video|finance|map|i)\ue202[^\ue200\ue201]{0,4000})\ue201"
)
_FENCE = re.compile(r"^[ \t]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*$", re.M)
_BLANKED_LINE = re.compile(rf"^[ \t]*{BLANK}[{BLANK} \t]*$", re.M)


def hide(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with hidden markup blanked out; `spans` are further spans to blank out."""
    found = [*spans, *_comments(text), *_elements(text), *_matches(text)]
    code = list(_fences(text))
    if not found:
        return text
    pieces: list[str] = []
    at = 0
    for start, end in sorted(found):
        if end <= at or _inside(start, code):
            continue
        pieces += [text[at : max(start, at)], re.sub(r"[^\r\n]", BLANK, text[max(start, at) : end])]
        at = end
    # a line of which nothing is left is an empty line
    return _BLANKED_LINE.sub(lambda match: " " * len(match[0]), "".join([*pieces, text[at:]]))


def _matches(text: str) -> Iterator[tuple[int, int]]:
    if "![" in text:
        yield from (match.span() for match in _LINKED_IMAGE.finditer(text))
        yield from (match.span() for match in _IMAGE.finditer(text))
        yield from (match.span() for match in _IMAGE_REFERENCE.finditer(text))
        yield from (match.span() for match in _IMAGE_DATA.finditer(text))
    yield from (match.span() for match in _NOISE.finditer(text))
    if "\ue200" in text:
        for match in _CHIP.finditer(text):
            shown = match.span("name") if match["name"] else (match.end(), match.end())
            yield match.start(), shown[0]
            yield shown[1], match.end()


def _comments(text: str) -> Iterator[tuple[int, int]]:
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start)
        if end < 0:
            return
        if text[start - 1 : start] != "`":
            yield start, end + 3
        start = text.find("<!--", end)


def _elements(text: str) -> Iterator[tuple[int, int]]:
    if "<" not in text:
        return
    at = 0
    folded = text.lower() if len(text.lower()) == len(text) else text
    unclosed: set[str] = set()
    for match in sorted([*_HIDDEN_TAG.finditer(text), *_UNSHOWN.finditer(text)], key=lambda found: found.start()):
        name = match["name"].lower()
        if match.start() >= at and name not in unclosed:
            at = _close(folded, name, match.end())
            if at < 0:
                unclosed.add(name)
                at = match.end()
            yield match.start(), at


def _close(text: str, name: str, at: int) -> int:
    """Where the element ends that was opened before `at`, the same element inside it counted; -1 where it never does."""
    depth = 1
    for match in re.compile(rf"<(?P<close>/?){name}\b[^<>]*>").finditer(text, at):
        depth += -1 if match["close"] else 1
        if not depth:
            return match.end()
    return -1


def _fences(text: str) -> Iterator[tuple[int, int]]:
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            opened = match
        elif match["fence"].startswith(opened["fence"]):
            yield opened.start(), match.end()
            opened = None


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)
