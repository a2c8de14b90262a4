"""What need not be written about a figure: what its quote gives, and what its sentence gives.

A reading of a quote is frozen: its hash stands with the figure, so that a reader of numbers that reads the quote otherwise one
day is noticed, and never changes a figure in silence.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from app.report import Quantity
from app.seeding.seed_files.fact_schemas import ClaimSeed, MetricSeed, StatedMetric
from app.seeding.seed_files.yaml_files import Location
from app.store.exact_numbers import digits
from app.vocabulary import ClaimKind, Comparator, Status

# the status of a figure is that of its sentence
_STATUSES: dict[ClaimKind | None, Status] = {ClaimKind.FORECAST: Status.FORECAST, ClaimKind.TARGET: Status.TARGET}
_HASH_DIGITS = 8
# what a line can leave out, by what then gives it
FROM_QUOTE = ("value", "value_max", "deviation", "comparator", "unit")
FROM_SENTENCE = ("entity", "status")


def state_in_full(
    seed: MetricSeed, read: Quantity | None, claim: ClaimSeed, previous: StatedMetric | None, at: Location
) -> StatedMetric | None:
    """The figure with what was left out; None where nothing gives it, or where its quote is read otherwise than it was.

    `previous` is the figure before it in the sentence. The problems are added at `at`.
    """
    written = seed.model_fields_set
    given: dict[str, Any] = {"status": _STATUSES.get(claim.about.kind, Status.ACTUAL), "comparator": Comparator.EQ}
    given["entity"] = previous.entity if previous else only(claim.about.subject)
    if read is not None:
        # bounds and hedge belong to the value: they are written where it is
        given |= {name: getattr(read, name) for name in (FROM_QUOTE if "value" not in written else ("unit",))}
        if is_frozen_otherwise(seed, read):
            (at / "frozen").add_problem(
                f"{seed.quote!r} is read as {reading(read)} now, which is not what it was read as when it was frozen; "
                "`factbase freeze --accept` takes the new reading"
            )
            return None
    stated = given | {name: getattr(seed, name) for name in written}
    for name in ("value", "unit"):
        if stated.get(name) is None:
            hint = ": `count`, if things are counted" if name == "unit" else ""
            at.add_problem(f"{name} is missing, and the quote {seed.quote!r} does not give it; write it{hint}")
            return None
    return StatedMetric.model_validate(stated)


def leaves_out_reading(seed: MetricSeed) -> bool:
    """Whether something of the figure is what the reader of numbers makes of its quote."""
    return seed.exempt is None and not {"value", "unit"} <= seed.model_fields_set


def is_frozen_otherwise(seed: MetricSeed, read: Quantity) -> bool:
    return seed.frozen is not None and seed.frozen != frozen(read)


def frozen(read: Quantity) -> str:
    """A short hash of a reading."""
    return hashlib.sha256(reading(read).encode()).hexdigest()[:_HASH_DIGITS]


def reading(read: Quantity) -> str:
    """What a quote is read as, in words: `gt 70000000000 CNY`."""
    numbers = [digits(one) for one in (read.value, read.value_max, read.deviation) if one is not None]
    return " ".join(filter(None, [read.comparator, *numbers, read.unit, read.unit_text]))


def only(items: Iterable[str]) -> str | None:
    """The one item; null where there are several or none."""
    found = list(items)
    return found[0] if len(found) == 1 else None
