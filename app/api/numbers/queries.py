"""The list of numbers."""

from app.lists import common_filters, embedding, join_paths, related_filters, section_filter
from app.lists.filters import Filter
from app.lists.join_paths import JoinPath
from app.lists.labels import closed_list_labels
from app.lists.listing import Listing
from app.store.tables import Claim, Entity, Metric, Number, NumberMetric, columns, table
from app.vocabulary import Reason, Script

number, link, claim = columns(Number), columns(NumberMetric), columns(Claim)


_metrics = table(NumberMetric).join(table(Metric), columns(Metric).id == link.metric_id)
_metrics = _metrics.outerjoin(table(Entity), columns(Entity).slug == columns(Metric).entity)
_has_metric = JoinPath(number.id, link.number_id, _metrics)

NUMBERS = Listing(
    name="numbers",
    columns={
        "id": number.id,
        "document": number.document,
        "section": number.section,
        "claim_id": number.claim_id,
        "text": number.text,
        "script": number.script,
        "start": number.start,
        "end": number.end,
        "metric_ids": number.metric_ids,
        "reason": number.reason,
        "note": number.note,
    },
    source=table(Number),
    table=table(Number),
    key=number.id,
    filters=[
        common_filters.id_(number.id, "num_xg2ry2o7g4b6"),
        common_filters.document(number.document),
        section_filter.section(number.section),
        common_filters.full_text("claims", number.claim_id, "Words that must all be found in its sentence"),
        common_filters.topic(join_paths.has_topic(number.claim_id)),
        common_filters.kind(claim.kind, join_paths.has_claim(number.claim_id)),
        common_filters.evidence(claim.evidence, join_paths.has_claim(number.claim_id)),
        *related_filters.citation_filters(join_paths.has_citation(number.claim_id)),
        *related_filters.entity_filters(_has_metric, columns(Metric).entity),
        Filter(
            "reason",
            number.reason,
            "Why it is in no figure",
            "date",
            Reason,
            labels=closed_list_labels(Reason),
        ),
        Filter("script", number.script, "How it is written", "arabic", Script, labels=closed_list_labels(Script)),
        Filter("text", number.text, "The number as written", "1509", contains=True),
        common_filters.claim_id(number.claim_id),
        *related_filters.figure_filters(_has_metric),
    ],
    sorts={"start": number.start, "document": number.document, "reason": number.reason},
    includes={"claim": embedding.claim(), "metrics": embedding.metrics()},
)
