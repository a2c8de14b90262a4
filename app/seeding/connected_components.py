"""Connected components: groups of things that share keys."""

from collections.abc import Iterable


def group_connected(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """From pairs of a key and a member to the members in groups, in the order they came: two that share a key are in one
    group, and so are those that either shares another key with.
    """
    groups: dict[str, dict[str, None]] = {}
    by_key: dict[str, str] = {}
    for key, member in pairs:
        group = groups.setdefault(member, {member: None})
        other = groups[by_key.setdefault(key, member)]
        if other is not group:
            small, large = sorted((group, other), key=len)
            large |= small
            groups |= dict.fromkeys(small, large)
    return [list(group) for group in {id(group): group for group in groups.values()}.values()]
