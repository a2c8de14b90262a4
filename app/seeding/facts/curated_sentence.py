"""One sentence of a report with what curators wrote about it."""

from dataclasses import dataclass

from app.report import Sentence
from app.seeding.documents import ParsedDocument
from app.seeding.seed_files.fact_schemas import ClaimSeed
from app.seeding.seed_files.yaml_files import Location
from app.store.publishing import Row


@dataclass(frozen=True)
class CuratedSentence:
    """One sentence with the claim row and the curated words about it."""

    parsed: ParsedDocument
    sentence: Sentence
    row: Row
    seed: ClaimSeed
    location: Location
