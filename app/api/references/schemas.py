"""Parameters and responses of /references."""

from typing import Any

from pydantic import Field

from app.api.provenance.schemas import Marker, SourceSummary
from app.api.references.queries import REFERENCES
from app.api.schemas import DatasetInfo, ObjectMeta
from app.http.response_model import ResponseModel

ReferencesQuery: Any = REFERENCES.query
ReferencesObjectQuery: Any = REFERENCES.object_query


class ReferenceRow(ResponseModel):
    """An entry of a bibliography."""

    id: str = Field(description="Stable public id.")
    document: str = Field(description="Slug of the document.")
    number: int = Field(description="Number in the bibliography.")
    title: str = Field(description="Title.")
    title_en: str | None = Field(description="English rendering of the title.")
    url: str | None = Field(description="URL.")
    source_id: str | None = Field(description="Id of the source it points to.")
    publisher: str | None = Field(description="Slug of the publisher.")
    publisher_kind: str | None = Field(description="Kind of publisher.")
    published_on: str | None = Field(
        description="Publication date: a day, month or year. Null unless the URL or title states it."
    )
    cited: bool = Field(description="Whether a marker cites it.")
    start: int = Field(description="Start offset in the document, in Unicode code points.")
    end: int = Field(description="End offset, exclusive.")


class ReferenceDetail(ReferenceRow):
    """A reference with everything that belongs to it."""

    source: SourceSummary | None
    citations: list[Marker] = Field(description="The markers that cite it.")
    meta: ObjectMeta
    dataset: DatasetInfo
