"""The figures of a curated sentence in full: each with its place, its id, and what its quote is read as."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from app.report import Quantity, QuantityError, parse_quantity_in
from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.facts.implied_fields import leaves_out_reading, state_in_full
from app.seeding.facts.quotes import NotFoundError, Span, find_one
from app.seeding.public_ids import AnchoredIds
from app.seeding.seed_files.fact_schemas import StatedMetric
from app.seeding.seed_files.yaml_files import Location

# what a curator can do where the reader is wrong
READ_WRONGLY = "if the quote is read wrongly, write value, comparator and unit, and in `exempt` why"


@dataclass(frozen=True)
class StatedFigure:
    """A figure stated by its quote; `read` is null where it is exempt from being read."""

    metric: StatedMetric
    read: Quantity | None
    span: Span
    id: str
    location: Location


def stated_figures(curated: CuratedSentence) -> Iterator[StatedFigure]:
    """The figures of the sentence whose quotes state them; what is wrong with the others is added as problems."""
    ids = AnchoredIds("met")
    previous: StatedMetric | None = None
    for i, seed in enumerate(curated.seed.metrics):
        at = curated.location / "metrics" / i
        try:
            span = find_one(seed.quote, curated.sentence, curated.parsed.report.text)
        except NotFoundError as error:
            (at / "quote").add_problem(str(error))
            continue
        id_ = ids.next(curated.row["id"], span.text, span.nth)
        try:
            read = None if seed.exempt is not None else read_quote(span, seed.unit, curated)
        except QuantityError as error:
            (at / "quote").add_problem(f"{error}; {READ_WRONGLY}")
            continue
        if read is not None and (whole := _cut(span, read, seed.unit, curated)) is not None:
            (at / "quote").add_problem(f"{seed.quote!r} is a part of {whole.quote!r}: quote that; {READ_WRONGLY}")
            continue
        if curated.parsed.seed.complete and leaves_out_reading(seed) and seed.frozen is None:
            at.add_problem(
                f"what {seed.quote!r} is read as is not frozen, and the document is complete: run `factbase freeze`"
            )
            continue
        metric = state_in_full(seed, read, curated.seed, previous, at)
        if metric is None:
            continue
        previous = metric
        yield StatedFigure(metric, read, span, seed.id or id_, at)


def _cut(span: Span, read: Quantity, unit: str | None, curated: CuratedSentence) -> Quantity | None:
    """The figure of the text that a quote is only a part of, where it is another one: `420 thousand`, `under 420`, `420%` of `420`."""
    figures = curated.parsed.report.quantities
    # of the figures that begin no later, the last: they do not overlap
    last = bisect_right(figures, span.start, key=lambda one: one.start) - 1
    whole = figures[last] if last >= 0 else None
    if whole is None or whole.end < span.end or (whole.start, whole.end) == (span.start, span.end):
        return None
    said = (read.value, read.value_max, read.deviation, read.comparator)
    is_other = (whole.value, whole.value_max, whole.deviation, whole.comparator) != said
    if read.unit is None:
        return whole if is_other or whole.unit not in {None, unit} else None
    # `40 mg` of `40 mg a day` is whole in a unit of its own, and the rest a qualifier
    return whole if is_other and whole.unit in {None, read.unit} else None


def read_quote(span: Span, unit: str | None, curated: CuratedSentence) -> Quantity:
    """What the quote of a sentence is read as where its line says `unit`, or nothing of it. Raises `QuantityError`."""
    report = curated.parsed.report
    before = report.text[curated.row["start"] : span.start]
    return parse_quantity_in(unit, span.text, report.language_of(curated.sentence), before=before)
