"""Which numbers, in which order."""

from typing import Any

from sqlalchemy import ColumnElement, select

from app import terms
from app.filters import Filter
from app.listing import Listing
from app.models import Metric, Number, NumberMetric, columns, table
from app.vocabulary import Reason, Script

number, link = columns(Number), columns(NumberMetric)


def _has_metric(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    statement: Any = select(link.number_id).join_from(NumberMetric, Metric, columns(Metric).id == link.metric_id)
    held: ColumnElement[bool] = number.id.in_(statement.where(condition))
    return held


NUMBERS = Listing(
    name="numbers",
    columns={
        name: number[name]
        for name in (
            "id",
            "document",
            "section",
            "claim_id",
            "text",
            "script",
            "start",
            "end",
            "metric_ids",
            "reason",
            "note",
        )
    },
    source=table(Number),
    table=table(Number),
    key=number.id,
    filters=[
        terms.document(number.document),
        terms.section(number.section),
        Filter("reason", number.reason, "Why it is in no figure", "date", Reason, nullable=True),
        Filter("script", number.script, "How it is written", "arabic", Script),
        Filter("text", number.text, "The number as written", "1509", contains=True),
        Filter("claim_id", number.claim_id, "Id of the claim", "clm_…", nullable=True),
        *terms.figures(_has_metric),
    ],
    sorts={"start": number.start, "document": number.document, "reason": number.reason},
)
