"""Parameters and responses of /citations."""

from typing import Any

from pydantic import Field

from app.api.citations.queries import CITATIONS
from app.api.provenance.schemas import SourceSummary
from app.api.schemas import DatasetInfo, ObjectMeta, ReferenceSummary
from app.http.response_model import ResponseModel

CitationsQuery: Any = CITATIONS.query
CitationsObjectQuery: Any = CITATIONS.object_query


class CitationRow(ResponseModel):
    """An in-text marker and the words it supports."""

    id: str = Field(description="Stable public id.")
    document: str = Field(description="Slug of the document.")
    section: str | None = Field(description="Slug of the section: its number, or a name if it has none.")
    number: int = Field(description="Number in the bibliography.")
    source_id: str | None = Field(description="Id of the source it points to.")
    claim_id: str = Field(description="Id of the claim that contains it.")
    start: int = Field(description="Start offset in the document, in Unicode code points.")
    end: int = Field(description="End offset, exclusive.")
    scope_start: int = Field(description="Start offset of the words it supports.")
    scope_end: int = Field(description="End offset of the words it supports, exclusive.")


class CitationDetail(CitationRow):
    """A citation with everything that belongs to it."""

    text: str = Field(description="The marker as written in the document.")
    scope_text: str = Field(description="The words it supports, verbatim.")
    reference: ReferenceSummary
    source: SourceSummary | None
    meta: ObjectMeta
    dataset: DatasetInfo
