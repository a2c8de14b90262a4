"""What references look like to clients."""

from typing import Any

from pydantic import Field

from app.api.provenance.schemas import Marker, SourceSummary
from app.api.references.queries import REFERENCES
from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel

ReferencesQuery: Any = REFERENCES.query
ReferencesObjectQuery: Any = REFERENCES.object_query


class ReferenceRow(ResponseModel):
    """An entry of a bibliography."""

    id: str = Field(description="Stable public id.")
    document: str = Field(description="Slug of the document.")
    number: int = Field(description="Number in the bibliography.")
    title: str = Field(description="Title.")
    url: str | None = Field(description="Address.")
    source_id: str | None = Field(description="The page it points to.")
    publisher: str | None = Field(description="Slug of the publisher.")
    publisher_kind: str | None = Field(description="What sort of publisher.")
    published_on: str | None = Field(description="Date of the page, where stated.")
    cited: bool = Field(description="Whether a marker cites it.")
    start: int = Field(description="First code point in the document.")
    end: int = Field(description="Code point behind the last.")


class ReferenceDetail(ReferenceRow):
    """The same with all that belongs to it."""

    source: SourceSummary | None
    citations: list[Marker] = Field(description="The markers that cite it.")
    dataset: DatasetInfo
