"""Corroborations: figures that repeat each other, and how many independent publishers stand behind them."""

from collections.abc import Mapping, Sequence

from app.seeding.folder import Seeds
from app.seeding.members import find_member
from app.seeding.public_ids import public_id
from app.seeding.schemas import CorroborationSeed
from app.seeding.yaml_files import Place
from app.store.publishing import Row, Rows
from app.store.tables import Corroboration, CorroborationMember, Source


def add_corroborations(seeds: Seeds, rows: Rows) -> None:
    sources = {source["id"]: source for source in rows[Source]}
    seen: set[str] = set()
    for seed, place in seeds.corroborations:
        if seed.slug in seen:
            (place / "slug").refuse(f"corroboration {seed.slug!r} is given twice")
        seen.add(seed.slug)
        found = [find_member(m, seed.document, rows, place / "members" / i) for i, m in enumerate(seed.members)]
        members = [row for row in found if row is not None]
        if len(members) == len(found) and _repeat(members, place):
            _add(seed, members, sources, rows)


def _repeat(members: Sequence[Row], place: Place) -> bool:
    """Whether the members are figures of several claims that say the same number of the same unit."""
    at = place / "members"
    if any("value_text" not in row for row in members):
        at.refuse("a corroboration is of figures: give quotes")
        return False
    said = {(row["unit"], row["value"], row["value_max"]) for row in members}
    if len(said) > 1:
        at.refuse(f"not the same figure: {', '.join(sorted(row['display'] for row in members))}")
    if len({row["claim_id"] for row in members}) < 2:
        at.refuse("figures of one sentence do not corroborate each other")
    return len(said) == 1


def _add(seed: CorroborationSeed, members: Sequence[Row], sources: Mapping[str, Row], rows: Rows) -> None:
    corroboration_id = public_id("cor", seed.document, seed.slug)
    behind = list(dict.fromkeys(source for row in members for source in row["source_ids"]))
    origins = _origins(behind, sources)
    rows[Corroboration].append(
        {
            "id": corroboration_id,
            **seed.model_dump(exclude={"members"}),
            "metric_ids": list(dict.fromkeys(row["id"] for row in members)),
            "claim_ids": list(dict.fromkeys(row["claim_id"] for row in members)),
            "reference_numbers": sorted({number for row in members for number in row["reference_numbers"]}),
            "source_ids": behind,
            "origins": origins,
            "metric_count": len(members),
            "uncited_count": sum(not row["source_ids"] for row in members),
            "source_count": len(behind),
            "publisher_count": len({sources[source]["publisher"] for source in behind}),
            "independent_publisher_count": len(origins),
        }
    )
    rows[CorroborationMember] += [{"corroboration_id": corroboration_id, "metric_id": row["id"]} for row in members]


def _origins(behind: Sequence[str], sources: Mapping[str, Row]) -> list[list[str]]:
    """Sources grouped so that those with a publisher or an article in common are together, directly or through others."""
    groups: list[tuple[set[str], list[str]]] = []
    for id_ in behind:
        source = sources[id_]
        marks = {f"publisher {source['publisher']}"}
        if source["source_group"] is not None:
            marks.add(f"article {source['source_group']}")
        same = [group for group in groups if group[0] & marks]
        groups = [group for group in groups if not group[0] & marks]
        groups.append((marks.union(*(m for m, _ in same)), [*(i for _, ids in same for i in ids), id_]))
    return sorted(sorted(ids) for _, ids in groups)
