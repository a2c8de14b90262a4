"""What claims look like to clients."""

from typing import Any

from pydantic import Field

from app.api.claims.queries import CLAIMS
from app.api.conflicts.schemas import ConflictRow
from app.api.metrics.schemas import MetricRow
from app.api.provenance.schemas import Provenance, Support, TextPositionSelector, TextQuoteSelector
from app.api.relations.schemas import RelationRow
from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel

ClaimsQuery: Any = CLAIMS.query
ClaimsObjectQuery: Any = CLAIMS.object_query


class ClaimRow(ResponseModel):
    """One sentence of a document."""

    id: str = Field(description="Stable public id.")
    document: str = Field(description="Slug of the document.")
    section: str | None = Field(description="Section, by number or name.")
    section_title: str | None = Field(description="Heading of the section.")
    ordinal: int = Field(description="Place in the document, from 1.")
    paragraph: int = Field(description="Paragraph of the document, from 1.")
    kind: str = Field(description="What kind it is, from a closed list.")
    text: str = Field(description="What a reader sees, markers and escapes removed.")
    text_en: str | None = Field(description="Machine rendering in English; the Chinese is the evidence.")
    start: int = Field(description="First code point in the document.")
    end: int = Field(description="Code point behind the last.")
    topics: list[str] = Field(description="Slugs of its topics.")
    entities: list[str] = Field(description="Slugs of the entities in it.")
    metric_ids: list[str] = Field(description="Figures in it.")
    evidence: str = Field(description="`cited` where a marker supports it, else `uncited`.")
    reference_numbers: list[int] = Field(description="Numbers of the bibliography entries that support it.")
    source_ids: list[str] = Field(description="Sources that support it.")
    conflict_ids: list[str] = Field(description="Conflicts that name it.")


class Neighbour(ResponseModel):
    """A cited sentence of the same paragraph: context, not evidence."""

    id: str = Field(description="Id of the claim.")
    text: str = Field(description="What it says.")
    reference_numbers: list[int] = Field(description="What it cites.")


class Context(ResponseModel):
    """The nearest cited claims of the paragraph. They do not support this claim."""

    before: Neighbour | None
    after: Neighbour | None


class MentionRow(ResponseModel):
    entity: str = Field(description="Slug of the entity.")
    name_zh: str = Field(description="Its Chinese name.")
    name_en: str = Field(description="Its English name.")
    type: str = Field(description="Its type.")
    role: str = Field(description="`subject` or `mentioned`.")
    text: str | None = Field(description="Surface form; null where the subject is implied.")
    start: int | None = Field(description="First code point in the document.")
    end: int | None = Field(description="Code point behind the last.")


class Gate(ResponseModel):
    """One check of the stored text."""

    name: str = Field(description="What is checked.")
    subject: str = Field(description="Id of what is checked.")
    passed: bool = Field(description="Whether it holds.")
    detail: str = Field(description="What was found.")


class Verification(ResponseModel):
    """A claim re-read from the stored text, gate by gate."""

    claim_id: str = Field(description="The claim.")
    passed: bool = Field(description="Whether every gate passed.")
    gates: list[Gate] = Field(description="Each gate's result.")
    dataset: DatasetInfo


class ClaimDetail(ClaimRow):
    """The same with all that belongs to it."""

    provenance: Provenance
    selectors: list[TextQuoteSelector | TextPositionSelector] = Field(description="W3C Web Annotation selectors.")
    citations: list[Support] = Field(description="Each marker of the sentence, with reference, source and publisher.")
    metrics: list[MetricRow] = Field(description="The figures of the sentence.")
    mentions: list[MentionRow] = Field(description="The entities in the sentence.")
    relations: list[RelationRow] = Field(description="The relations that it states.")
    conflicts: list[ConflictRow] = Field(description="The conflicts that name it or one of its figures.")
    context: Context
    dataset: DatasetInfo
