"""`[@berg2021]`, `[@berg2021, p. 4; @lund]`, `\\cite{berg}`, `[Berg2021]`: pandoc, Zotero, LaTeX, tools that label entries."""

import re

from app.report.markers.conventions.base import Convention, cite
from app.report.markers.markers import Citation, Mark

_LABEL = r"(?:\d{1,3}[a-z]|[A-Za-z][\w.:+&'’ -]{0,40}?\d[\w.:-]{0,8}|[A-Za-z][\w.:+-]{0,40})"
_SIGN = r"[A-Z]{1,3}-?\d{1,3}"
_KEY = re.compile(r"@\{?([\w:.#$%&+?<>~/-]*[\w/])")


def _read(match: re.Match[str]) -> Citation | None:
    if match["pandoc"]:
        return cite("key", match, _KEY.findall(match["pandoc"]))
    if match["bare_key"]:
        mark = Mark(match["bare_key"], None, *match.span())
        return Citation("label", *match.span(), (mark,), match.span(), match.span(), can_speak=False)
    if match["latex"]:
        return cite("key", match, [key.strip() for key in match["latex"].split(",") if key.strip()])
    if match["wiki_cite"]:
        return cite("label", match, [key.strip() for key in re.split(r"[,，;；、]", match["wiki_cite"])])
    return cite("label", match, [key.strip() for key in re.split(r"[,，;；、]", match["key"] or match["round_key"])])


CONVENTION = Convention(
    "key",
    r"(?:\\?\[(?P<pandoc>[^\[\]@\n]{0,60}-?@[\w{][^\[\]\n]{0,400})\\?\](?!\()|~?\\(?:no|paren|text|auto|foot)?cite[a-z]{0,8}\*?(?:\[[^\]\n]{0,80}\]){0,2}\{(?P<latex>[^{}\n]{1,300})\}"
    rf"|\\?\[(?P<key>{_LABEL}(?:\s*[,，;；、]\s*{_LABEL}){{0,12}})(?:[,，]?\s(?:pp?\.?\s?|S\.\s?)\d[\d–-]{{0,9}})?\\?\](?![(:])"
    rf"|\[\[(?:cite|ref|source)[:：]\s?(?P<wiki_cite>{_LABEL}(?:\s*[,，;；、]\s*{_LABEL}){{0,12}})(?:\|[^\[\]\n]{{0,120}})?\]\]"
    rf"|[(（](?P<round_key>{_SIGN}(?:\s*[,，;；、]\s*{_SIGN}){{0,12}})[)）]"
    r"|@(?P<bare_key>[A-Za-z][\w:-]*(?:\.\w+)*)(?![\w@]))",
    _read,
    listed=True,
    hint=r"@|cite|\[[A-Za-z]|\[\d+[a-z]|[(（][A-Z]{1,3}-?\d",
    examples=(
        ("Tolls rose [@berg2021, p. 4; @lund].", ("berg2021", "lund")),
        ("Tolls rose [Berg2021; lund].", ("Berg2021", "lund")),
        ("Tolls rose~\\citep{berg2021,lund}.", ("berg2021", "lund")),
        ("@berg2021 put tolls at $4.", ("berg2021",)),
    ),
)
