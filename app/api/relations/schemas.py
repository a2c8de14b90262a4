"""Parameters and responses of /relations."""

from typing import Any

from pydantic import Field

from app.api.provenance.schemas import Provenance, TextPositionSelector, TextQuoteSelector
from app.api.relations.queries import RELATIONS
from app.api.schemas import DatasetInfo, ObjectMeta
from app.http.response_model import ResponseModel

RelationsQuery: Any = RELATIONS.query
RelationsObjectQuery: Any = RELATIONS.object_query


class RelationRow(ResponseModel):
    """A relation between two entities, as a document states it."""

    id: str = Field(description="Stable public id.")
    subject: str = Field(description="Slug of the subject entity.")
    subject_name: str = Field(description="Name of the subject, in the requested language.")
    subject_name_en: str = Field(description="Name of the subject, in English.")
    subject_name_zh: str = Field(description="Name of the subject, in Chinese.")
    predicate: str = Field(description="Predicate, such as `made_by`. A seeds folder may have predicates of its own.")
    object: str = Field(description="Slug of the object entity.")
    object_name: str = Field(description="Name of the object, in the requested language.")
    object_name_en: str = Field(description="Name of the object, in English.")
    object_name_zh: str = Field(description="Name of the object, in Chinese.")
    document: str = Field(description="Slug of the document.")
    claim_id: str = Field(description="Id of the claim that states it; the first one if several do.")
    claim_ids: list[str] = Field(description="Ids of all claims that state it.")
    evidence_count: int = Field(description="Number of claims that state it.")
    quote: str = Field(description="The words of the document, verbatim.")
    start: int = Field(description="Start offset in the document, in Unicode code points.")
    end: int = Field(description="End offset, exclusive.")
    evidence: str = Field(description="`cited` if a marker supports it in some claim, otherwise `uncited`.")
    reference_numbers: list[int] = Field(description="Numbers of the bibliography entries that support it.")
    source_ids: list[str] = Field(description="Ids of the sources that support it.")


class StatedIn(ResponseModel):
    """A sentence that states the relation."""

    claim_id: str = Field(description="Id of the claim.")
    section: str | None = Field(description="Slug of the section: its number, or a name if it has none.")
    text: str = Field(description="Text as a reader sees it, without markers and escapes.")
    text_en: str | None = Field(description="Machine translation into English.")
    quote: str = Field(description="The words that state the relation, verbatim.")
    start: int = Field(description="Start offset in the document, in Unicode code points.")
    end: int = Field(description="End offset, exclusive.")
    evidence: str = Field(description="`cited` if a marker supports these words, otherwise `uncited`.")
    reference_numbers: list[int] = Field(description="Numbers of the bibliography entries that support these words.")
    source_ids: list[str] = Field(description="Ids of the sources that support these words.")


class RelationDetail(RelationRow):
    """A relation with everything that belongs to it."""

    stated_in: list[StatedIn] = Field(description="Every sentence that states it, in the order of the document.")
    provenance: Provenance
    selectors: list[TextQuoteSelector | TextPositionSelector] = Field(
        description="W3C Web Annotation selectors of the quote."
    )
    meta: ObjectMeta
    dataset: DatasetInfo
