"""Which sources are independent of each other.

Two sources share an origin when they have the same publisher, or when they carry the same article (a source group).
Sharing is transitive. Sources of different origins are independent.
"""

from collections.abc import Iterator, Mapping, Sequence

from app.seeding.connected_components import group_connected
from app.store.publishing import Row


def group_by_origin(source_ids: Sequence[str], sources: Mapping[str, Row]) -> list[list[str]]:
    """The ids in groups of one origin each, sorted. The number of groups is the number of independent publishers."""
    return sorted(sorted(ids) for ids in group_connected(_keys(source_ids, sources)))


def _keys(source_ids: Sequence[str], sources: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
    for source_id in source_ids:
        source = sources[source_id]
        yield f"publisher {source['publisher']}", source_id
        if source["source_group"] is not None:
            yield f"article {source['source_group']}", source_id
