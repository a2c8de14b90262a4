"""`[PMID: 12345678]`, `(arXiv:2101.00001)`, `(doi:10.1000/a; PMID 23456789)`: medicine, surveys of papers."""

import re

from app.report.bibliography.addresses import addresses
from app.report.markers.conventions.base import Convention
from app.report.markers.markers import Citation, Mark

_ONE = (
    r"(?:PMID\s?[:：]?\s?\d{4,8}|(?:PMCID\s?[:：]?\s?)?PMC\d{5,8}|arXiv\s?[:：]\s?\d{4}\.\d{4,5}(?:v\d+)?"
    r"|doi\s?[:：]\s?10\.\d{4,9}/[^\s()\[\];，；）】]{1,200})"
)


def _read(match: re.Match[str]) -> Citation | None:
    raw = match["identifiers"]
    marks = tuple(Mark("", found.url, *match.span(), raw[found.start : found.end]) for found in addresses(raw))
    return Citation("identifier", *match.span(), marks, match.span()) if marks else None


CONVENTION = Convention(
    "identifier",
    rf"\\?[(（\[【]\s*(?i:(?P<identifiers>{_ONE}(?:\s*[,，;；、]\s*{_ONE}){{0,12}}))\s*\\?[)）\]】](?!\()",
    _read,
    listed=False,
    hint=r"(?i)[(（\[【]\s*(?:pm|arxiv|doi)",
    examples=(
        ("Tolls harm nobody [PMID: 12345678].", ("",)),
        ("Tolls harm nobody (arXiv:2101.00001; doi:10.1000/tolls.4).", ("", "")),
    ),
)
