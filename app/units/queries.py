"""Which units, in which order."""

from app import terms
from app.filters import Filter
from app.labels import closed
from app.listing import Listing
from app.models import Unit, columns, table
from app.vocabulary import UnitKind

unit = columns(Unit)

UNITS = Listing(
    name="units",
    columns={name: unit[name] for name in ("code", "name_zh", "name_en", "kind", "symbol", "metric_count")},
    source=table(Unit),
    table=table(Unit),
    key=unit.code,
    filters=[
        terms.q("units", unit.code),
        terms.unit(unit.code),
        *terms.of_metrics(unit.code, terms.metric.unit),
        Filter("kind", unit.kind, "What it measures", "money", UnitKind, labels=closed(UnitKind)),
    ],
    sorts={"code": unit.code, "metric_count": unit.metric_count},
)
