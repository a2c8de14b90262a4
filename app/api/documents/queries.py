"""The list of documents."""

from sqlalchemy import select

from app.formats import bibliographic_items
from app.lists import parameter_types
from app.lists.filters import common_filters, join_paths, related_row_filters
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.listing import Listing
from app.store.dialects import ascii_lower
from app.store.tables import Claim, Document, Mention, Reference, Source, columns, table

document, claim, mention, reference = map(columns, (Document, Claim, Mention, Reference))
_has_claim = JoinPath(document.slug, claim.document, table(Claim))
_has_reference = JoinPath(
    document.slug,
    reference.document,
    table(Reference).outerjoin(table(Source), columns(Source).id == reference.source_id),
)
_COUNTS = ("claim_count", "metric_count", "number_count", "reference_count", "citation_count")

DOCUMENTS = Listing(
    name="documents",
    columns={
        "slug": document.slug,
        "title": document.title,
        "title_en": document.title_en,
        "language": document.language,
        "complete": document.complete,
        "issuer": document.issuer,
        "author": document.author,
        "published_on": document.published_on,
        "url": document.url,
        "sha256": document.sha256,
        "length": document.length,
        "caveat": document.caveat,
        "caveat_en": document.caveat_en,
        "caveat_start": document.caveat_start,
        "caveat_end": document.caveat_end,
        "section_count": document.section_count,
        "claim_count": document.claim_count,
        "metric_count": document.metric_count,
        "reference_count": document.reference_count,
        "citation_count": document.citation_count,
        "number_count": document.number_count,
    },
    source=table(Document),
    table=table(Document),
    key=document.slug,
    filters=[
        common_filters.id_(document.slug, "china-llm-industry-2025"),
        common_filters.document(document.slug),
        common_filters.full_text("documents", document.slug),
        Filter("language", document.language, "ISO 639 code", "zh", vocabulary=select(document.language).distinct()),
        *related_row_filters.entity_filters(join_paths.has_mention(claim.id, _has_claim)),
        common_filters.source(reference.source_id, _has_reference),
        common_filters.publisher(_has_reference),
        common_filters.publisher_kind(_has_reference),
        Filter(
            "published_on",
            document.published_on,
            "Date of the document",
            "2025-12-18",
            parameter_types.Day,
            compare=True,
            compared_kinds=parameter_types.compared_days(parameter_types.Day),
        ),
        Filter("title", document.title, "Title", "大模型", contains=True),
    ],
    csl_items=bibliographic_items.document_items,
    sorts={
        "slug": document.slug,
        "title": ascii_lower(document.title),
        "published_on": document.published_on,
        **{name: document[name] for name in _COUNTS},
    },
    precomputes_members=True,
)
