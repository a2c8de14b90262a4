"""Which rows of a build stay in memory, and which go to a file: those that are final once their document is read."""

from typing import Any, cast

from app.seeding.seed_files.folder import Seeds
from app.store.publishing import Row, Rows
from app.store.spooled_rows import SpooledRows
from app.store.tables import (
    Citation,
    Claim,
    Document,
    EnclosingSection,
    Number,
    NumberCitation,
    NumberMetric,
    Reference,
    SearchEntry,
    Section,
    Suggestion,
)

# rows that are finished when they are added, and rows that are finished with their document
_FINISHED = (Citation, EnclosingSection, Number, NumberCitation, NumberMetric, Reference, SearchEntry, Suggestion)
_OF_DOCUMENTS = (Document, Section, Claim)


class Spool:
    """The rows of a build, those of large tables in files while it lasts and after."""

    def __init__(self, seeds: Seeds, rows: Rows, most_held: int) -> None:
        self._rows: dict[Any, Any] = cast("dict[Any, Any]", rows)
        self._rows |= {model: SpooledRows(most_held) for model in _FINISHED}
        self._rows |= {model: SpooledRows(most_held, on_request=True) for model in (Section, Claim)}
        # each has the text of a report
        self._rows[Document] = SpooledRows(most_held // 100 + 1, on_request=True)
        self._in_conflicts = {
            member.document or conflict.document for conflict, _ in seeds.conflicts for member in conflict.members.values()
        }

    def finish_document(self) -> None:
        """Write out the rows that no later step changes. Conflicts are still written on the claims that they name, or whose figures they name."""
        for model in (Document, Section):
            self._rows[model].spill()
        self._rows[Claim].spill(lambda row: bool(row["metric_ids"]) or row["document"] in self._in_conflicts)

    def finish(self) -> None:
        """Turn tables that stayed small enough for memory into lists."""
        for model in (*_FINISHED, *_OF_DOCUMENTS):
            self._rows[model] = self._rows[model].settled()


def held(rows: Rows, model: Any) -> list[Row]:
    """The rows of a table that later steps may change."""
    found: Any = rows[model]
    return found.held if isinstance(found, SpooledRows) else cast("list[Row]", found)
