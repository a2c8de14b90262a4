"""Repeats: the metrics that state one fact, each group under the id of its first metric, its copies numbered from 0.

Metrics repeat each other where a curator says so by a corroboration, or where they agree in all that a figure says. A copy
with a period stands before one without, a cited before an uncited one, then the order is that of the documents: so the first
says the most.
"""

from app.seeding.connected_components import group_connected
from app.store.publishing import Row, Rows
from app.store.tables import Corroboration, Metric
from app.vocabulary import Evidence

_IDENTITY = (
    "value", "value_max", "deviation", "indicator", "unit", "entity", "subject", "comparator", "period", "as_of", "status",
)  # fmt: skip


def add_repeats(rows: Rows) -> None:
    """Set `repeat_group` and `repeat_number` on every metric; the rows of corroborations must be there already."""
    metrics = {row["id"]: row for row in rows[Metric]}
    for row in rows[Metric]:
        row |= {"repeat_group": None, "repeat_number": 0}
    corroborated = ((f"corroboration {one['id']}", id_) for one in rows[Corroboration] for id_ in one["metric_ids"])
    alike = ((_identity(row), id_) for id_, row in metrics.items())
    for ids in group_connected([*corroborated, *alike]):
        group = sorted((metrics[id_] for id_ in ids), key=_order)
        for number, row in enumerate(group if len(group) > 1 else ()):
            row |= {"repeat_group": group[0]["id"], "repeat_number": number}


def _identity(row: Row) -> str:
    """All that a figure says. Of what is no entity, the same words in two documents may mean two things."""
    where = row["document"] if row["entity"] is None else ""
    return repr([where, *(row[name] for name in _IDENTITY), sorted(row["qualifiers"].items())])


def _order(row: Row) -> tuple[bool, bool, str, int, str]:
    return row["period"] is None, row["evidence"] != Evidence.CITED, row["document"], row["start"], row["id"]
