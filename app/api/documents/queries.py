"""The list of documents."""

from sqlalchemy import select

from app.formats import bibliographic_items
from app.lists import common_filters
from app.lists.filters import Filter
from app.lists.listing import Listing
from app.store.tables import Document, columns, table

document = columns(Document)

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
        Filter("title", document.title, "Title", "大模型", contains=True),
    ],
    csl_items=bibliographic_items.document_items,
    sorts={"slug": document.slug, "metric_count": document.metric_count},
)
