"""One metric row from one curated figure, re-derived from its quote."""

from dataclasses import dataclass

from app.report import Quantity, QuantityError, parse_quantity
from app.seeding.display import display
from app.seeding.folder import Seeds
from app.seeding.lookups import check_known
from app.seeding.public_ids import public_id
from app.seeding.quotes import Span
from app.seeding.schemas import IndicatorSeed, MetricSeed, UnitSeed
from app.seeding.yaml_files import Place
from app.store.exact_numbers import digits
from app.store.publishing import Row
from app.vocabulary import Evidence
from app.vocabulary.periods import span_of
from app.vocabulary.units import unit_fits

MAX_EXEMPT = 5


@dataclass(frozen=True)
class Vocabulary:
    """The words a metric may use."""

    topics: dict[str, object]
    units: dict[str, UnitSeed]
    indicators: dict[str, IndicatorSeed]
    entities: set[str]

    @classmethod
    def of(cls, seeds: Seeds) -> "Vocabulary":
        return cls(
            {topic.slug: topic for topic, _ in seeds.topics},
            {unit.code: unit for unit, _ in seeds.units},
            {indicator.slug: indicator for indicator, _ in seeds.indicators},
            {entity.slug for entity, _, _ in seeds.entities},
        )


def metric_row(seed: MetricSeed, span: Span, claim: Row, vocabulary: Vocabulary, at: Place) -> Row | None:
    """The row, or null with the faults noted: unknown words, or figures that the quote does not say."""
    fits = check_known(seed.unit, vocabulary.units, "unit", at / "unit")
    fits &= check_known(seed.indicator, vocabulary.indicators, "indicator", at / "indicator")
    if seed.entity is not None:
        fits &= check_known(seed.entity, vocabulary.entities, "entity", at / "entity")
    if fits:
        unit, kinds = vocabulary.units[seed.unit], vocabulary.indicators[seed.indicator].unit_kind
        if unit.kind not in kinds:
            (at / "unit").refuse(f"{seed.indicator} is measured in {', '.join(kinds)}, and {seed.unit} is {unit.kind}")
            fits = False
    read = _derive(seed, span, at)
    period = _period(seed, at)
    if not fits or period is None or (read is None and seed.exempt is None):
        return None
    # the parser's digits, because they are the text's: 22.60, not 22.6
    value, value_max = (read.value, read.value_max) if read else (seed.value, seed.value_max)
    return {
        "id": public_id("met", claim["id"], span.start - claim["start"], span.text, seed.indicator, seed.subject),
        "document": claim["document"],
        "section": claim["section"],
        "claim_id": claim["id"],
        **seed.model_dump(mode="json", include={"indicator", "entity", "subject", "comparator", "unit", "status", "exempt"}),
        "value": float(value),
        "value_text": digits(value),
        "value_max": None if value_max is None else float(value_max),
        "value_max_text": None if value_max is None else digits(value_max),
        "unit_text": seed.unit_text or (read.unit_text if read else ""),
        "display": display(value, value_max, seed.comparator, seed.unit),
        "period": seed.period,
        "period_start": period[0],
        "period_end": period[1],
        "as_of": seed.as_of,
        "qualifiers": seed.qualifiers,
        "quote": span.text,
        "start": span.start,
        "end": span.end,
        "evidence": Evidence.UNCITED.value,
        "reference_numbers": [],
        "source_ids": [],
        "conflict_ids": [],
    }


def _derive(seed: MetricSeed, span: Span, at: Place) -> Quantity | None:
    """What the parser reads in the quote; null, with the difference noted, where that is not what the row says."""
    if seed.exempt is not None:
        return None
    try:
        read = parse_quantity(span.text)
    except QuantityError as error:
        (at / "quote").refuse(str(error))
        return None
    differences = [
        f"{name} {given}, but the quote {span.text!r} says {said}"
        for name, given, said in (
            ("value", seed.value, read.value),
            ("value_max", seed.value_max, read.value_max),
            ("comparator", seed.comparator.value, read.comparator),
        )
        if given != said
    ]
    if not unit_fits(seed.unit, read.unit):
        differences.append(f"unit {seed.unit}, but the quote {span.text!r} says {read.unit}")
    for difference in differences:
        (at / difference.split()[0]).refuse(difference)
    return None if differences else read


def _period(seed: MetricSeed, at: Place) -> tuple[str | None, str | None] | None:
    if seed.period is None:
        return None, None
    try:
        first, last = span_of(seed.period)
    except ValueError as error:
        (at / "period").refuse(str(error))
        return None
    return first.isoformat(), last.isoformat()
