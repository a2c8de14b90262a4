"""Which documents, in which order."""

from sqlalchemy import select

from app import terms
from app.filters import Filter
from app.listing import Listing
from app.models import Document, columns, table

document = columns(Document)

DOCUMENTS = Listing(
    name="documents",
    columns={
        name: document[name]
        for name in (
            "slug",
            "title",
            "title_en",
            "language",
            "sha256",
            "length",
            "caveat",
            "caveat_en",
            "caveat_start",
            "caveat_end",
            "section_count",
            "claim_count",
            "metric_count",
            "reference_count",
            "citation_count",
            "number_count",
        )
    },
    source=table(Document),
    table=table(Document),
    key=document.slug,
    filters=[
        terms.document(document.slug),
        terms.q("documents", document.slug),
        Filter("language", document.language, "ISO 639 code", "zh", vocabulary=select(document.language).distinct()),
        Filter("title", document.title, "Title", "大模型", contains=True),
    ],
    sorts={"slug": document.slug, "metric_count": document.metric_count},
)
