"""The figures of a curated sentence in full: each with its place, its id, and what its quote is read as."""

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


def read_quote(span: Span, unit: str | None, curated: CuratedSentence) -> Quantity:
    """What the quote of a sentence is read as where its line says `unit`, or nothing of it. Raises `QuantityError`."""
    report = curated.parsed.report
    before = report.text[curated.row["start"] : span.start]
    return parse_quantity_in(unit, span.text, report.language_of(curated.sentence), before=before)
