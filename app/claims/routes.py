"""/claims: sentences of the documents."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.claims.queries import CLAIMS, detail, verification
from app.claims.schemas import ClaimDetail, ClaimRow, Verification
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.pages import Page
from app.reading import part, read
from app.requests import Parameters
from app.routing import Route

router = APIRouter(prefix="/claims", tags=["claims"], route_class=Route, responses=declared(InvalidParameter, Unavailable))


@router.get("", response_model=Page[ClaimRow], summary="List claims")
def list_claims(query: Annotated[CLAIMS.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """Every sentence of the documents, with kind, English rendering and what supports it."""
    return answer(CLAIMS, query, request)


@router.get("/{id}", response_model=ClaimDetail, summary="One claim", responses=declared(NotFound))
def get_claim(
    id: Annotated[str, Path(description="Id of the claim", examples=["clm_kbq74es65vqi"])],
    query: Annotated[CLAIMS.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """The whole chain of provenance: document, selectors, markers, references, sources, figures, entities."""
    return read(CLAIMS, id, query, request, detail)


@router.get("/{id}/verification", response_model=Verification, summary="Check a claim", responses=declared(NotFound))
def get_claim_verification(
    id: Annotated[str, Path(description="Id of the claim", examples=["clm_kbq74es65vqi"])],
    query: Annotated[Parameters, Query()],
    request: Request,
) -> Response:
    """Re-reads the stored text and reports, gate by gate, whether what is said of the sentence holds."""
    return part(CLAIMS, id, query, request, verification)
