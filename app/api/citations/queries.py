"""The list of citations, and what belongs to a single citation."""

from typing import Any

from sqlalchemy import Connection

from app.api.provenance.queries import document_of, markers, supports
from app.lists import embedded_rows
from app.lists.filters import common_filters, join_paths, reference_filter, related_row_filters
from app.lists.filters.join_paths import JoinPath
from app.lists.listing import Listing, ReferenceLookup
from app.lists.row_references import reference_ids
from app.store.tables import Citation, Claim, Metric, MetricCitation, columns, table

citation, claim = map(columns, (Citation, Claim))
_metrics = table(MetricCitation).join(table(Metric), columns(Metric).id == columns(MetricCitation).metric_id)
_has_metric = JoinPath(citation.id, columns(MetricCitation).citation_id, _metrics)

CITATIONS = Listing(
    name="citations",
    columns={
        "id": citation.id,
        "document": citation.document,
        "section": claim.section,
        "number": citation.number,
        "source_id": citation.source_id,
        "claim_id": citation.claim_id,
        "start": citation.start,
        "end": citation.end,
        "scope_start": citation.scope_start,
        "scope_end": citation.scope_end,
    },
    source=table(Citation).outerjoin(table(Claim), claim.id == citation.claim_id),
    table=table(Citation),
    key=citation.id,
    filters=[
        common_filters.id_(citation.id, "cit_wnb63x7tyjbo"),
        common_filters.document(citation.document),
        common_filters.full_text("claims", citation.claim_id, "Words that must all be found in its sentence"),
        *related_row_filters.claim_filters(citation.claim_id),
        *related_row_filters.entity_filters(join_paths.has_mention(citation.claim_id)),
        reference_filter.reference(citation.number),
        common_filters.source(citation.source_id),
        *related_row_filters.publisher_filters(join_paths.has_source(citation.source_id)),
        *related_row_filters.figure_filters(_has_metric),
        common_filters.sole_support(claim.source_ids, join_paths.has_claim(citation.claim_id)),
        common_filters.claim_id(citation.claim_id),
    ],
    sorts={"start": citation.start, "number": citation.number, "document": citation.document},
    references=ReferenceLookup("number", ("document", "number"), lambda row: reference_ids(row, "number")),
    includes={"claim": embedded_rows.claim(), "source": embedded_rows.source()},
)


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """Extend the row of a citation to the fields of `CitationDetail`."""
    document = document_of(row["document"], connection)
    return row | supports(markers(connection, citation.id, id=row["id"]), document, connection)[0]
