"""Where sentences end in visible text (annotation guide, "Claims").

Chinese: at 。！？ with a closing quotation mark or bracket right behind; `；` and `……` end none. English: at . ! ? before
white space and a capital, digit or CJK character, unless the dot closes a known abbreviation or an initial.
"""

import re

_CLOSERS = '”’」』）)】》〉"］]'
_HAN_END = re.compile(rf"[。！？][{re.escape(_CLOSERS)}。！？]*")
_LATIN_END = re.compile(
    r"[.!?](?<![.!?].)[.!?]*+[”’\"')\]]*+(?=\s+[\"'“‘(\[«¿¡„]*[A-Z0-9À-ÞА-ЯŁŚŻ\u2e80-\u9fff\uac00-\ud7af]|\s+(?:@[A-Za-z]|\\[a-z]*cite[a-z]*\{))"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"'])(?:[A-Za-z]\.)*(?:"
    r"Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|v|cf|e\.?g|i\.?e|etc|approx|ca|al|Fig|Figs|Eq|No|Nos|Vol|pp|p|Ch|Sec|"
    r"Inc|Ltd|Corp|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Ph\.D|a\.m|p\.m|U\.S|U\.K|E\.U|Mio|Mrd|Bio|Tsd|bzw|vgl|Abs|Art|Nr|ggf|inkl|zzgl|usw|sog|rd|Abb|Tab|Kap|Hrsg|z\.\s?B|d\.\s?h|u\.\s?a|i\.\s?d\.\s?R|Dipl|Sra|Srta|Sra?|Dra?|p\.\s?ej|"
    r"Mme|Mlle|env|[A-Z])\.$"
)
# 3. Januar, 2. Quartal
_ORDINAL = re.compile(
    r"\s+(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Quartal|Jahrhundert|Halbjahr"
    r"|(?:Jan|Feb|Mär|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\b)"
)
# auf dem 3. Platz
_ORDINAL_BEFORE = re.compile(r"\b(?:[AaIi]m|[Dd]e[mnrs]|[Vv]om|[Zz]u[mr]|[Bb]eim)\s\d{1,3}$")
# an abbreviation that may also close a sentence does so before a capitalised word
_MAY_END = re.compile(r"(?:etc|al|Inc|Ltd|Corp|Co|Ph\.D|a\.m|p\.m|U\.S|U\.K|E\.U)\.$")
_OPENING_WORD = re.compile(r"\s+(?:The|This|It|In|A|An|We|They|But|However)\b")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of one paragraph, outer white space excluded; together they hold every other character."""
    cuts = sorted({*_han_ends(text), *_latin_ends(text), len(text)})
    spans = []
    start = 0
    for cut in cuts:
        raw = text[start:cut]
        if raw.strip():
            spans.append((start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())))
        start = cut
    return spans


def _han_ends(text: str) -> list[int]:
    """A straight quotation mark after a full stop closes a quotation that is open; otherwise it opens the next one."""
    ends = []
    quotes = at = 0
    for match in _HAN_END.finditer(text):
        quotes += text.count('"', at, match.start())
        at = match.start()
        while at < match.end() and not (text[at] == '"' and quotes % 2 == 0):
            quotes += text[at] == '"'
            at += 1
        ends.append(at)
    return ends


def _latin_ends(text: str) -> list[int]:
    return [match.end() for match in _LATIN_END.finditer(text) if not _is_abbreviation(text, match)]


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    if text[match.start() - 1 : match.start()].isdigit() and (
        _ORDINAL.match(text, match.end()) or _ORDINAL_BEFORE.search(text, max(0, match.start() - 12), match.start())
    ):
        return True
    upto = text[max(0, match.start() - 12) : match.start() + 1]
    if not _ABBREVIATION.search(upto):
        return False
    return not (_MAY_END.search(upto) and _OPENING_WORD.match(text, match.end()))
