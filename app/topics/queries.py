"""Which topics, in which order."""

from sqlalchemy import select

from app import terms
from app.filters import Filter
from app.listing import Listing
from app.models import Topic, columns, table

topic = columns(Topic)

TOPICS = Listing(
    name="topics",
    columns={name: topic[name] for name in ("slug", "name_zh", "name_en", "description", "claim_count")},
    source=table(Topic),
    table=table(Topic),
    key=topic.slug,
    filters=[
        terms.q("topics", topic.slug),
        Filter("topic", topic.slug, "Slug of the topic", "market", vocabulary=select(topic.slug)),
    ],
    sorts={"slug": topic.slug, "claim_count": topic.claim_count},
)
