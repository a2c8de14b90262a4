"""Successors: the row of the new data that stands where a removed row stood, by document and selector (sentence, words)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from app.store.sentence_matching import match_sentences
from app.store.spooled_rows import of_documents
from app.store.tables import Claim, Metric, columns

Row = Mapping[str, Any]
# how alike two rows are, the greater the more; null if neither is the other's successor
Likeness = Callable[[Row, Row], tuple[bool, ...] | None]


class Successors:
    """Sentences are matched like those of two exports of a report; the rows of a sentence are looked for in its successor."""

    def __init__(self, connection: Connection, rows: Mapping[type[SQLModel], list[dict[str, Any]]]) -> None:
        self._connection = connection
        self._rows = rows
        # by document: each old sentence's id, with the new sentence's, and how far the text before it has moved
        self._matched: dict[str, dict[str, tuple[str, int]]] = {}

    def find(self, model: type[SQLModel], words: str, lost: Iterable[Row]) -> dict[str, str]:
        """The id of the successor of each of these rows, by its own id, where there is one. `words` is the field to go by."""
        if model is Claim:
            found = {row["id"]: self._in_document(row["document"]).get(row["id"]) for row in lost}
            return {old: new[0] for old, new in found.items() if new is not None}
        lost = list(lost)
        place = "claim_id" if lost and "claim_id" in lost[0] else "document"
        return self._find_in(model, place, lost, _metric_likeness if model is Metric else _same(words))

    def _find_in(self, model: type[SQLModel], place: str, lost: list[Row], likeness: Likeness) -> dict[str, str]:
        at = {row["id"]: self._place(row, place) for row in lost}
        there = self._there(model, place, {row["document"] for row in lost})
        found = {}
        for gone in lost:
            where, moved = at[gone["id"]]
            ranked = [
                (alike, -abs(other["start"] - gone["start"] - moved), other["id"])
                for other in there.get(where or "", ())
                if (alike := likeness(gone, other)) is not None
            ]
            if ranked:
                found[gone["id"]] = max(ranked)[2]
        return found

    def _there(self, model: type[SQLModel], place: str, documents: set[str]) -> Mapping[str, list[dict[str, Any]]]:
        """The new rows of these documents by the sentence or document that they stand in."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in of_documents(self._rows.get(model, ()), documents):
            found[row[place]].append(row)
        return found

    def _place(self, row: Row, place: str) -> tuple[str | None, int]:
        if place == "document" or row["claim_id"] is None:
            return (row[place], 0)
        return self._in_document(row["document"]).get(row["claim_id"], (None, 0))

    def _in_document(self, document: str) -> dict[str, tuple[str, int]]:
        if document not in self._matched:
            claim = columns(Claim)
            stored = select(claim.id, claim.text, claim.start).where(claim.document == document).order_by(claim.ordinal)
            old = self._connection.execute(stored).all()
            new = sorted(of_documents(self._rows.get(Claim, ()), {document}), key=lambda row: row["ordinal"])
            places = match_sentences([row.text for row in old], [row["text"] for row in new])
            of_id = {row["id"]: row for row in new}
            matched = {row.id: of_id.get(row.id) or (new[places[i]] if i in places else None) for i, row in enumerate(old)}
            self._matched[document] = {
                row.id: (after["id"], after["start"] - row.start) for row in old if (after := matched[row.id]) is not None
            }
        return self._matched[document]


def _same(words: str) -> Likeness:
    return lambda old, new: () if old[words] is not None and old[words] == new[words] else None


def _metric_likeness(old: Row, new: Row) -> tuple[bool, ...] | None:
    """Of two figures: the same words or a part of them; else what they measure, of whom and when."""
    same = {name: old[name] == new[name] for name in ("indicator", "entity", "subject", "period")}
    is_part = old["quote"] in new["quote"] or new["quote"] in old["quote"]
    if not is_part and not (same["indicator"] and same["period"] and (same["entity"] or same["subject"])):
        return None
    return (old["quote"] == new["quote"], is_part, *same.values())
