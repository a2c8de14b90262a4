"""Corroborations: the same figure stated in several sentences, and how many independent publishers support it."""

from collections.abc import Mapping, Sequence

from app.seeding.comparisons.comparison_members import Statements, find_member
from app.seeding.comparisons.consistency import check_members
from app.seeding.comparisons.independent_publishers import group_by_origin
from app.seeding.public_ids import public_id
from app.seeding.seed_files.comparison_schemas import CorroborationSeed
from app.seeding.seed_files.folder import Seeds
from app.seeding.seed_files.yaml_files import Location
from app.store.publishing import Row, Rows
from app.store.tables import Corroboration, CorroborationMember, Source


def add_corroborations(seeds: Seeds, rows: Rows) -> None:
    sources = {source["id"]: source for source in rows[Source]}
    documents = dict.fromkeys(document.slug for document, _ in seeds.documents)
    statements = Statements(rows)
    seen: set[str] = set()
    for seed, location in seeds.corroborations:
        if seed.slug in seen:
            (location / "slug").add_problem(f"corroboration {seed.slug!r} is given twice")
        seen.add(seed.slug)
        found = [
            find_member(m, seed.document, documents, statements, location / "members" / i)
            for i, m in enumerate(seed.members)
        ]
        members = [row for row in found if row is not None]
        if len(members) == len(found) and _same_figure(members, location):
            check_members(seed, members, location)
            _add(seed, members, sources, rows)


def _same_figure(members: Sequence[Row], location: Location) -> bool:
    """Whether all members state the same value in the same unit, in more than one sentence."""
    at = location / "members"
    if any("value_text" not in row for row in members):
        at.add_problem("every member of a corroboration is a metric: give its quote")
        return False
    said = {(row["unit"], row["value"], row["value_max"]) for row in members}
    if len(said) > 1:
        at.add_problem(f"not the same figure: {', '.join(sorted(row['display'] for row in members))}")
    if len({row["claim_id"] for row in members}) < 2:
        at.add_problem("figures from one sentence do not corroborate each other")
    return len(said) == 1


def _add(seed: CorroborationSeed, members: Sequence[Row], sources: Mapping[str, Row], rows: Rows) -> None:
    corroboration_id = public_id("cor", seed.slug)
    supporting = list(dict.fromkeys(source for row in members for source in row["source_ids"]))
    origins = group_by_origin(supporting, sources)
    documents = {row["document"] for row in members}
    # a number of a bibliography says nothing without its document
    numbers = {number for row in members for number in row["reference_numbers"]} if len(documents) == 1 else set()
    rows[Corroboration].append(
        {
            "id": corroboration_id,
            **seed.model_dump(exclude={"members", "differ"}),
            "metric_ids": list(dict.fromkeys(row["id"] for row in members)),
            "claim_ids": list(dict.fromkeys(row["claim_id"] for row in members)),
            "document": documents.pop() if len(documents) == 1 else None,
            "reference_numbers": sorted(numbers),
            "source_ids": supporting,
            "origins": origins,
            "metric_count": len(members),
            "uncited_count": sum(not row["source_ids"] for row in members),
            "source_count": len(supporting),
            "publisher_count": len({sources[source]["publisher"] for source in supporting}),
            "independent_publisher_count": len(origins),
        }
    )
    for row in members:
        row["corroboration_ids"].append(corroboration_id)
    rows[CorroborationMember] += [{"corroboration_id": corroboration_id, "metric_id": row["id"]} for row in members]
