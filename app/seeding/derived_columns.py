"""Counts and flags stored on rows so that lists can show and sort by them, computed once all rows are there."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from app.seeding.spooling import held
from app.store.publishing import Row, Rows
from app.store.tables import (
    Citation,
    Claim,
    ConflictMember,
    Entity,
    Indicator,
    Metric,
    Publisher,
    Reference,
    Source,
    Topic,
    Unit,
)


def add_counts(rows: Rows) -> None:
    """Count over all documents; those of a document and its sections are counted with it."""
    metrics = rows[Metric]
    topics: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for claim in rows[Claim]:
        topics.update(claim["topics"])
        named.update(claim["entities"])
    _set(rows[Topic], "slug", claim_count=topics)
    _set(rows[Unit], "code", metric_count=Counter(m["unit"] for m in metrics))
    _set(rows[Indicator], "slug", metric_count=Counter(m["indicator"] for m in metrics))
    _set(rows[Entity], "slug", metric_count=Counter(m["entity"] for m in metrics if m["entity"]), claim_count=named)
    _set(rows[Publisher], "slug", source_count=Counter(source["publisher"] for source in rows[Source]))
    _set(rows[Source], "id", metric_count=Counter(source for metric in metrics for source in metric["source_ids"]))
    _count_what_cites(rows)


def _count_what_cites(rows: Rows) -> None:
    """Count, of pages and publishers, the documents whose bibliographies have them and the claims that cite them."""
    publishers = {source["id"]: source["publisher"] for source in rows[Source]}
    documents, claims, alone, in_documents, by_claims = (Counter[str]() for _ in range(5))
    # rows come document by document
    for _, references in groupby(rows[Reference], itemgetter("document")):
        listed = {reference["source_id"] for reference in references} - {None}
        documents.update(listed)
        in_documents.update({publishers[source] for source in listed})
    for _, citations in groupby(rows[Citation], itemgetter("document")):
        cited: dict[str, set[str | None]] = {}
        for citation in citations:
            cited.setdefault(citation["claim_id"], set()).add(citation["source_id"])
        for sources in cited.values():
            known = {source for source in sources if source}
            claims.update(known)
            alone.update(known if len(sources) == 1 else ())
            by_claims.update({publishers[source] for source in known})
    _set(rows[Source], "id", document_count=documents, claim_count=claims, sole_support_count=alone)
    _set(rows[Publisher], "slug", document_count=in_documents, claim_count=by_claims)


def flag_conflicts(rows: Rows) -> None:
    """Set `in_conflict` on metrics, claims and entities that a conflict names, or one of whose metrics it names."""
    named = {member["metric_id"] or member["claim_id"] for member in rows[ConflictMember]}
    figures = [metric for metric in rows[Metric] if metric["id"] in named]
    _flag(rows[Metric], "id", named)
    _flag(held(rows, Claim), "id", named | {metric["claim_id"] for metric in figures})
    _flag(rows[Entity], "slug", {metric["entity"] for metric in figures})


def _flag(rows: Iterable[Row], key: str, values: set[str]) -> None:
    for row in rows:
        row["in_conflict"] = row[key] in values


def _set(rows: Iterable[Row], key: str, **counted: Counter[str]) -> None:
    for column, counts in counted.items():
        for row in rows:
            row[column] = counts[row[key]]
