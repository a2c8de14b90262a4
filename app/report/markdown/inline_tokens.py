"""The pieces of inline markup: those shown as something else, or not at all."""

import re
from collections.abc import Iterator

from app.report.markdown.formulas import FORMULA

# (url), (<url>) or (url "title") behind a link's text; possessive, so that an open bracket costs no second look
TARGET = r"\(\s*+<?(?P<{name}>(?:\\.|\([^()\s]*+\)|[^()\\\s>])*+)>?(?:\s++(?:\"[^\"]*+\"|'[^']*+'))?\s*+\)"
ESCAPE = r"\\(?P<char>[!-/:-@\[-`{-~])"
ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
# what a token begins with, a line break without the blanks before it: a set of characters is found many times as fast
_FIRST = re.compile(r"[\x01$\\&`<!\[\]*_~\r\n]")
_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<blank>\x01+)",
            rf"(?P<formula>{FORMULA})",
            rf"(?P<escape>{ESCAPE})",
            rf"(?P<entity>{ENTITY})",
            r"(?P<code>(?<!`)(?P<ticks>`++)(?P<inner>.+?)(?<!`)(?P=ticks)(?!`))",
            r"(?P<autolink><(?P<address>https?://[^\s<>]+)>)",
            r"(?P<power><sup>\s*(?P<exponent>[-−–]?\d{1,3})\s*</sup>)",
            r"(?P<cell></t[dh]>\s*(?=<t[dh]\b))",
            r"(?P<tag></?[A-Za-z][^<>\n]*>|<!--(?:(?!<!--|-->).)*+-->)",
            # Obsidian's [[page|words]]
            r"(?P<wiki>(?<!!)\[\[(?=[^\[\]\n]*[^\W\d_])(?:[^\[\]|\n]{1,200}\|)?(?P<words>[^\[\]|\n]{1,200})\]\](?![(\]]))",
            r"(?P<link_open>!?\[(?=(?:\\.|[^\[\]\\])*+\]" + TARGET.format(name="ahead") + "))",
            r"(?P<link_close>\]" + TARGET.format(name="target") + ")",
            r"(?P<run>\*+|_+|~~)",
            r"(?P<newline>(?<![ \t])[ \t]*+\\?(?:\r\n|\n|\r)[ \t>]*)",
        )
    ),
    re.S,
)


def tokens(text: str, at: int, end: int) -> Iterator[re.Match[str]]:
    """Each piece of markup in the stretch; its kind is the name of the last group."""
    while found := _FIRST.search(text, at, end):
        start = found.start()
        if text[start] in "\r\n" or (text[start] == "\\" and text[start + 1 : start + 2] in {"\r", "\n"}):
            while start > at and text[start - 1] in " \t":
                start -= 1
        match = _TOKEN.match(text, start, end)
        at = match.end() if match else found.end()
        if match:
            yield match
