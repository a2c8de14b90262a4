"""Counts and flags stored on rows so that lists can show and sort by them, computed once all rows are there."""

from collections import Counter
from collections.abc import Iterable, Mapping

from app.store.publishing import Row, Rows
from app.store.tables import (
    Citation,
    Claim,
    ConflictMember,
    Document,
    Entity,
    Indicator,
    Metric,
    Number,
    Publisher,
    Reference,
    Section,
    Source,
    Topic,
    Unit,
)


def add_counts(rows: Rows) -> None:
    claims, metrics = rows[Claim], rows[Metric]
    _count(rows[Document], "slug", metric_count=(m["document"] for m in metrics))
    _count(rows[Document], "slug", number_count=(n["document"] for n in rows[Number]))
    sections = Counter((metric["document"], metric["section"]) for metric in metrics)
    for section in rows[Section]:
        section["metric_count"] = sections[section["document"], section["slug"]]
    _count(rows[Topic], "slug", claim_count=(topic for claim in claims for topic in claim["topics"]))
    _count(rows[Unit], "code", metric_count=(m["unit"] for m in metrics))
    _count(rows[Indicator], "slug", metric_count=(m["indicator"] for m in metrics))
    _count(rows[Entity], "slug", metric_count=(m["entity"] for m in metrics if m["entity"]))
    _count(rows[Entity], "slug", claim_count=(entity for claim in claims for entity in claim["entities"]))
    _count(rows[Publisher], "slug", source_count=(source["publisher"] for source in rows[Source]))
    _count(rows[Source], "id", metric_count=(source for metric in metrics for source in metric["source_ids"]))
    cited: dict[str, set[str]] = {}
    for citation in rows[Citation]:
        cited.setdefault(citation["claim_id"], set()).add(citation["source_id"])
    _count(rows[Source], "id", claim_count=(source for sources in cited.values() for source in sources))
    _count_by_publisher(rows, cited)
    alone = (next(iter(sources)) for sources in cited.values() if len(sources) == 1)
    _count(rows[Source], "id", sole_support_count=alone)


def _count_by_publisher(rows: Rows, cited: Mapping[str, Iterable[str]]) -> None:
    """Count the documents whose bibliographies have a page or pages of a publisher, and the claims that cite one of these.

    `cited` are the sources of each claim.
    """
    listed = {(entry["source_id"], entry["document"]) for entry in rows[Reference] if entry["source_id"]}
    publishers = {source["id"]: source["publisher"] for source in rows[Source]}
    _count(rows[Source], "id", document_count=(source for source, _ in listed))
    in_documents = {(publishers[source], document) for source, document in listed}
    _count(rows[Publisher], "slug", document_count=(publisher for publisher, _ in in_documents))
    by_claims = ({publishers[source] for source in sources if source} for sources in cited.values())
    _count(rows[Publisher], "slug", claim_count=(publisher for one in by_claims for publisher in one))


def flag_conflicts(rows: Rows) -> None:
    """Set `in_conflict` on metrics, claims and entities that a conflict names, or one of whose metrics it names."""
    named = {member["metric_id"] or member["claim_id"] for member in rows[ConflictMember]}
    figures = [metric for metric in rows[Metric] if metric["id"] in named]
    _flag(rows[Metric], "id", named)
    _flag(rows[Claim], "id", named | {metric["claim_id"] for metric in figures})
    _flag(rows[Entity], "slug", {metric["entity"] for metric in figures})


def _flag(rows: Iterable[Row], key: str, values: set[str]) -> None:
    for row in rows:
        row["in_conflict"] = row[key] in values


def _count(rows: Iterable[Row], key: str, **counted: Iterable[str]) -> None:
    for column, values in counted.items():
        counts = Counter(values)
        for row in rows:
            row[column] = counts[row[key]]
