"""The filter `section`: a section and all sections below it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from app.lists.filters.filter import Filter, Groups
from app.lists.filters.join_paths import Path, own_table
from app.lists.filters.value_labels import Labels
from app.store.dialects import in_pairs
from app.store.tables import Section, columns


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
    one = columns(Section)
    tree = select(one.document, one.slug).where(one.slug.in_(slugs)).cte(recursive=True)
    below = select(one.document, one.slug).where(one.document == tree.c.document, one.parent == tree.c.slug)
    return select(*tree.union(below).c)


def enclosing_sections(own: Any) -> Groups:
    """Each section with itself and the sections that enclose it, joined to rows by the columns `own`."""
    one = columns(Section)
    start = select(one.document, one.slug, one.slug.label("held_by"), one.parent)
    tree = start.cte(recursive=True)
    above = select(tree.c.document, tree.c.slug, one.slug, one.parent)
    tree = tree.union_all(above.join(Section, and_(one.document == tree.c.document, one.slug == tree.c.parent)))
    return tree, and_(tree.c.document == own["document"], tree.c.slug == own["value"]), tree.c.held_by
