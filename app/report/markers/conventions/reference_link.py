"""`[words][1]`, `[words][key]`, `[words][]`, `[words]`, `[[1]][1]` with `[key]: address` elsewhere: Markdown, Manus, blogs.

Only what a definition answers is read so: `[1][2]` are two markers.
"""

import re
from functools import lru_cache

from app.report.markers.conventions.base import Convention
from app.report.markers.markers import Citation, Mark
from app.report.word_lists import words

_DEFINED = re.compile(r"^[ \t]{0,3}\[(?P<label>[^\[\]\r\n^]{1,90})\]:[ \t]*<?\w+://", re.M)
_WORDS = r"(?:\\.|[^\[\]\\\n^]|\[[^\[\]\n]{0,80}\]){1,200}+"
_LEADS = "|".join(sorted(map(re.escape, words("citing", "leading")), key=len, reverse=True))
_ONE = re.compile(r"\[(?P<words>(?:\\.|[^\[\]\\\n^]){1,200})\]\[(?P<label>[^\[\]\n^]{1,90})\]")
_EACH = r"\[(?:\\.|[^\[\]\\\n^]){1,200}\]\[[^\[\]\n^]{1,90}\]"


def _read(match: re.Match[str]) -> Citation | None:
    if number := match["ref_number"]:
        mark = Mark(number, None, *match.span())
        return Citation("reference-link", *match.span(), (mark,), match.span()) if number in _defined(match.string) else None
    if group := match["ref_group"]:
        marks = tuple(Mark(one["label"].strip(), None, *match.span(), one["words"]) for one in _ONE.finditer(group))
        known = all(mark.label.casefold() in _defined(match.string) for mark in marks)
        return Citation("reference-link", *match.span(), marks, match.span(), can_speak=False) if known else None
    shown = match["ref_words"] or match["shortcut"]
    label = (match["ref_label"] or shown).strip()
    if label.casefold() not in _defined(match.string) or not re.search(r"[^\W\d_]", shown):
        return None
    kept = match.span("ref_words") if match["ref_words"] else match.span("shortcut")
    return Citation("text-link", *match.span(), (Mark(label, None, *match.span(), shown),), kept, kept, can_speak=False)


@lru_cache(maxsize=1)
def _defined(text: str) -> frozenset[str]:
    return frozenset(match["label"].strip().casefold() for match in _DEFINED.finditer(text))


CONVENTION = Convention(
    "reference-link",
    rf"(?:(?P<ref_group>[(（]\s*(?:(?i:{_LEADS})\s*)?{_EACH}(?:\s*(?:[,，;；、·|]|and|和)?\s*{_EACH}){{0,20}}\s*[)）](?!\())"
    r"|\[\\?\[?(?P<ref_number>\d{1,4})\\?\]?\]\[(?P=ref_number)?\](?!\()"
    rf"|\[(?P<ref_words>{_WORDS})\]\[(?P<ref_label>[^\[\]\n^]{{0,90}})\](?!\()|\[(?P<shortcut>[^\[\]\n^]{{2,90}})\](?![\[(:]))",
    _read,
    listed=True,
    hint=rf"(?m){_DEFINED.pattern}",
    examples=(
        ("Tolls rose [[1]][1].\n\n[1]: https://north.example/a", ("1",)),
        ("Tolls rose. ([north.example][1])\n\n[1]: https://north.example/a", ("1",)),
        ("The [Harbour Gazette][g] counted more.\n\n[g]: https://north.example/a", ("g",)),
    ),
)
