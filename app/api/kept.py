"""What is kept after loading and what answers take from it: made all at once, and compared with a recount."""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, Engine

from app.api.aggregate import summaries
from app.api.listings import LISTINGS
from app.lists import kept_counts
from app.store.verification import Gate


def keep(engine: Engine, few: int = kept_counts.FEW) -> None:
    """Compute and store everything that is kept of lists with more than `few` rows."""
    kept_counts.keep_facet_counts(engine, LISTINGS.values(), few)
    summaries.keep_summaries(engine, few)


def verify_kept(connection: Connection, progress: Callable[[str], None] = lambda _: None) -> Iterator[Gate]:
    """Gates that compare what is kept with the rows, counted again."""
    progress("counting what is kept")
    for name, wrong in kept_counts.recount(LISTINGS.values(), connection):
        yield Gate("facets", name, not wrong, wrong or "the kept counts are those of the rows")
    for name, wrong in summaries.recount(connection):
        yield Gate("summaries", name, not wrong, wrong or "the kept summary is that of the metrics")
