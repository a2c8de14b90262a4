"""Source groups: sources that probably carry one and the same article."""

from app.seeding.seed_files.folder import Seeds
from app.seeding.vocabulary_lookup import check_known
from app.store.publishing import Rows
from app.store.tables import Source, SourceGroup


def add_source_groups(seeds: Seeds, rows: Rows) -> None:
    """Add the groups, and set `source_group` and `same_as` on their sources. A source belongs to at most one group."""
    by_url = {source["url"]: source for source in rows[Source]}
    seen: set[str] = set()
    for group, location in seeds.source_groups:
        if group.slug in seen:
            (location / "slug").add_problem(f"source group {group.slug!r} is given twice")
        seen.add(group.slug)
        members = []
        for i, url in enumerate(group.sources):
            at = location / "sources" / i
            if check_known(url, by_url, "source", at):
                if by_url[url]["source_group"] is not None:
                    at.add_problem(f"{url} is already in the group {by_url[url]['source_group']!r}")
                by_url[url]["source_group"] = group.slug
                members.append(by_url[url])
        for source in members:
            source["same_as"] = [other["id"] for other in members if other is not source]
        rows[SourceGroup].append(group.model_dump(exclude={"sources"}))
