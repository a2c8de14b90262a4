"""Which citations, in which order, with what belongs to one."""

from typing import Any

from sqlalchemy import Connection

from app import includes, terms
from app.listing import Listing
from app.models import Citation, Claim, Mention, columns, table
from app.pages import numbered
from app.provenance import document_of, supports

citation, claim, mention = map(columns, (Citation, Claim, Mention))

CITATIONS = Listing(
    name="citations",
    columns={
        "id": citation.id,
        "document": citation.document,
        "section": claim.section,
        **{name: citation[name] for name in ("number", "source_id", "claim_id", "start", "end", "scope_start", "scope_end")},
    },
    source=table(Citation).join(table(Claim), claim.id == citation.claim_id),
    table=table(Citation),
    key=citation.id,
    filters=[
        terms.document(citation.document),
        terms.section(claim.section, terms.has_claim(citation.claim_id)),
        terms.topic(terms.has_topic(citation.claim_id)),
        terms.kind(claim.kind, terms.has_claim(citation.claim_id)),
        terms.reference(citation.number),
        terms.source_id(citation.source_id),
        terms.publisher(terms.has_source(citation.source_id)),
        terms.publisher_kind(terms.has_source(citation.source_id)),
        terms.entity(mention.entity, terms.has_mention(citation.claim_id)),
        terms.entity_type(terms.has_mention(citation.claim_id)),
    ],
    sorts={"start": citation.start, "number": citation.number, "document": citation.document},
    references=lambda rows: numbered(rows, "number"),
    includes={"claim": includes.claim(), "source": includes.source()},
)


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """A marker with the words it supports, and the page it leads to."""
    document = document_of(row["document"], connection)
    return row | supports(citation.id == row["id"], document, connection)[0]
