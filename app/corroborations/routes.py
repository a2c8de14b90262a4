"""/corroborations: figures that repeat each other."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.corroborations.queries import CORROBORATIONS, detail
from app.corroborations.schemas import CorroborationDetail, CorroborationRow
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.pages import Page
from app.reading import read
from app.routing import Route

router = APIRouter(
    prefix="/corroborations", tags=["corroborations"], route_class=Route, responses=declared(InvalidParameter, Unavailable)
)


@router.get("", response_model=Page[CorroborationRow], summary="List corroborations")
def list_corroborations(
    query: Annotated[CORROBORATIONS.query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """Figures that the documents repeat, with the number of independent publishers behind them."""
    return answer(CORROBORATIONS, query, request)


@router.get("/{id}", response_model=CorroborationDetail, summary="One corroboration", responses=declared(NotFound))
def get_corroboration(
    id: Annotated[str, Path(description="Id of the corroboration", examples=["cor_emvadx72m5dt"])],
    query: Annotated[CORROBORATIONS.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """A corroboration with its figures and sources."""
    return read(CORROBORATIONS, id, query, request, detail)
