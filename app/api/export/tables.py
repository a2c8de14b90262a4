"""The tables of the data package: every list as the API has it, and what leads from one list to another."""

from functools import cache
from inspect import cleandoc
from types import NoneType
from typing import Any, get_args

from pydantic import BaseModel

from app.api.export.table import Field, Key, Table, joined, link
from app.api.listings import LISTS
from app.lists.column_types import python_type
from app.lists.listing import Listing
from app.store.tables import (
    Alias,
    ClaimTopic,
    ConflictMember,
    CorroborationMember,
    Mention,
    MetricCitation,
    NumberMetric,
    PublisherKind,
    Source,
    SourceGroup,
    columns,
)

_CLAIM, _METRIC, _ENTITY = "Id of the claim.", "Id of the metric.", "Slug of the entity."
LINKS: tuple[Table, ...] = (
    link(
        Alias, "aliases", "Surface forms that the documents use for an entity.",
        {"entity": _ENTITY, "text": "The surface form.", "language": "ISO 639 code of its language."},
    ),
    link(ClaimTopic, "claim_topics", "Topics of each claim.", {"claim_id": _CLAIM, "topic": "Slug of the topic."}),
    link(
        Mention, "mentions", "Entities in each claim, at the place where they are named.",
        {
            "id": "Stable id.", "claim_id": _CLAIM, "entity": _ENTITY, "role": "`subject` or `mentioned`.",
            "text": "Surface form; missing where the claim is about it without naming it.",
            "start": "First code point in the document.", "end": "Code point behind the last.",
        },
    ),
    link(
        MetricCitation, "metric_citations", "The markers whose words hold the quote of a metric.",
        {"metric_id": _METRIC, "citation_id": "Id of the marker."},
    ),
    link(
        NumberMetric, "number_metrics", "The metrics whose quotes a number of the text stands in.",
        {"number_id": "Id of the number.", "metric_id": _METRIC},
    ),
    link(
        ConflictMember, "conflict_members", "Metrics and claims that take part in a conflict.",
        {
            "id": "Stable id.", "conflict_id": "Id of the conflict.", "name": "Name in the conflict's arithmetic.",
            "metric_id": _METRIC + " Missing where a claim takes part.", "claim_id": _CLAIM + " Missing where a metric does.",
        },
    ),
    link(
        CorroborationMember, "corroboration_members", "Metrics that repeat each other.",
        {"corroboration_id": "Id of the corroboration.", "metric_id": _METRIC},
    ),
    link(
        PublisherKind, "publisher_kinds", "Kinds of publishers.",
        {"slug": "Stable readable id.", "name_zh": "Chinese name.", "name_en": "English name.", "description": "What it is."},
    ),
    link(
        SourceGroup, "source_groups", "Sources that are probably one article.",
        {"slug": "Readable name.", "reason": "Why, in Chinese.", "reason_en": "The same in English."},
    ),
)  # fmt: skip
_GROUP = Field(columns(Source).source_group, str, True, "Slug of the group of sources that are probably one article.")
_MORE = {"sources": {"source_group": _GROUP}}
# the order that a reader expects, where a list has it; none of these is ever missing
_ORDER = ("document", "ordinal", "start")


@cache
def tables() -> dict[str, tuple[Table, list[Key]]]:
    """Each table of the package by name, with the keys by which it leads to others."""
    return dict(sorted(joined([*(_listed(*one) for one in LISTS), *LINKS]).items()))


def _listed(listing: Listing, model: type[BaseModel]) -> Table:
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
