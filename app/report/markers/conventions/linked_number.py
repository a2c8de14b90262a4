"""`[1](url)`, `[(1)](url)`, `[[1]](url)`, `[\\[1\\]](#ref)`, `[citation:1](url)`: Doubao, Metaso, Qwen, Perplexity, ChatGPT, DeepSeek, wikis."""

import re

from app.report.markers.conventions.base import Convention, anchor, link, target
from app.report.markers.markers import Citation, Mark
from app.report.word_lists import words

_SOURCE = "|".join(sorted(map(re.escape, words("citing", "source")), key=len, reverse=True))
_CLAUSE_ENDS = re.compile(r"\s*(?:[.,;:!?。，；：！？)）|·]|\[[A-Z][\w-]{1,5}\]\(|$)", re.M)
_NUMBER = (
    r"\s*(?:\*\*|<sup>)?(?:【(?P<in_lens>\d{1,4})】|(?P<key>(?:S|R|E|W|Src|Ref)-?\d{1,3})(?=\]\(https?:)|[(（](?P<in_round>\d{1,6})[)）]|\\?\[\^?(?P<in_square>\d{1,6})\\?\]"
    rf"|(?i:(?:{_SOURCE})s?\s?[:：_]\s*|(?:来源|來源|出处|出處|出典|출처)\s?)(?P<worded>\d{{1,4}})(?=\]\(https?:)"
    r"|(?P<several>(?:\\?\[\d{1,4}\\?\]\s*){2,8})|\^?(?P<alone>(?!(?:19|20)\d\d\D)\d{1,6})\^?)(?:\*\*|</sup>)?\s*"
)


def _read(match: re.Match[str]) -> Citation | None:
    text = (match.start() + 1, match.end("linked_words"))
    if key := match["key"]:
        # `the [S1](https://…) ship` is a word
        url = match["linked_url"]
        clause = _CLAUSE_ENDS.match(match.string, match.end()) and match.start() > 0
        return (
            Citation("linked-number", *match.span(), (Mark(key, url, *match.span()),), text, can_speak=False)
            if clause
            else None
        )
    groups = ("worded", "in_lens", "several", "in_round", "in_square", "alone")
    written = next(match[group] for group in groups if match[group])
    url = target(match["linked_url"])
    marks = tuple(
        Mark(label, url, *match.span(), None, anchor(match["linked_url"])) for label in re.findall(r"\d+", written)
    )
    return Citation("linked-number", *match.span(), marks, text)


CONVENTION = Convention(
    "linked-number",
    # some converters escape the outer bracket: `\\[\\[1]](#ref-1)`
    r"(?:\\(?=\[\\?\[\d))?" + link("linked_url", rf"(?P<linked_words>{_NUMBER})"),
    _read,
    listed=False,
    hint=r"\]\(",
    examples=(
        ("市场规模达 3 亿元[(7)](https://north.example/a)。", ("7",)),
        ("Ferries carried less[\\[2\\]\\[5\\]](https://north.example/b#:~:text=less).", ("2", "5")),
        ("Ferries carried less [[2]](https://north.example/b).", ("2",)),
        ("Ferries carried less[citation:5](https://north.example/e).", ("5",)),
        ("Ferries carried less \\[\\[4]](https://north.example/d).", ("4",)),
        ("Ferries carried less[3](https://north.example/c).", ("3",)),
    ),
)
