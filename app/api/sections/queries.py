"""The list of sections."""

from sqlalchemy import select

from app.lists import parameter_types
from app.lists.filters import common_filters, section_filter
from app.lists.filters.filter import Filter
from app.lists.listing import Listing
from app.store.tables import Section, columns, table

section = columns(Section)

SECTIONS = Listing(
    name="sections",
    columns={
        "id": section.id,
        "document": section.document,
        "section": section.slug,
        "number": section.number,
        "title": section.title,
        "title_en": section.title_en,
        "level": section.level,
        "ordinal": section.ordinal,
        "parent": section.parent,
        "start": section.start,
        "end": section.end,
        "body_end": section.body_end,
        "claim_count": section.claim_count,
        "metric_count": section.metric_count,
    },
    source=table(Section),
    table=table(Section),
    key=section.id,
    filters=[
        common_filters.id_(section.id, "china-llm-industry-2025:1.1"),
        common_filters.full_text("sections", section.id),
        common_filters.document(section.document),
        section_filter.section(section.slug),
        Filter("level", section.level, "Level of the heading", 3, parameter_types.Number, compare=True),
        Filter("parent", section.parent, "Enclosing section", "1", vocabulary=select(section.slug).distinct()),
    ],
    sorts={
        "ordinal": section.ordinal,
        "document": section.document,
        "metric_count": section.metric_count,
        "claim_count": section.claim_count,
    },
)
