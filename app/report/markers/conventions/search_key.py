"""`citeturn0search1`, `[web:12]`, `<cite index="3-1">words</cite>`: what assistants write before links are put in, kept by copying.

The numbers are those of a search and not those of a list: nothing in the text says which page it is, unless an entry prints the
very key. These markers are read, and told as unanswered.
"""

import re

from app.report.markers.conventions.base import Convention, cite
from app.report.markers.markers import Citation, Mark

_KEY = re.compile(r"turn\d+[a-z]+\d+|oaicite:\d+|[a-z_]+:\d+(?=\\?\])")
_TOOLS = r"web|post|page|file|attached_file|memory|conversation_history|x_post|news|academic"


def _read(match: re.Match[str]) -> Citation | None:
    if match["card"]:
        return cite("search-key", match, [match["card"]], can_speak=False)
    if match["cite_index"]:
        marks = tuple(Mark(label.strip(), None, *match.span()) for label in match["cite_index"].split(","))
        kept = match.span("cite_words")
        return Citation("search-key", *match.span(), marks, kept, kept, can_speak=False)
    return cite("search-key", match, _KEY.findall(match[0]), can_speak=False)


CONVENTION = Convention(
    "search-key",
    r"(?:[\ue200-\ue206]?(?:file)?cite(?:[\ue200-\ue206]*turn\d+[a-z]+\d+)+[\ue200-\ue206]?|[\ue200-\ue206](?:[a-z]+[\ue200-\ue206])?turn\d+[a-z]+\d+[\ue200-\ue206]"
    r"|【turn\d+[a-z]+\d+(?:[,，、 ]{1,2}turn\d+[a-z]+\d+){0,20}(?:†[^【】\n]{0,120})?】"
    rf"|:contentReference\[oaicite:\d+\]\{{index=\d+\}}|\\?\[oaicite:\d+\\?\]|\\?\[(?:{_TOOLS}):\d{{1,4}}\\?\](?![(:])"
    r"|<grok:render\b[^<>]{0,300}>\s*<argument\s+name=\"citation_id\">\s*(?P<card>\d{1,4})\s*</argument>\s*</grok:render>"
    r"|<(?:antml:)?cite\s+index\s*=\s*[\"'](?P<cite_index>\d+-\d+(?:,\s?\d+-\d+){0,20})[\"']>(?P<cite_words>(?:(?!</?(?:antml:)?cite\b)[^\n]){1,2000})</(?:antml:)?cite>)",
    _read,
    listed=False,
    hint=r"turn\d|oaicite|\[[a-z_]{3,20}:\d|<(?:antml:)?cite|<grok:",
    examples=(
        ("Tolls rose to four dollars.citeturn0search1turn2news4", ("turn0search1", "turn2news4")),
        ("Tolls rose to four dollars【turn0search1】【turn2view0†L3-L9】.", ("turn0search1", "turn2view0")),
        ("Tolls rose. :contentReference[oaicite:3]{index=3}", ("oaicite:3",)),
        ("Tolls rose.[web:12][web:3]", ("web:12", "web:3")),
        (
            'Tolls rose.<grok:render card_id="a1" type="render_inline_citation"><argument name="citation_id">12</argument></grok:render>',
            ("12",),
        ),
        ('The board says that <cite index="3-1,3-2">tolls rose</cite>.', ("3-1", "3-2")),
    ),
)
