"""The metrics of buckets, and the sources and references that support them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Row

from app.api.aggregate.queries import members
from app.api.aggregate.rules import AggregateRequest

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Evidence:
    """The metrics of a bucket and what supports them; null for buckets with more metrics than `members`."""

    metric_ids: list[str] | None = None
    source_ids: list[str] | None = None
    reference_ids: list[str] | None = None
    reference_numbers: list[int] | None = None


def evidence_of(
    found: Sequence[tuple[Key, dict[str, Any]]], request: AggregateRequest, connection: Connection
) -> dict[Key, Evidence]:
    """By bucket, what supports it, of those buckets that have no more metrics than the request lists."""
    wanted = [key for key, row in found if row["count"] <= request.query.members]
    if not wanted:
        return {}
    by_bucket: dict[Key, list[Row[Any]]] = {}
    for row in connection.execute(members(request.query, request.by, wanted, request.sample)):
        by_bucket.setdefault(tuple(row[: len(request.by)]), []).append(row)
    return {key: _of_bucket(rows) for key, rows in by_bucket.items()}


def _of_bucket(rows: Sequence[Row[Any]]) -> Evidence:
    numbers = {(row.document, number) for row in rows for number in orjson.loads(row.reference_numbers)}
    return Evidence(
        [row.id for row in rows],
        sorted({source for row in rows for source in orjson.loads(row.source_ids)}),
        [f"{document}:{number}" for document, number in sorted(numbers)],
        sorted({number for _, number in numbers}),
    )
