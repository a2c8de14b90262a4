"""The filter `section`: a section and all sections below it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from app.lists.filters.filter import Filter, Groups
from app.lists.filters.join_paths import Path, own_table
from app.lists.filters.value_labels import Labels
from app.store.dialects import in_pairs
from app.store.tables import EnclosingSection, Section, columns, table


def section(column: Any, path: Path = own_table) -> Filter:
    one = columns(Section)
    labels = Labels(rows=select(one.slug, one.title_en, one.title))
    words = "Number or name of the section; its subsections are included"

    def condition(_: str, values: Any) -> ColumnElement[bool]:
        return in_pairs(column.table.c.document, column, _subtree(values))

    return Filter(
        "section", column, words, "1.1", path=path, vocabulary=select(one.slug).distinct(), condition_for=condition, labels=labels,
        groups=enclosing_sections,
    )  # fmt: skip


def _subtree(slugs: Sequence[str]) -> Any:
    """Document and slug of the sections and of all sections below them."""
    one = columns(EnclosingSection)
    return select(one.document, one.section).where(one.enclosing.in_(slugs))


def enclosing_sections(own: Any) -> Groups:
    """Each section with itself and the sections that enclose it, joined to rows by the columns `own`."""
    one = columns(EnclosingSection)
    return table(EnclosingSection), and_(one.document == own["document"], one.section == own["value"]), one.enclosing
