"""What a result says besides the words that it has: its sentence with its figures, and what that rests on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from app.api.claims.queries import CLAIMS
from app.api.metrics.queries import METRICS
from app.lists.objects import find_rows
from app.lists.row_references import load_references, reference_ids
from app.store.tables import Metric, columns
from app.vocabulary.addresses import API, local

Row = Mapping[str, Any]
_FIGURE = (
    "id", "indicator", "indicator_name", "subject", "subject_en", "display", "unit", "period", "status", "quote", "evidence",
    "reference_numbers", "conflict_ids",
)  # fmt: skip
_RESTS_ON = ("evidence", "reference_numbers", "source_ids", "conflict_ids")
_NOTHING: dict[str, Any] = {
    "document": None, "claim_id": None, "sentence": None, "sentence_en": None, "evidence": None, "reference_numbers": [], "source_ids": [],
    "conflict_ids": [], "figures": [],
}  # fmt: skip


def with_details(hits: Sequence[Mapping[str, Any]], connection: Connection) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The results, sentences and figures among them with their sentence, evidence and figures; and the bibliography entries that
    these name.
    """
    keys: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        keys[hit["list"]].append(hit["id"])
    figures = {row["id"]: row for row in find_rows(METRICS, connection, keys["metrics"], METRICS.key)}
    claim_ids = {*keys["claims"], *(row["claim_id"] for row in figures.values())}
    claims = {row["id"]: row for row in find_rows(CLAIMS, connection, claim_ids, CLAIMS.key)}
    of_claim: dict[str, list[Row]] = defaultdict(list)
    for row in find_rows(METRICS, connection, keys["claims"], columns(Metric).claim_id):
        of_claim[row["claim_id"]].append(row)
    told = [_told(hit, claims, figures, of_claim) for hit in hits]
    rows = [*claims.values(), *figures.values(), *(row for several in of_claim.values() for row in several)]
    ids = {id_ for row in rows for id_ in reference_ids(row)}
    return told, load_references(ids, connection)


def _told(
    hit: Mapping[str, Any], claims: Mapping[str, Row], figures: Mapping[str, Row], of_claim: Mapping[str, Sequence[Row]]
) -> dict[str, Any]:
    figure = figures.get(hit["id"]) if hit["list"] == "metrics" else None
    claim = claims.get(figure["claim_id"] if figure else hit["id"]) if hit["list"] in {"claims", "metrics"} else None
    if claim is None:
        return {**hit, **_NOTHING}
    rests_on = figure or claim
    shown = [figure] if figure else of_claim.get(hit["id"], ())
    return {
        **hit,
        "document": claim["document"],
        "claim_id": claim["id"],
        "sentence": claim["text"],
        "sentence_en": claim["text_en"],
        **{name: rests_on[name] for name in _RESTS_ON},
        "figures": [_figure(row) for row in sorted(shown, key=lambda row: row["start"])],
    }


def _figure(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _FIGURE} | {"url": local(f"{API}/metrics/{row['id']}")}
