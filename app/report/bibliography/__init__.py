"""The lists of references: where they are, what entries they have, and which entry a label at a given place refers to."""

from app.report.bibliography.anchors import anchored_entries
from app.report.bibliography.entries import Description, Entry, describe
from app.report.bibliography.entry_lookup import AMBIGUOUS, WITHHELD, Bibliography, read_bibliography
from app.report.bibliography.headings import heading_kind

__all__ = [
    "AMBIGUOUS",
    "WITHHELD",
    "Bibliography",
    "Description",
    "Entry",
    "anchored_entries",
    "describe",
    "heading_kind",
    "read_bibliography",
]
