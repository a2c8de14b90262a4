"""Parameters and responses of /claims."""

from typing import Any

from pydantic import Field

from app.api.claims.queries import CLAIMS
from app.api.conflicts.schemas import ConflictRow
from app.api.metrics.schemas import MetricRow
from app.api.provenance.schemas import Provenance, Support, TextPositionSelector, TextQuoteSelector
from app.api.relations.schemas import RelationRow
from app.api.schemas import DatasetInfo, ObjectMeta
from app.http.response_model import ResponseModel
from app.vocabulary import ClaimKind, Evidence

ClaimsQuery: Any = CLAIMS.query
ClaimsObjectQuery: Any = CLAIMS.object_query


class ClaimRow(ResponseModel):
    """One sentence of a document."""

    id: str = Field(description="Stable public id.")
    document: str = Field(description="Slug of the document.")
    section: str | None = Field(description="Slug of the section: its number, or a name if it has none.")
    section_title: str | None = Field(description="Heading of the section.")
    section_title_en: str | None = Field(description="Heading of the section in English.")
    ordinal: int = Field(description="Position in the document, counted from 1.")
    paragraph: int = Field(description="Number of the paragraph in the document, counted from 1.")
    kind: ClaimKind = Field(description="Kind of claim, from a closed list.")
    text: str = Field(description="Text as a reader sees it, without markers and escapes.")
    text_en: str | None = Field(
        description="English, translated by machine if the report is in another language; the words of the report are the evidence."
    )
    start: int = Field(description="Start offset in the document, in Unicode code points.")
    end: int = Field(description="End offset, exclusive.")
    topics: list[str] = Field(description="Slugs of its topics.")
    entities: list[str] = Field(description="Slugs of the entities it mentions.")
    metric_ids: list[str] = Field(description="Ids of the metrics stated in it.")
    evidence: Evidence = Field(description="`cited` if a marker supports it, otherwise `uncited`.")
    reference_numbers: list[int] = Field(description="Numbers of the bibliography entries that support it.")
    source_ids: list[str] = Field(description="Ids of the sources that support it.")
    conflict_ids: list[str] = Field(description="Ids of the conflicts it takes part in.")


class Neighbour(ResponseModel):
    """A cited sentence of the same paragraph, as context. It is not evidence for this claim."""

    id: str = Field(description="Id of the claim.")
    text: str = Field(description="Text of the claim.")
    text_en: str | None = Field(description="English rendering of the claim.")
    reference_numbers: list[int] = Field(description="Numbers of the bibliography entries it cites.")


class Context(ResponseModel):
    """The nearest cited claims of the paragraph. They do not support this claim."""

    before: Neighbour | None
    after: Neighbour | None


class MentionRow(ResponseModel):
    entity: str = Field(description="Slug of the entity.")
    name: str = Field(description="Name, in the requested language.")
    name_en: str = Field(description="Name, in English.")
    name_zh: str = Field(description="Name, in Chinese.")
    type: str = Field(description="Type, such as `company`. A seeds folder may have types of its own.")
    role: str = Field(description="`subject` or `mentioned`.")
    text: str | None = Field(description="Name as written in the document; null if the subject is implied.")
    start: int | None = Field(description="Start offset in the document, in Unicode code points.")
    end: int | None = Field(description="End offset, exclusive.")


class Gate(ResponseModel):
    """One check of the stored text."""

    name: str = Field(description="What is checked.")
    subject: str = Field(description="Id of the row that is checked.")
    passed: bool = Field(description="Whether the check passed.")
    detail: str = Field(description="What was found.")


class Verification(ResponseModel):
    """The result of checking a claim against the stored text, check by check."""

    claim_id: str = Field(description="The claim.")
    passed: bool = Field(description="Whether every check passed.")
    gates: list[Gate] = Field(description="Result of each check.")
    meta: ObjectMeta
    dataset: DatasetInfo


class ClaimDetail(ClaimRow):
    """A claim with everything that belongs to it."""

    provenance: Provenance
    selectors: list[TextQuoteSelector | TextPositionSelector] = Field(description="W3C Web Annotation selectors.")
    citations: list[Support] = Field(description="Each marker of the sentence, with reference, source and publisher.")
    metrics: list[MetricRow] = Field(description="The metrics stated in the sentence.")
    mentions: list[MentionRow] = Field(description="The entities mentioned in the sentence.")
    relations: list[RelationRow] = Field(description="The relations it states.")
    conflicts: list[ConflictRow] = Field(description="The conflicts that it or one of its metrics takes part in.")
    context: Context
    meta: ObjectMeta
    dataset: DatasetInfo
