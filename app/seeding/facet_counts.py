"""Counts of facets over all rows of a long list, kept where data was loaded: at a million rows each takes up to seconds."""

import orjson
from sqlalchemy import Engine, delete, func, insert, select

from app.db import write
from app.models import Claim, FacetCount, Metric, table

# rows of a list that are counted fast enough when it is asked for
_FEW = 10_000


def keep_facet_counts(engine: Engine, few: int = _FEW) -> None:
    """Replace the counts that are kept. A facet of which there are none is counted when it is asked for."""
    with write(engine) as connection:
        connection.execute(delete(table(FacetCount)))
        sizes = {model: select(func.count()).select_from(table(model)) for model in (Claim, Metric)}
        long = [model for model, size in sizes.items() if connection.execute(size).scalar_one() > few]
        if not long:
            return
        # of all that loads, only this needs the lists as they are asked
        from app.claims.queries import CLAIMS
        from app.facets import count_all
        from app.metrics.queries import METRICS

        for listing in (listing for listing in (CLAIMS, METRICS) if listing.table in map(table, long)):
            for name, filter_ in listing.facets.items():
                counts = count_all(listing, filter_, connection)
                rows = [
                    {"list": listing.name, "facet": name, "value": orjson.dumps(value).decode(), "count": count}
                    for value, count in counts
                ]
                if rows:
                    connection.execute(insert(table(FacetCount)), rows)
