"""Conflicts: metrics and claims that contradict each other, and what follows arithmetically from their values."""

from decimal import Decimal

from app.seeding.arithmetic import evaluate
from app.seeding.display import display
from app.seeding.folder import Seeds
from app.seeding.lookups import check_known
from app.seeding.members import find_member
from app.seeding.public_ids import public_id
from app.seeding.schemas import ConflictSeed
from app.seeding.yaml_files import Location
from app.store.exact_numbers import digits
from app.store.publishing import Row, Rows
from app.store.tables import Conflict, ConflictMember


def add_conflicts(seeds: Seeds, rows: Rows) -> None:
    units = {unit.code for unit, _ in seeds.units}
    seen: set[str] = set()
    for conflict, location in seeds.conflicts:
        if conflict.slug in seen:
            (location / "slug").add_problem(f"conflict {conflict.slug!r} is given twice")
        seen.add(conflict.slug)
        members = {
            name: find_member(member, conflict.document, rows, location / "members" / name)
            for name, member in conflict.members.items()
        }
        found = {name: row for name, row in members.items() if row is not None}
        if len(found) == len(members):
            _add(conflict, found, units, location, rows)


def _add(conflict: ConflictSeed, members: dict[str, Row], units: set[str], location: Location, rows: Rows) -> None:
    conflict_id = public_id("cfl", conflict.slug)
    metrics = {name: row for name, row in members.items() if "value_text" in row}
    claims = {name: row for name, row in members.items() if name not in metrics}
    values = {name: Decimal(row["value_text"]) for name, row in metrics.items()}
    computed = []
    for i, step in enumerate(conflict.computed):
        at = location / "computed" / i
        if not check_known(step.unit, units, "unit", at / "unit"):
            continue
        try:
            value = evaluate(step.expression, values)
        except ValueError as error:
            (at / "expression").add_problem(str(error))
            continue
        shown = display(value, None, "eq", step.unit)
        computed.append({**step.model_dump(), "value": float(value), "value_text": digits(value), "display": shown})
    for row in members.values():
        if conflict_id not in row["conflict_ids"]:
            row["conflict_ids"].append(conflict_id)
    rows[Conflict].append(
        {
            "id": conflict_id,
            **conflict.model_dump(mode="json", exclude={"members", "computed", "document"}),
            "computed": computed,
            "metric_ids": list(dict.fromkeys(row["id"] for row in metrics.values())),
            "claim_ids": list(dict.fromkeys(row.get("claim_id") or row["id"] for row in members.values())),
        }
    )
    rows[ConflictMember] += [
        {
            "id": public_id("cfm", conflict_id, name),
            "conflict_id": conflict_id,
            "name": name,
            "metric_id": row["id"] if name in metrics else None,
            "claim_id": row["id"] if name in claims else None,
        }
        for name, row in members.items()
    ]
