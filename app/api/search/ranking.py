"""How well a row answers a query, and the words of it that show so.

A term counts most in a name, then in a title, then in a sentence, and the more the larger a part of the field it is, so that
who searches for 百度 meets the company before the sentences that name it. The ranking is worked out here rather than by a
database, so that both give the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from app.store.tokens import Term, spans

_FIELDS = {
    "name_en": 8, "name_zh": 8, "symbol": 8, "code": 8, "aliases": 7, "title": 6, "title_en": 6, "subject": 5, "quote": 4,
    "entity_name": 4, "entity_name_zh": 4, "indicator_name": 4, "indicator_name_zh": 4, "text": 3, "text_en": 3, "author": 3,
    "object": 3, "predicate": 2, "publisher_name": 2, "publisher_name_zh": 2, "entity_aliases": 2, "explanation": 2,
    "explanation_en": 2, "qualifiers": 1, "display": 1, "description": 1, "hosts": 1, "url": 1,
}  # fmt: skip
_LISTS = {"entities": 1.5, "indicators": 1.5, "documents": 1.2, "claims": 1.0, "metrics": 1.0, "sources": 0.9}
_OTHER_LIST = 0.7
# fields that hold several names, and what divides them
_MANY, _BETWEEN = ("aliases", "entity_aliases", "hosts"), "; "
# code points around the first hit
_BEFORE, _LENGTH = 20, 120


@dataclass(frozen=True)
class Match:
    """The field that answers a query best, and where the terms stand in it (code points)."""

    score: float
    field: str
    spans: list[tuple[int, int]]


def rank(list_: str, fields: Mapping[str, str], terms: Sequence[Term]) -> Match:
    """How well the fields of a row of a list answer all terms together."""
    scores = {name: [_score(name, text, term) for term in terms] for name, text in fields.items()}
    total = sum(max((of_field[i] for of_field in scores.values()), default=0.0) for i in range(len(terms)))
    best = max(scores, key=lambda name: sum(scores[name]))
    found = sorted({span for term in terms for span in spans(term, fields[best])})
    return Match(round(total * _LISTS.get(list_, _OTHER_LIST), 4), best, _joined(found))


def _score(field: str, text: str, term: Term) -> float:
    """The field's weight, half of it for the term's being there, half by how much of the field the term is."""
    parts = text.split(_BETWEEN) if field in _MANY else [text]
    covered = [sum(end - start for start, end in spans(term, part)) / len(part) for part in parts if part]
    share = max(covered, default=0.0)
    return _FIELDS.get(field, 1) * (0.5 + 0.5 * share) if share else 0.0


def _joined(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch or overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def snippet(text: str, found: Sequence[tuple[int, int]]) -> str:
    """HTML of the words around the first hit: `<mark>` around each hit, everything else escaped, … where text is left out."""
    start = max(0, (found[0][0] if found else 0) - _BEFORE)
    end = min(len(text), start + _LENGTH)
    parts, at = ["…" if start else ""], start
    for first, last in found:
        if first >= end:
            break
        parts += [escape(text[at:first]), "<mark>", escape(text[first : min(last, end)]), "</mark>"]
        at = min(last, end)
    return "".join([*parts, escape(text[at:end]), "…" if end < len(text) else ""])
