"""Sources that are probably one article under several addresses."""

from app.seeding.folder import Seeds
from app.seeding.lookups import check_known
from app.store.publishing import Rows
from app.store.tables import Source, SourceGroup


def add_source_groups(seeds: Seeds, rows: Rows) -> None:
    """Note on each source of a group which others are the same; each source in one group at most."""
    by_url = {source["url"]: source for source in rows[Source]}
    seen: set[str] = set()
    for group, place in seeds.source_groups:
        if group.slug in seen:
            (place / "slug").refuse(f"source group {group.slug!r} is given twice")
        seen.add(group.slug)
        members = []
        for i, url in enumerate(group.sources):
            at = place / "sources" / i
            if check_known(url, by_url, "source", at):
                if by_url[url]["source_group"] is not None:
                    at.refuse(f"{url} is in the group {by_url[url]['source_group']!r} already")
                by_url[url]["source_group"] = group.slug
                members.append(by_url[url])
        for source in members:
            source["same_as"] = [other["id"] for other in members if other is not source]
        rows[SourceGroup].append(group.model_dump(exclude={"sources"}))
