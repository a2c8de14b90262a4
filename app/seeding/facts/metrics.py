"""Metrics: each value is read from its quote again and must equal what the curator wrote."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.report import Quantity
from app.seeding.cited_or_uncited import cite_metric
from app.seeding.display.bilingual import Rendered
from app.seeding.display.figures import Figure, Noun, display
from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.facts.period_context import gives_period
from app.seeding.facts.period_words import only_begins, only_dates_another, only_forecast, states_period
from app.seeding.facts.qualifying_words import check_qualifying_words
from app.seeding.facts.renderings import Qualifier, Renderings
from app.seeding.facts.stated_figures import READ_WRONGLY, StatedFigure, stated_figures
from app.seeding.facts.subjects import points_back
from app.seeding.seed_files.fact_schemas import StatedMetric
from app.seeding.seed_files.folder import Seeds
from app.seeding.seed_files.schemas import IndicatorSeed, UnitSeed
from app.seeding.seed_files.yaml_files import Location
from app.seeding.vocabulary_lookup import check_known
from app.store.exact_numbers import json_number, json_number_if_any
from app.store.publishing import Row, Rows
from app.store.tables import Metric, MetricQualifier
from app.vocabulary import Evidence, PeriodBasis, Predicate, QualifierKey, Reason, Status
from app.vocabulary.periods import span_of
from app.vocabulary.unit_agreement import unit_fits

# units whose figures count something that they do not name
_COUNTED = ("count", "person")
# how many metrics of a document may have a value that the parser cannot read from the quote
MAX_EXEMPT = 5


@dataclass(frozen=True)
class Vocabulary:
    """The slugs and codes that facts may use."""

    topics: dict[str, object]
    units: dict[str, UnitSeed]
    indicators: dict[str, IndicatorSeed]
    entities: set[str]
    predicates: set[str]
    renderings: Renderings

    @classmethod
    def of(cls, seeds: Seeds) -> "Vocabulary":
        return cls(
            {topic.slug: topic for topic, _ in seeds.topics},
            {unit.code: unit for unit, _ in seeds.units},
            {indicator.slug: indicator for indicator, _ in seeds.indicators},
            {entity.slug for entity, _, _ in seeds.entities},
            {*Predicate, *(one.slug for one, _ in seeds.predicates)},
            Renderings.of(seeds),
        )


def add_metrics(curated: CuratedSentence, vocabulary: Vocabulary, rows: Rows) -> list[Row]:
    """Add a row for each metric of the sentence, with the citations that support it."""
    metrics: dict[tuple[object, ...], Row] = {}
    for figure in stated_figures(curated):
        row = _metric_row(figure, curated, vocabulary)
        if row is None:
            continue
        what = (figure.span, figure.metric.indicator, figure.metric.subject)
        if what in metrics:
            figure.location.add_problem("this metric is given twice")
            continue
        cite_metric(row, curated.parsed.citations, rows)
        curated.row["metric_ids"].append(row["id"])
        metrics[what] = row
        rows[MetricQualifier] += [
            {
                "metric_id": row["id"],
                "key": key,
                "value": value,
                "name_en": row["qualifiers_en"][key],
                "name_zh": row["qualifiers_zh"][key],
            }
            for key, value in row["qualifiers"].items()
        ]
    rows[Metric] += metrics.values()
    return list(metrics.values())


def _metric_row(figure: StatedFigure, curated: CuratedSentence, vocabulary: Vocabulary) -> Row | None:
    """The row, or None where a word is unknown; the problems are added where the figure is."""
    seed, read, span, at = figure.metric, figure.read, figure.span, figure.location
    claim, document = curated.row, curated.parsed
    fits = _check_words(seed, read, vocabulary, at)
    # what is taken in by hand is polished later
    if document.seed.complete and points_back(seed.subject):
        (at / "subject").add_problem(f"{seed.subject!r} names nobody when it is read alone: write whom the text means")
    period = _period(seed, at)
    subject_en = vocabulary.renderings.subject(seed, document.seed, at)
    qualifiers = vocabulary.renderings.qualifiers(seed, document.seed, claim["text"], at)
    if not fits or period is None or subject_en is None or qualifiers is None:
        return None
    _check_part(seed, qualifiers, vocabulary, at)
    before, after = document.report.text[claim["start"] : span.start], document.report.text[span.end : claim["end"]]
    said = {one.value for one in qualifiers.values()}
    check_qualifying_words(before, span.text, after, seed.subject, said, vocabulary.renderings.words, at)
    noun = _noun(seed, vocabulary, qualifiers, document.seed.complete, at)
    shown = _as_shown(figure, {key: one.rendered for key, one in qualifiers.items()}, noun, vocabulary)
    words = display(shown)
    return {
        "id": figure.id,
        "document": claim["document"],
        "section": claim["section"],
        "claim_id": claim["id"],
        **seed.model_dump(mode="json", include={"indicator", "entity", "subject", "comparator", "unit", "status", "exempt"}),
        "subject_en": subject_en,
        "value": float(shown.value),
        "value_text": json_number(shown.value),
        "value_max": None if shown.value_max is None else float(shown.value_max),
        "value_max_text": json_number_if_any(shown.value_max),
        "deviation": None if shown.deviation is None else float(shown.deviation),
        "deviation_text": json_number_if_any(shown.deviation),
        "unit_text": shown.unit_text,
        "display_en": words.en,
        "display_zh": words.zh,
        "period": seed.period,
        "period_start": period[0],
        "period_end": period[1],
        "period_basis": _period_basis(seed, curated, at),
        "as_of": seed.as_of,
        "qualifiers": {key.value: one.value for key, one in qualifiers.items()},
        "qualifiers_en": {key.value: one.rendered.en for key, one in qualifiers.items()},
        "qualifiers_zh": {key.value: one.rendered.zh for key, one in qualifiers.items()},
        "role": qualifiers[QualifierKey.ROLE].value if QualifierKey.ROLE in qualifiers else None,
        "quote": span.text,
        "start": span.start,
        "end": span.end,
        "evidence": Evidence.UNCITED.value,
        "reference_numbers": [],
        "source_ids": [],
        "conflict_ids": [],
        "corroboration_ids": [],
    }


def _as_shown(
    figure: StatedFigure, qualifiers: Mapping[QualifierKey, Rendered], noun: Noun | None, vocabulary: Vocabulary
) -> Figure:
    """The figure as it is shown, with the value that the parser read: it keeps the digits of the text, 22.60 and not 22.6."""
    seed, read = figure.metric, figure.read
    stated = read or seed
    known = vocabulary.indicators.get(seed.indicator)
    return Figure(
        stated.value,
        stated.value_max,
        seed.comparator,
        seed.unit,
        figure.span.text,
        seed.unit_text or (read.unit_text if read else ""),
        stated.deviation,
        noun,
        qualifiers,
        known.of_baseline if known else False,
        None if QualifierKey.OF in qualifiers else vocabulary.renderings.names.get(seed.indicator),
        known.change if known else None,
    )


def _check_words(seed: StatedMetric, read: Quantity | None, vocabulary: Vocabulary, at: Location) -> bool:
    """Whether unit, indicator and entity are known, go together, and are what the quote says."""
    fits = check_known(seed.unit, vocabulary.units, "unit", at / "unit")
    fits &= check_known(seed.indicator, vocabulary.indicators, "indicator", at / "indicator")
    if seed.entity is not None:
        fits &= check_known(seed.entity, vocabulary.entities, "entity", at / "entity")
    if fits:
        unit, kinds = vocabulary.units[seed.unit], vocabulary.indicators[seed.indicator].unit_kind
        if unit.kind not in kinds:
            (at / "unit").add_problem(
                f"{seed.indicator} takes units of kind {', '.join(kinds)}, and {seed.unit} is of kind {unit.kind}"
            )
            fits = False
    _check_needs(seed, vocabulary, at)
    kind = str(vocabulary.units[seed.unit].kind) if seed.unit in vocabulary.units else None
    return (read is None or _agrees(seed, read, kind, at)) and fits


def _noun(
    seed: StatedMetric, vocabulary: Vocabulary, qualifiers: Mapping[QualifierKey, Qualifier], is_complete: bool, at: Location
) -> Noun | None:
    """What the figure counts: the qualifier `of`, else what its indicator counts. A count without either is a problem in a document that
    is complete."""
    if seed.unit not in _COUNTED:
        return None
    of = qualifiers.get(QualifierKey.OF)
    if of is not None and of.is_noun:
        return Noun(of.rendered.en, of.rendered.en, of.rendered.zh)
    known = vocabulary.indicators.get(seed.indicator)
    if known is not None and known.noun is not None:
        return Noun(known.noun.one, known.noun.many, known.noun.zh)
    if seed.unit == "count" and is_complete:
        (at / "indicator").add_problem(
            f"nothing says what is counted: give the figure a qualifier `of`, or {seed.indicator} a `noun`"
        )
    return None


def _check_needs(seed: StatedMetric, vocabulary: Vocabulary, at: Location) -> None:
    indicator = vocabulary.indicators.get(seed.indicator)
    for need in indicator.needs if indicator else ():
        keys = need if isinstance(need, list) else [need]
        if seed.qualifiers.keys().isdisjoint(keys):
            (at / "qualifiers").add_problem(
                f"{seed.indicator} needs a {' or '.join(keys)}: give it, or `unstated` where the text does not"
            )


def _agrees(metric: StatedMetric, read: Quantity, kind: str | None, at: Location) -> bool:
    """Whether value, comparator and unit are what the quote says; each difference is a problem."""
    differences = [
        f"{name} {given}, but the quote {metric.quote!r} says {said}"
        for name, given, said in (
            ("value", metric.value, read.value),
            ("value_max", metric.value_max, read.value_max),
            ("deviation", metric.deviation, read.deviation),
            ("comparator", metric.comparator.value, read.comparator),
        )
        if given != said
    ]
    if not unit_fits(metric.unit, read.unit, kind):
        differences.append(f"unit {metric.unit}, but the quote {metric.quote!r} says {read.unit}")
    for difference in differences:
        (at / difference.split()[0]).add_problem(f"{difference}; {READ_WRONGLY}")
    return not differences


def _check_part(
    seed: StatedMetric, qualifiers: Mapping[QualifierKey, Qualifier], vocabulary: Vocabulary, at: Location
) -> None:
    """Add a problem where the subject or the entity of a share is the whole: `全球重要模型` of 重要模型, not those of them that are meant."""
    indicator, whole = vocabulary.indicators.get(seed.indicator), qualifiers.get(QualifierKey.DENOMINATOR)
    if indicator is None or whole is None or QualifierKey.DENOMINATOR not in indicator.needs:
        return
    names = {whole.value, whole.rendered.zh, whole.rendered.en}
    # 模型 of 源自企业的模型 is told apart by what stands before 的
    if seed.entity == whole.value or any(
        seed.subject == one or re.search(rf"[^的]{re.escape(one)}$", seed.subject) for one in names
    ):
        (at / "subject").add_problem(
            f"{seed.subject!r} is the whole of this {seed.indicator}: the subject is the part that is counted"
        )


def _period(seed: StatedMetric, at: Location) -> tuple[str | None, str | None] | None:
    if seed.period is None:
        return None, None
    try:
        first, last = span_of(seed.period)
    except ValueError as error:
        (at / "period").add_problem(str(error))
        return None
    return first.isoformat(), last.isoformat()


def _period_basis(seed: StatedMetric, curated: CuratedSentence, at: Location) -> str | None:
    """How the period is known: what the curator says, or else whether the sentence's own words give it."""
    if seed.period is None:
        if seed.period_basis is not None:
            (at / "period_basis").add_problem("period_basis needs a period")
        return None
    if seed.period_basis is not None:
        return PeriodBasis.CONTEXT.value
    text = curated.row["text"]
    if only_begins(text, seed.period):
        (at / "period").add_problem(f"the sentence says what holds after {seed.period}: that is a condition, and no period")
    if seed.status == Status.ACTUAL and only_forecast(text, seed.period):
        (at / "status").add_problem(
            f"the sentence says {seed.period} of what it forecasts only: a forecast, or a figure without a period"
        )
    if only_dates_another(text, seed.period, seed.quote):
        (at / "period").add_problem(
            f"the sentence says {seed.period} of another figure; `period_basis: context` says that it is known all the same"
        )
    if states_period(text, seed.period) and not _is_of_a_name(seed.period, curated):
        return PeriodBasis.SENTENCE.value
    if not gives_period(curated, seed.period):
        (at / "period").add_problem(
            f"neither the sentence nor its section before it says {seed.period}; `period_basis: context` says that it is known"
            " from there all the same"
        )
    return PeriodBasis.CONTEXT.value


def _is_of_a_name(period: str, curated: CuratedSentence) -> bool:
    """Whether the sentence has the year in a name only: `2025 年行业应用峰会` says when it met, not when its data held."""
    names, dates = ({words for words, _ in curated.seed.numbers.get(reason, ())} for reason in (Reason.NAME, Reason.DATE))
    year = period[:4]
    return any(year in words for words in names) and not any(year in words for words in dates)
