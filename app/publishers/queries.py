"""Which publishers, in which order."""

from sqlalchemy import select

from app import terms
from app.filters import Filter, Via
from app.listing import Listing
from app.models import Publisher, PublisherKind, Reference, Source, columns, table

publisher, source, reference = columns(Publisher), columns(Source), columns(Reference)
_has_reference = Via(
    publisher.slug, source.publisher, table(Source).outerjoin(table(Reference), reference.source_id == source.id)
)

PUBLISHERS = Listing(
    name="publishers",
    columns={name: publisher[name] for name in ("slug", "name_zh", "name_en", "kind", "hosts", "source_count")},
    source=table(Publisher),
    table=table(Publisher),
    key=publisher.slug,
    filters=[
        terms.q("publishers", publisher.slug),
        Filter("publisher", publisher.slug, "Slug of the publisher", "toutiao", vocabulary=select(publisher.slug)),
        terms.document(reference.document, _has_reference),
        terms.reference(reference.number, _has_reference),
        terms.source_id(source.id, _has_reference),
        Filter(
            "publisher_kind",
            publisher.kind,
            "Kind of publisher",
            "state-media",
            vocabulary=select(columns(PublisherKind).slug),
            labels=terms.named(PublisherKind),
        ),
    ],
    sorts={"slug": publisher.slug, "source_count": publisher.source_count},
)
