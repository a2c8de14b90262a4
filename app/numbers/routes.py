"""/numbers: the ledger of all numbers of the documents."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.numbers.queries import NUMBERS
from app.numbers.schemas import NumberDetail, NumberRow
from app.pages import Page
from app.reading import read
from app.routing import Route

router = APIRouter(prefix="/numbers", tags=["numbers"], route_class=Route, responses=declared(InvalidParameter, Unavailable))


@router.get("", response_model=Page[NumberRow], summary="List numbers")
def list_numbers(query: Annotated[NUMBERS.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """Every number of the text with the metric it belongs to, or why it belongs to none."""
    return answer(NUMBERS, query, request)


@router.get("/{id}", response_model=NumberDetail, summary="One number", responses=declared(NotFound))
def get_number(
    id: Annotated[str, Path(description="Id of the number", examples=["num_sufmmrtmfacy"])],
    query: Annotated[NUMBERS.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """A number of the text, where it stands, and the figures it is in or why it is in none."""
    return read(NUMBERS, id, query, request)
