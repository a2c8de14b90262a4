"""Stored rows as verification reads them: those of a document or of one claim, names of entities, kinds of units."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from app.store.tables import Alias, Claim, Entity, Unit, columns, table

Row = Mapping[str, Any]


def rows(connection: Connection, model: Any, condition: Any) -> list[Row]:
    order = [column for name in ("ordinal", "start") if (column := columns(model).get(name)) is not None]
    return [dict(row) for row in connection.execute(select(table(model)).where(condition).order_by(*order[:1])).mappings()]


def rows_of(connection: Connection, model: Any, document: str, claim_id: str | None) -> list[Row]:
    column, claim = columns(model).claim_id, columns(Claim)
    if claim_id is not None:
        return rows(connection, model, column == claim_id)
    return rows(connection, model, column.in_(select(claim.id).where(claim.document == document)))


def by_claim(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["claim_id"], []).append(row)
    return found


def pairs(
    connection: Connection, left: Any, right: Any, model: Any, document: str, claim_id: str | None
) -> dict[str, set[str]]:
    """Map each `left` to its set of `right` values. `left` holds ids of `model`: the document's rows, or the claim's alone."""
    row = columns(model)
    of = row.document == document if claim_id is None else row.claim_id == claim_id
    found: dict[str, set[str]] = {}
    for one, other in connection.execute(select(left, right).join_from(left.table, table(model), row.id == left).where(of)):
        found.setdefault(one, set()).add(other)
    return found


def entity_names(connection: Connection) -> dict[str, set[str]]:
    entity, alias = columns(Entity), columns(Alias)
    found: dict[str, set[str]] = {}
    for slug, zh, en in connection.execute(select(entity.slug, entity.name_zh, entity.name_en)):
        found[slug] = {zh, en}
    for slug, words in connection.execute(select(alias.entity, alias.text)):
        found[slug].add(words)
    return found


def unit_kinds(connection: Connection) -> dict[str, str]:
    return {row.code: row.kind for row in connection.execute(select(columns(Unit).code, columns(Unit).kind))}
