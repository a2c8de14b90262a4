"""The list of topics."""

from sqlalchemy import select

from app.lists.filters import common_filters, join_paths, related_row_filters, section_filter
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.languages import in_both
from app.lists.listing import Listing
from app.store.tables import Claim, ClaimTopic, Topic, columns, table

topic = columns(Topic)
claim = columns(Claim)
_link = columns(ClaimTopic)
_has_claim = JoinPath(topic.slug, _link.topic, table(ClaimTopic).join(table(Claim), claim.id == _link.claim_id))

TOPICS = Listing(
    name="topics",
    columns={
        "slug": topic.slug,
        **in_both(topic, "name"),
        **in_both(topic, "description"),
        "claim_count": topic.claim_count,
    },
    source=table(Topic),
    table=table(Topic),
    key=topic.slug,
    filters=[
        common_filters.id_(topic.slug, "market"),
        common_filters.full_text("topics", topic.slug),
        Filter("topic", topic.slug, "Slug of the topic", "market", vocabulary=select(topic.slug)),
        common_filters.document(claim.document, _has_claim),
        section_filter.section(claim.section, _has_claim),
        common_filters.kind(claim.kind, _has_claim),
        common_filters.evidence(claim.evidence, _has_claim),
        *related_row_filters.entity_filters(join_paths.has_mention(_link.claim_id, _has_claim)),
    ],
    sorts={"slug": topic.slug, "claim_count": topic.claim_count},
    precomputes_members=True,
)
