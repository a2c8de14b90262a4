"""Rows as bibliographic items (CSL-JSON): pages by themselves, claims and figures as passages of their document."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from app.formats.bibliography import page_item, passage_item
from app.formats.citation_styles import Item
from app.store.tables import Document, Publisher, Source, columns, table

Rows = Sequence[Mapping[str, Any]]

source, publisher, document = columns(Source), columns(Publisher), columns(Document)
_platform = table(Publisher).alias("platform")


def pages(rows: Rows, connection: Connection, base: str) -> list[Item]:
    """An item for each row of a list of sources."""
    return _items([row["id"] for row in rows], connection)


def entries(rows: Rows, connection: Connection, base: str) -> list[Item]:
    """An item for the source behind each reference; one for several references to one page."""
    return _items([row["source_id"] for row in rows], connection)


def passages(rows: Rows, connection: Connection, base: str) -> list[Item]:
    """For each claim or metric its passage of the document, then once each page that is cited for any of them."""
    slugs = {row["document"] for row in rows}
    statement = select(document.slug, document.title, document.title_en, document.language).where(document.slug.in_(slugs))
    documents = {row["slug"]: dict(row) for row in connection.execute(statement).mappings()}
    own = [
        passage_item(
            documents[row["document"]],
            id=row["id"],
            quote=row["quote"] if "quote" in row else row["text"],
            url=f"{base}/api/v1/{'metrics' if 'quote' in row else 'claims'}/{row['id']}",
        )
        for row in rows
    ]
    return [*own, *_items([one for row in rows for one in row["source_ids"]], connection)]


def _items(ids: Sequence[str | None], connection: Connection) -> list[Item]:
    wanted = list(dict.fromkeys(one for one in ids if one is not None))
    found = {row["id"]: dict(row) for row in connection.execute(_sources().where(source.id.in_(wanted))).mappings()}
    return [page_item(found[one]) for one in wanted]


def _sources() -> Select[Any]:
    return (
        select(
            source.id,
            source.url,
            source.title,
            source.author,
            source.publisher_kind,
            source.published_on,
            publisher.name_en.label("publisher_name"),
            publisher.name_zh.label("publisher_name_zh"),
            _platform.c.name_zh.label("platform_name"),
        )
        .join_from(Source, Publisher, publisher.slug == source.publisher)
        .outerjoin(_platform, _platform.c.slug == source.platform)
    )
