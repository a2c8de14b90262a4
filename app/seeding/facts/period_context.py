"""What stands around a figure that may say when it holds: what is written before it in its section."""

import re
from collections.abc import Iterator
from itertools import groupby, takewhile

from app.seeding.documents import ParsedDocument
from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.facts.period_words import states_period
from app.store.publishing import Row, Rows
from app.store.tables import Claim, Metric, Number
from app.vocabulary import QualifierKey, Reason

_YEAR = re.compile(r"(?:19|20)\d\d")
# 未来五年, the next 3 years: an end that is counted, not written
_YEARS_AHEAD = re.compile(r"(?:[两三四五六七八九十]|(?<!\d)\d{1,2})\s*(?:年|[Yy]ears?\b)")


def gives_period(curated: CuratedSentence, period: str) -> bool:
    """Whether the sentence or what stands before it in its section says the period, or the sentence the year before it, as a baseline."""
    sentence = curated.row["text"]
    context = " ".join([_title(curated.parsed, curated.row), *_before(curated), sentence])
    first, _, last = period.partition("/")
    starts = states_period(context, first) or (first.isdigit() and not last and states_period(sentence, str(int(first) - 1)))
    return starts and (not last or states_period(context, last) or bool(_YEARS_AHEAD.search(sentence)))


def _title(parsed: ParsedDocument, claim: Row) -> str:
    return next((section["title"] for section in parsed.sections if section["slug"] == claim["section"]), "")


def _before(curated: CuratedSentence) -> Iterator[str]:
    claims, row = curated.parsed.claims, curated.row
    # ordinals count from one
    earlier = (claims[i] for i in range(row["ordinal"] - 2, -1, -1))
    return (claim["text"] for claim in takewhile(lambda one: one["section"] == row["section"], earlier))


def undated(rows: Rows, document: str) -> Iterator[tuple[str, list[Row]]]:
    """Sentences with a year in them, before them or at the head of their paragraph, and their figures without a period."""
    claims = sorted((row for row in rows[Claim] if row["document"] == document), key=lambda row: row["start"])
    figures: dict[str, list[Row]] = {}
    for row in rows[Metric]:
        if row["period"] is None and QualifierKey.ROLE not in row["qualifiers"]:
            figures.setdefault(row["claim_id"], []).append(row)
    years = {row["claim_id"] for row in rows[Number] if _YEAR.fullmatch(row["text"]) and row["read_as"] == Reason.DATE}
    for _, paragraph in groupby(claims, key=lambda row: (row["section"], row["paragraph"])):
        said = list(paragraph)
        for i, claim in enumerate(said):
            dated = next((one["text"] for one in (claim, said[max(i - 1, 0)], said[0]) if one["id"] in years), None)
            if dated is not None and claim["id"] in figures:
                yield dated, figures[claim["id"]]
