"""Counts and summaries that are precomputed after loading: made all at once, and compared with a recount."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from app.api.aggregate import summaries
from app.api.registry import LISTINGS
from app.lists.facets import count_precomputation

if TYPE_CHECKING:
    from app.store.verification import Gate


def precompute(engine: Engine, few: int = count_precomputation.FEW) -> None:
    """Compute and store the counts and summaries of lists with more than `few` rows."""
    count_precomputation.precompute_facet_counts(engine, LISTINGS.values(), few)
    summaries.precompute_summaries(engine, few)


def verify_precomputed(connection: Connection, progress: Callable[[str], None] = lambda _: None) -> "Iterator[Gate]":
    """Gates that compare what is stored with the rows, counted again."""
    from app.store.verification import Gate  # loads what reads reports, which computing needs not

    progress("counting again what is precomputed")
    for name, wrong in count_precomputation.recount(LISTINGS.values(), connection):
        yield Gate("facets", name, not wrong, wrong or "the precomputed counts are those of the rows")
    for name, wrong in summaries.recount(connection):
        yield Gate("summaries", name, not wrong, wrong or "the precomputed summary is that of the metrics")
