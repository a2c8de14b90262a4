"""Every table and constraint, one module for each subject.

Public ids are the primary keys, so that a row carries its references without a join. What the text says (spans, quotes)
and what curators say (kinds, indicators) stand side by side. Arrays and counts that lists show, and whether a conflict
names a row or a figure of it, are stored with their row: publishing writes all of it in one transaction, and
`factbase verify` compares them with the rows that they repeat.
"""

from app.store.tables.base import columns, table
from app.store.tables.claims import Claim, ClaimTopic, Topic
from app.store.tables.conflicts import Conflict, ConflictMember, Corroboration, CorroborationMember
from app.store.tables.dashboards import Dashboard
from app.store.tables.documents import Dataset, Document, EnclosingSection, Section, Service
from app.store.tables.entities import (
    Alias,
    Entity,
    EntityRedirect,
    Mention,
    Relation,
    RelationEvidence,
    RelationPredicate,
    TypeOfEntity,
)
from app.store.tables.full_text import SearchEntry, Suggestion, Synonym, entry_ids
from app.store.tables.metrics import (
    Indicator,
    KindOfUnit,
    Metric,
    MetricCitation,
    MetricQualifier,
    Number,
    NumberCitation,
    NumberMetric,
    Unit,
)
from app.store.tables.precomputed import FacetCount, FilteredFacetCount, ListMember, MetricSummary
from app.store.tables.sources import Citation, Publisher, PublisherKind, Reference, Source, SourceGroup
from app.store.tables.tombstones import Tombstone

__all__ = [
    "Alias",
    "Citation",
    "Claim",
    "ClaimTopic",
    "Conflict",
    "ConflictMember",
    "Corroboration",
    "CorroborationMember",
    "Dashboard",
    "Dataset",
    "Document",
    "EnclosingSection",
    "Entity",
    "EntityRedirect",
    "FacetCount",
    "FilteredFacetCount",
    "Indicator",
    "KindOfUnit",
    "ListMember",
    "Mention",
    "Metric",
    "MetricCitation",
    "MetricQualifier",
    "MetricSummary",
    "Number",
    "NumberCitation",
    "NumberMetric",
    "Publisher",
    "PublisherKind",
    "Reference",
    "Relation",
    "RelationEvidence",
    "RelationPredicate",
    "SearchEntry",
    "Section",
    "Service",
    "Source",
    "SourceGroup",
    "Suggestion",
    "Synonym",
    "Tombstone",
    "Topic",
    "TypeOfEntity",
    "Unit",
    "columns",
    "entry_ids",
    "table",
]
