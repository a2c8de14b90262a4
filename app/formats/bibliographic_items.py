"""Bibliographic items (CSL-JSON) for the rows of a list."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from app.formats.bibliography import Edition, page_item, report_item
from app.formats.citation_styles import Item
from app.store.tables import Dataset, Document, Publisher, Source, columns, table

Rows = Sequence[Mapping[str, Any]]

source, publisher, document = columns(Source), columns(Publisher), columns(Document)
_platform = table(Publisher).alias("platform")


def source_items(rows: Rows, connection: Connection, base: str) -> list[Item]:
    """An item for each source."""
    return _load_items([row["id"] for row in rows], connection)


def reference_items(rows: Rows, connection: Connection, base: str) -> list[Item]:
    """An item for the source of each reference. References to the same source share one item."""
    return _load_items([row["source_id"] for row in rows], connection)


def fact_items(rows: Rows, connection: Connection, base: str) -> list[Item]:
    """An item for each claim or metric as a passage of its document, then one for each source that supports any of them."""
    documents, edition = _load_documents({row["document"] for row in rows}, connection), _edition(connection)
    own = [
        report_item(
            documents[row["document"]],
            edition,
            id=row["id"],
            quote=row["quote"] if "quote" in row else row["text"],
            url=f"{base}/api/v1/{'metrics' if 'quote' in row else 'claims'}/{row['id']}",
        )
        for row in rows
    ]
    return [*own, *_load_items([one for row in rows for one in row["source_ids"]], connection)]


def document_items(rows: Rows, connection: Connection, base: str) -> list[Item]:
    """An item for each document, at the address where it can be read, or else the service's own."""
    documents, edition = _load_documents({row["slug"] for row in rows}, connection), _edition(connection)
    return [
        report_item(
            documents[row["slug"]],
            edition,
            id=row["slug"],
            url=documents[row["slug"]]["url"] or f"{base}/api/v1/documents/{row['slug']}",
        )
        for row in rows
    ]


def _load_documents(slugs: set[str], connection: Connection) -> dict[str, dict[str, Any]]:
    names = "slug title title_en language issuer author published_on url caveat caveat_en"
    statement = select(*(document[name] for name in names.split())).where(document.slug.in_(slugs))
    return {row["slug"]: dict(row) for row in connection.execute(statement).mappings()}


def _edition(connection: Connection) -> Edition:
    return Edition(connection.execute(select(columns(Dataset).version)).scalar_one(), datetime.now(UTC).date())


def _load_items(ids: Sequence[str | None], connection: Connection) -> list[Item]:
    wanted = list(dict.fromkeys(one for one in ids if one is not None))
    found = {row["id"]: dict(row) for row in connection.execute(_select_sources().where(source.id.in_(wanted))).mappings()}
    edition = _edition(connection)
    return [page_item(found[one], edition) for one in wanted]


def _select_sources() -> Select[Any]:
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
