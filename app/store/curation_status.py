"""How far each document is curated, and each section of one, counted from the rows."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from app.store.tables import Claim, Document, Metric, Number, Section, columns
from app.store.transactions import fetch_rows
from app.vocabulary import NOT_YET_CURATED

claim, document_, metric, number, section = map(columns, (Claim, Document, Metric, Number, Section))


def document_status(connection: Connection) -> Iterator[dict[str, Any]]:
    """Each document with its counts, in order of slugs."""
    found = _counts(connection, "document")
    for row in fetch_rows(
        connection, select(document_.slug, document_.language, document_.complete).order_by(document_.slug)
    ):
        state = "complete" if row["complete"] else "in part"
        yield {"document": row["slug"], "language": row["language"], "state": state, **_of(found, row["slug"])}


def section_status(connection: Connection, document: str) -> Iterator[dict[str, Any]]:
    """Each section of a document with its counts, in order of the text; first what stands before the first heading."""
    found = _counts(connection, "section", document)
    slugs = (
        connection.execute(select(section.slug).where(section.document == document).order_by(section.ordinal))
        .scalars()
        .all()
    )
    for slug in (*([None] if None in found["sentences"] else []), *slugs):
        yield {"section": slug or "(none)", **_of(found, slug)}


def _counts(connection: Connection, by: str, document: str | None = None) -> dict[str, dict[Any, int]]:
    is_open = case((claim.kind == NOT_YET_CURATED, 1), else_=0)
    without_reason = and_(number.reason == NOT_YET_CURATED, number.read_as == "figure")
    wanted = {
        "sentences": (claim, func.count()),
        "sentences left": (claim, func.sum(is_open)),
        "metrics": (metric, func.count()),
        "figures left": (number, func.sum(case((without_reason, 1), else_=0))),
    }
    found: dict[str, dict[Any, int]] = {}
    for name, (table, count) in wanted.items():
        statement = select(table[by], count).group_by(table[by])
        if document is not None:
            statement = statement.where(table.document == document)
        found[name] = {key: int(value) for key, value in connection.execute(statement)}
    return found


def _of(found: dict[str, dict[Any, int]], key: Any) -> dict[str, int]:
    return {name: counts.get(key, 0) for name, counts in found.items()}
