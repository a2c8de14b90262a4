"""Score rows against a query, and highlight the matches.

A term scores highest in a name, then in a title, then in a sentence, and higher the larger its share of the field, so that a
search for 百度 finds the company before the sentences that mention it. Scores are computed here rather than by the database,
so that SQLite and PostgreSQL give the same results.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from app.store.search_query import AnyOf, Node, ParsedQuery
from app.store.tokens import Term, spans

_FIELDS = {
    "name_en": 8, "name_zh": 8, "symbol": 8, "code": 8, "aliases": 7, "title": 6, "title_en": 6, "title_zh": 6,
    "subject": 5, "subject_en": 5, "quote": 4,
    "entity_name": 4, "entity_name_zh": 4, "indicator_name": 4, "indicator_name_zh": 4, "text": 3, "text_en": 3, "author": 3,
    "object": 3, "predicate": 2, "publisher_name": 2, "publisher_name_zh": 2, "entity_aliases": 2, "explanation_en": 2,
    "explanation_zh": 2, "qualifiers_en": 2, "qualifiers_zh": 2, "display_en": 1, "display_zh": 1, "period": 1, "description_en": 1,
    "description_zh": 1, "hosts": 1, "url": 1,
}  # fmt: skip
_LISTS = {"entities": 1.5, "indicators": 1.5, "documents": 1.2, "claims": 1.0, "metrics": 1.0, "sources": 0.9}
_OTHER_LIST = 0.7
# fields that hold several names, and their separator
_MULTIVALUED, _SEPARATOR = ("aliases", "entity_aliases", "hosts"), "; "
# code points before the first match, and in the whole snippet
_BEFORE, _LENGTH = 20, 120


@dataclass(frozen=True)
class Match:
    """The score of a row, its best matching field, and the spans of the terms in that field (code points)."""

    score: float
    field: str
    spans: list[tuple[int, int]]


def rank(list_: str, fields: Mapping[str, str], query: ParsedQuery) -> Match | None:
    """Score the fields of a row of a list against a query; null if no field has a word of it."""
    terms = query.terms
    scores = {name: {term: _score(name, text, term) for term in terms} for name, text in fields.items()}
    best = max(scores, key=lambda name: _total(query.root, scores[name]), default=None)
    most = {term: max(of_field[term] for of_field in scores.values()) for term in terms} if scores else {}
    total = _total(query.root, most) if scores else 0.0
    if best is None or not total:
        return None
    found = sorted({span for term in terms for span in spans(term, fields[best])})
    return Match(round(total * _LISTS.get(list_, _OTHER_LIST), 4), best, _merge_spans(found))


def _total(node: Node, scores: Mapping[Term, float]) -> float:
    """The sum over what must all be there, the best of alternatives."""
    if isinstance(node, Term):
        return scores[node]
    parts = [_total(part, scores) for part in node.parts]
    return max(parts) if isinstance(node, AnyOf) else sum(parts)


def _score(field: str, text: str, term: Term) -> float:
    """Half of the field's weight if the term occurs at all, plus up to the other half by its share of the field."""
    parts = text.split(_SEPARATOR) if field in _MULTIVALUED else [text]
    covered = [sum(end - start for start, end in spans(term, part)) / len(part) for part in parts if part]
    share = max(covered, default=0.0)
    return _FIELDS.get(field, 1) * (0.5 + 0.5 * share) if share else 0.0


def _merge_spans(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Merge spans that touch or overlap; `found` is sorted."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def snippet(text: str, found: Sequence[tuple[int, int]]) -> str:
    """HTML around the first match: matches are in `<mark>`, everything else is escaped, … stands for omitted text."""
    start = max(0, (found[0][0] if found else 0) - _BEFORE)
    end = min(len(text), start + _LENGTH)
    parts, at = ["…" if start else ""], start
    for first, last in found:
        if first >= end:
            break
        parts += [escape(text[at:first]), "<mark>", escape(text[first : min(last, end)]), "</mark>"]
        at = min(last, end)
    return "".join([*parts, escape(text[at:end]), "…" if end < len(text) else ""])
