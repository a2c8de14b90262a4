"""What `related=true` adds to `entity=…`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, union

from app.store.tables import Entity, Relation, columns
from app.vocabulary import Predicate


def related_entities(slugs: Sequence[Any]) -> Any:
    """The entities, those in a stated relation with them, and the members of these in turn.

    One relation leads either way (Baidu to ERNIE, which it developed); from there only to what is part of what was reached
    (ERNIE to ERNIE 4.5), so that a partner's partners stay out.
    """
    entity, stated = columns(Entity), columns(Relation)
    # several documents state the same relation: PostgreSQL reads each once, SQLite looks them up by its indices
    distinct = select(stated.subject, stated.predicate, stated.object).prefix_with("DISTINCT", dialect="postgresql")
    relation = distinct.cte("stated_relation").prefix_with("NOT MATERIALIZED", dialect="sqlite").c
    start = select(entity.slug).where(entity.slug.in_(slugs))
    subjects = select(relation.subject).where(relation.object.in_(slugs))
    objects = select(relation.object).where(relation.subject.in_(slugs))
    near = union(start, subjects, objects).subquery("near_entity")
    reached = select(near.c.slug).cte(recursive=True)
    parts = select(relation.subject).join(reached, relation.object == reached.c.slug)
    members = relation.predicate.in_([Predicate.PART_OF_SERIES, Predicate.PART_OF, Predicate.SUBSIDIARY_OF])
    return select(reached.union(parts.where(members)).c.slug)
