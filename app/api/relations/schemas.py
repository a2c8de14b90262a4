"""Parameters and responses of /relations."""

from typing import Any

from pydantic import Field

from app.api.provenance.schemas import Provenance, TextPositionSelector, TextQuoteSelector
from app.api.relations.queries import RELATIONS
from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel

RelationsQuery: Any = RELATIONS.query
RelationsObjectQuery: Any = RELATIONS.object_query


class RelationRow(ResponseModel):
    """A relation between two entities, as a claim states it."""

    id: str = Field(description="Stable public id.")
    subject: str = Field(description="Slug of the subject entity.")
    subject_name: str = Field(description="English name.")
    predicate: str = Field(description="Predicate, from a closed list.")
    object: str = Field(description="Slug of the object entity.")
    object_name: str = Field(description="English name.")
    document: str = Field(description="Slug of the document.")
    claim_id: str = Field(description="Id of the claim that contains it.")
    quote: str = Field(description="The words of the document, verbatim.")
    start: int = Field(description="Start offset in the document, in Unicode code points.")
    end: int = Field(description="End offset, exclusive.")
    reference_numbers: list[int] = Field(description="Numbers of the bibliography entries that support it.")


class RelationDetail(RelationRow):
    """A relation with everything that belongs to it."""

    provenance: Provenance
    selectors: list[TextQuoteSelector | TextPositionSelector] = Field(
        description="W3C Web Annotation selectors of the quote."
    )
    dataset: DatasetInfo
