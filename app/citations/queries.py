"""Which citations, in which order, with what belongs to one."""

from typing import Any

from sqlalchemy import Connection

from app import includes, terms
from app.filters import Via
from app.listing import Listing, References
from app.models import Citation, Claim, Metric, MetricCitation, columns, table
from app.pages import numbered
from app.provenance import document_of, markers, supports

citation, claim = map(columns, (Citation, Claim))
_metrics = table(MetricCitation).join(table(Metric), columns(Metric).id == columns(MetricCitation).metric_id)
_has_metric = Via(citation.id, columns(MetricCitation).citation_id, _metrics)

CITATIONS = Listing(
    name="citations",
    columns={
        "id": citation.id,
        "document": citation.document,
        "section": claim.section,
        **{name: citation[name] for name in ("number", "source_id", "claim_id", "start", "end", "scope_start", "scope_end")},
    },
    source=table(Citation).outerjoin(table(Claim), claim.id == citation.claim_id),
    table=table(Citation),
    key=citation.id,
    filters=[
        terms.document(citation.document),
        terms.q("claims", citation.claim_id, "Words that must all be found in its sentence"),
        *terms.of_claim(citation.claim_id),
        *terms.about(terms.has_mention(citation.claim_id)),
        terms.reference(citation.number),
        terms.source_id(citation.source_id),
        *terms.published(terms.has_source(citation.source_id)),
        *terms.figures(_has_metric),
        terms.sole_support(claim.source_ids, terms.has_claim(citation.claim_id)),
        terms.claim_id(citation.claim_id),
    ],
    sorts={"start": citation.start, "number": citation.number, "document": citation.document},
    references=References("number", ("document", "number"), "id", lambda row: numbered(row, "number")),
    includes={"claim": includes.claim(), "source": includes.source()},
)


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """A marker with the words it supports, and the page it leads to."""
    document = document_of(row["document"], connection)
    return row | supports(markers(connection, citation.id, id=row["id"]), document, connection)[0]
