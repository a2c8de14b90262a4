"""Which numbers, in which order."""

from app import includes, terms
from app.filters import Filter, Via
from app.labels import closed
from app.listing import Listing
from app.models import Claim, Entity, Metric, Number, NumberMetric, columns, table
from app.vocabulary import Reason, Script

number, link, claim = columns(Number), columns(NumberMetric), columns(Claim)


_metrics = table(NumberMetric).join(table(Metric), columns(Metric).id == link.metric_id)
_metrics = _metrics.outerjoin(table(Entity), columns(Entity).slug == columns(Metric).entity)
_has_metric = Via(number.id, link.number_id, _metrics)

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
        terms.q("claims", number.claim_id, "Words that must all be found in its sentence"),
        terms.topic(terms.has_topic(number.claim_id)),
        terms.kind(claim.kind, terms.has_claim(number.claim_id)),
        terms.evidence(claim.evidence, terms.has_claim(number.claim_id)),
        *terms.citing(terms.has_citation(number.claim_id)),
        *terms.about(_has_metric, columns(Metric).entity),
        Filter("reason", number.reason, "Why it is in no figure", "date", Reason, nullable=True, labels=closed(Reason)),
        Filter("script", number.script, "How it is written", "arabic", Script, labels=closed(Script)),
        Filter("text", number.text, "The number as written", "1509", contains=True),
        terms.claim_id(number.claim_id, nullable=True),
        *terms.figures(_has_metric),
    ],
    sorts={"start": number.start, "document": number.document, "reason": number.reason},
    includes={"claim": includes.claim(), "metrics": includes.metrics()},
)
