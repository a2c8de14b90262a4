"""Where sentences end in visible text (annotation guide, "Claims").

Chinese: at 。！？ with a closing quotation mark or bracket right behind; `；` and `……` end none. English: at . ! ? before
white space and a capital, digit or CJK character, unless the dot closes a known abbreviation or an initial.
"""

import re

_CLOSERS = "”’」』）)】》〉\"'］]"
_HAN_END = re.compile(rf"[。！？]+[{re.escape(_CLOSERS)}。！？]*")
_LATIN_END = re.compile(r"[.!?]+[”’\"')\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9\u2e80-\u9fff]|\s*$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"'])(?:[A-Za-z]\.)*(?:"
    r"Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|v|cf|e\.?g|i\.?e|etc|approx|ca|al|Fig|Figs|Eq|No|Nos|Vol|pp|p|Ch|Sec|"
    r"Inc|Ltd|Corp|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|U\.S|U\.K|E\.U|[A-Z])\.$"
)
# an abbreviation that may also close a sentence does so before a capitalised word
_MAY_END = re.compile(r"(?:etc|al|Inc|Ltd|Corp|Co|U\.S|U\.K|E\.U)\.$")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of one paragraph, outer white space excluded; together they hold every other character."""
    cuts = sorted({match.end() for match in _HAN_END.finditer(text)} | set(_latin_ends(text)) | {len(text)})
    spans = []
    start = 0
    for cut in cuts:
        raw = text[start:cut]
        if raw.strip():
            spans.append((start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())))
        start = cut
    return spans


def _latin_ends(text: str) -> list[int]:
    ends = []
    for match in _LATIN_END.finditer(text):
        upto = text[max(0, match.start() - 12) : match.start() + 1]
        following = text[match.end() :].lstrip()
        if match[0].startswith(".") and following and _ABBREVIATION.search(upto):
            if not (_MAY_END.search(upto) and re.match(r"(?:The|This|It|In|A|An|We|They|But|However)\b", following)):
                continue
        ends.append(match.end())
    return ends
