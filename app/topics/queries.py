"""Which topics, in which order."""

from sqlalchemy import select

from app import terms
from app.filters import Filter, Via
from app.listing import Listing
from app.models import Claim, ClaimTopic, Topic, columns, table

topic = columns(Topic)
claim = columns(Claim)
_link = columns(ClaimTopic)
_has_claim = Via(topic.slug, _link.topic, table(ClaimTopic).join(table(Claim), claim.id == _link.claim_id))

TOPICS = Listing(
    name="topics",
    columns={name: topic[name] for name in ("slug", "name_zh", "name_en", "description", "claim_count")},
    source=table(Topic),
    table=table(Topic),
    key=topic.slug,
    filters=[
        terms.q("topics", topic.slug),
        Filter("topic", topic.slug, "Slug of the topic", "market", vocabulary=select(topic.slug)),
        terms.document(claim.document, _has_claim),
        terms.section(claim.section, _has_claim),
        terms.kind(claim.kind, _has_claim),
        terms.evidence(claim.evidence, _has_claim),
        *terms.about(terms.has_mention(_link.claim_id, _has_claim)),
    ],
    sorts={"slug": topic.slug, "claim_count": topic.claim_count},
)
