"""The tables of the data package: every list of the API, and the link tables between them."""

from functools import cache
from inspect import cleandoc
from types import NoneType
from typing import Any, get_args

from pydantic import BaseModel

from app.api.export.table_schema import Field, ForeignKey, Table, link_table, resolve_foreign_keys
from app.api.registry import LISTS
from app.lists.column_types import python_type
from app.lists.listing import Listing
from app.store.tables import (
    Alias,
    ClaimTopic,
    ConflictMember,
    CorroborationMember,
    EntityRedirect,
    KindOfUnit,
    Mention,
    MetricCitation,
    MetricQualifier,
    NumberCitation,
    NumberMetric,
    PublisherKind,
    RelationEvidence,
    RelationPredicate,
    Source,
    SourceGroup,
    TypeOfEntity,
    columns,
)

_CLAIM, _METRIC, _ENTITY = "Id of the claim.", "Id of the metric.", "Slug of the entity."
LINKS: tuple[Table, ...] = (
    link_table(
        Alias, "aliases", "Names that the documents use for an entity.",
        {"entity": _ENTITY, "text": "The name as written.", "language": "ISO 639 code of its language."},
    ),
    link_table(
        EntityRedirect, "entity_redirects", "Slugs that lead to an entity under another.",
        {"slug": "The slug that was given up.", "entity": _ENTITY},
    ),
    link_table(ClaimTopic, "claim_topics", "Topics of each claim.", {"claim_id": _CLAIM, "topic": "Slug of the topic."}),
    link_table(
        Mention, "mentions", "Entities mentioned in each claim, with the position of the mention.",
        {
            "id": "Stable id.", "claim_id": _CLAIM, "entity": _ENTITY, "role": "`subject` or `mentioned`.",
            "text": "Name as written; missing if the claim is about the entity without naming it.",
            "start": "Start offset in the document, in Unicode code points.", "end": "End offset, exclusive.",
        },
    ),
    link_table(
        MetricCitation, "metric_citations", "The markers whose scope contains the quote of a metric.",
        {"metric_id": _METRIC, "citation_id": "Id of the marker."},
    ),
    link_table(
        MetricQualifier, "metric_qualifiers", "What else a metric needs to be read rightly.",
        {
            "metric_id": _METRIC, "key": "What the qualifier says, from a closed list.",
            "value": "A slug of a vocabulary, or words of the document.", "name_en": "The value in English.",
            "name_zh": "The value in Chinese.",
        },
    ),
    link_table(
        NumberCitation, "number_citations", "The markers whose scope contains a number and the figure that it is part of.",
        {"number_id": "Id of the number.", "citation_id": "Id of the marker."},
    ),
    link_table(
        NumberMetric, "number_metrics", "The metrics whose quotes contain a number of the text.",
        {"number_id": "Id of the number.", "metric_id": _METRIC},
    ),
    link_table(
        ConflictMember, "conflict_members", "Metrics and claims that take part in a conflict.",
        {
            "id": "Stable id.", "conflict_id": "Id of the conflict.", "name": "Name in the conflict's arithmetic.",
            "metric_id": _METRIC + " Missing if the member is a claim.", "claim_id": _CLAIM + " Missing if the member is a metric.",
        },
    ),
    link_table(
        CorroborationMember, "corroboration_members", "Metrics that repeat each other.",
        {"corroboration_id": "Id of the corroboration.", "metric_id": _METRIC},
    ),
    link_table(
        RelationEvidence, "relation_evidence", "The sentences that state each relation, with the words that do.",
        {
            "id": "Stable id.", "relation_id": "Id of the relation.", "claim_id": _CLAIM, "quote": "The words, verbatim.",
            "start": "Start offset in the document, in Unicode code points.", "end": "End offset, exclusive.",
            "evidence": "`cited` if a marker covers the words, otherwise `uncited`.",
            "reference_numbers": "Numbers of the bibliography entries whose markers cover them.",
            "source_ids": "Ids of their sources.",
        },
    ),
    link_table(
        PublisherKind, "publisher_kinds", "Kinds of publishers.",
        {"slug": "Stable readable id.", "name_zh": "Chinese name.", "name_en": "English name.",
         "description_en": "Short description in English.", "description_zh": "Short description in Chinese."},
    ),
    link_table(
        TypeOfEntity, "entity_types", "Types of entities.",
        {"slug": "Stable readable id.", "name_zh": "Chinese name.", "name_en": "English name."},
    ),
    link_table(
        RelationPredicate, "predicates", "How entities relate to each other.",
        {"slug": "Stable readable id.", "name_zh": "Chinese name.", "name_en": "English name.",
         "is_part": "Whether the subject is a part of the object."},
    ),
    link_table(
        KindOfUnit, "unit_kinds", "Kinds of units.",
        {"slug": "Stable readable id.", "name_zh": "Chinese name.", "name_en": "English name.",
         "adds_up": "Whether a whole has the sum of its parts."},
    ),
    link_table(
        SourceGroup, "source_groups", "Sources that are probably one article.",
        {"slug": "Readable id.", "reason_zh": "Why they are grouped, in Chinese.", "reason_en": "The same in English."},
    ),
)  # fmt: skip
_GROUP = Field(columns(Source).source_group, str, True, "Slug of the group of sources that are probably one article.")
_MORE = {"sources": {"source_group": _GROUP}}
# the preferred order of rows, as far as a list has these fields; their values are never missing
_ORDER = ("document", "ordinal", "start")


@cache
def tables() -> dict[str, tuple[Table, list[ForeignKey]]]:
    """Each table of the package by name, with its foreign keys."""
    return dict(sorted(resolve_foreign_keys([*(_list_table(*one) for one in LISTS), *LINKS]).items()))


def _list_table(listing: Listing, model: type[BaseModel]) -> Table:
    fields = {
        name: Field(
            column,
            float if name in listing.exact else python_type(column),
            _is_optional(model.model_fields[name].annotation),
            str(model.model_fields[name].description),
        )
        for name, column in listing.columns.items()
    }
    key = str(listing.key.name)
    order = tuple(dict.fromkeys([*(name for name in _ORDER if name in fields), key]))
    return Table(
        listing.name, cleandoc(model.__doc__ or ""), fields | _MORE.get(listing.name, {}), listing.source, listing.table,
        (key,), order, listing.exact,
    )  # fmt: skip


def _is_optional(annotation: Any) -> bool:
    return NoneType in get_args(annotation)
