"""Every list of the API with the schema of its rows, in the order of the index."""

from pydantic import BaseModel

from app.api.citations.queries import CITATIONS
from app.api.citations.schemas import CitationRow
from app.api.claims.queries import CLAIMS
from app.api.claims.schemas import ClaimRow
from app.api.conflicts.queries import CONFLICTS
from app.api.conflicts.schemas import ConflictRow
from app.api.corroborations.queries import CORROBORATIONS
from app.api.corroborations.schemas import CorroborationRow
from app.api.documents.queries import DOCUMENTS
from app.api.documents.schemas import DocumentRow
from app.api.entities.queries import ENTITIES
from app.api.entities.schemas import EntityRow
from app.api.indicators.queries import INDICATORS
from app.api.indicators.schemas import IndicatorRow
from app.api.metrics.queries import METRICS
from app.api.metrics.schemas import MetricRow
from app.api.numbers.queries import NUMBERS
from app.api.numbers.schemas import NumberRow
from app.api.publishers.queries import PUBLISHERS
from app.api.publishers.schemas import PublisherRow
from app.api.references.queries import REFERENCES
from app.api.references.schemas import ReferenceRow
from app.api.relations.queries import RELATIONS
from app.api.relations.schemas import RelationRow
from app.api.sections.queries import SECTIONS
from app.api.sections.schemas import SectionRow
from app.api.sources.queries import SOURCES
from app.api.sources.schemas import SourceRow
from app.api.topics.queries import TOPICS
from app.api.topics.schemas import TopicRow
from app.api.units.queries import UNITS
from app.api.units.schemas import UnitRow
from app.lists.listing import Listing

LISTS: tuple[tuple[Listing, type[BaseModel]], ...] = (
    (DOCUMENTS, DocumentRow), (SECTIONS, SectionRow), (CLAIMS, ClaimRow), (METRICS, MetricRow), (INDICATORS, IndicatorRow),
    (UNITS, UnitRow), (ENTITIES, EntityRow), (RELATIONS, RelationRow), (SOURCES, SourceRow), (PUBLISHERS, PublisherRow),
    (REFERENCES, ReferenceRow), (CITATIONS, CitationRow), (NUMBERS, NumberRow), (CONFLICTS, ConflictRow),
    (CORROBORATIONS, CorroborationRow), (TOPICS, TopicRow),
)  # fmt: skip
LISTINGS = {listing.name: listing for listing, _ in LISTS}
