"""What verification needs to know of the vocabularies: the names of each entity, the kind of each unit."""

from sqlalchemy import Connection, select

from app.store.tables import Alias, Entity, Unit, columns


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
