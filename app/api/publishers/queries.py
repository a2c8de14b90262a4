"""The list of publishers."""

from sqlalchemy import select

from app.lists import parameter_types
from app.lists.filters import common_filters, reference_filter
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.languages import in_both
from app.lists.listing import Listing
from app.store.tables import Publisher, PublisherKind, Reference, Source, columns, table

publisher, source, reference = columns(Publisher), columns(Source), columns(Reference)
_has_reference = JoinPath(
    publisher.slug, source.publisher, table(Source).outerjoin(table(Reference), reference.source_id == source.id)
)

PUBLISHERS = Listing(
    name="publishers",
    columns={
        "slug": publisher.slug,
        **in_both(publisher, "name"),
        "kind": publisher.kind,
        "hosts": publisher.hosts,
        "source_count": publisher.source_count,
        "claim_count": publisher.claim_count,
        "document_count": publisher.document_count,
    },
    source=table(Publisher),
    table=table(Publisher),
    key=publisher.slug,
    filters=[
        common_filters.id_(publisher.slug, "toutiao"),
        common_filters.full_text("publishers", publisher.slug),
        Filter("publisher", publisher.slug, "Slug of the publisher", "toutiao", vocabulary=select(publisher.slug)),
        common_filters.document(reference.document, _has_reference),
        reference_filter.reference(reference.number, _has_reference),
        common_filters.source(source.id, _has_reference),
        Filter(
            "publisher_kind",
            publisher.kind,
            "Kind of publisher",
            "state-media",
            vocabulary=select(columns(PublisherKind).slug),
            labels=common_filters.vocabulary_labels(PublisherKind),
        ),
        Filter(
            "document_count", publisher.document_count, "Number of documents that list a page of it", 1, parameter_types.Number,
            compare=True,
        ),
    ],
    sorts={
        "slug": publisher.slug,
        "source_count": publisher.source_count,
        "claim_count": publisher.claim_count,
        "document_count": publisher.document_count,
    },
    precomputes_members=True,
)  # fmt: skip
