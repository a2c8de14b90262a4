"""/claims: the sentences of the documents."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.claims.queries import CLAIMS, detail, verification
from app.api.claims.schemas import ClaimDetail, ClaimRow, ClaimsObjectQuery, ClaimsQuery, Verification
from app.api.schemas import page_of
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import derived_response, object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter
from app.http.snapshot import Parameters

router = ResourceRouter(
    prefix="/claims", tags=["claims"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)


@router.get("", response_model=page_of(ClaimRow), summary="List claims")
def list_claims(query: Annotated[ClaimsQuery, Query()], request: Request) -> Response:
    """List every sentence of the documents with its kind, English translation and supporting sources."""
    return list_response(CLAIMS, query, request)


@router.get("/{id}", response_model=ClaimDetail, summary="One claim", responses=problem_responses(NotFound, Gone))
def get_claim(
    id: Annotated[str, Path(description="Id of the claim", examples=["clm_kbq74es65vqi"])],
    query: Annotated[ClaimsObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a claim with its full provenance: document, selectors, markers, references, sources, metrics and entities."""
    return object_response(CLAIMS, id, query, request, detail)


@router.get(
    "/{id}/verification", response_model=Verification, summary="Check a claim", responses=problem_responses(NotFound, Gone)
)
def get_claim_verification(
    id: Annotated[str, Path(description="Id of the claim", examples=["clm_kbq74es65vqi"])],
    query: Annotated[Parameters, Query()],
    request: Request,
) -> Response:
    """Check a claim against the stored text and report the result of each check."""
    return derived_response(CLAIMS, id, query, request, verification)
