"""Which sources are independent of each other.

Two sources share an origin when they have the same publisher, or when they carry the same article (a source group).
Sharing is transitive. Sources of different origins are independent.
"""

from collections.abc import Mapping, Sequence

from app.store.publishing import Row


def group_by_origin(source_ids: Sequence[str], sources: Mapping[str, Row]) -> list[list[str]]:
    """The ids in groups of one origin each, sorted. The number of groups is the number of independent publishers."""
    groups: list[tuple[set[str], list[str]]] = []
    for source_id in source_ids:
        source = sources[source_id]
        keys = {f"publisher {source['publisher']}"}
        if source["source_group"] is not None:
            keys.add(f"article {source['source_group']}")
        connected = [group for group in groups if group[0] & keys]
        groups = [group for group in groups if not group[0] & keys]
        merged = [*(id_ for _, ids in connected for id_ in ids), source_id]
        groups.append((keys.union(*(other for other, _ in connected)), merged))
    return sorted(sorted(ids) for _, ids in groups)
