"""Conflicts: metrics and claims that contradict each other, and what follows arithmetically from their values.

What contradicts a metric contradicts every repeat of it; the conflict is shown on each of them and on their claims.
"""

from collections.abc import Mapping
from decimal import Decimal

from app.seeding.comparisons.arithmetic import evaluate, written_out
from app.seeding.comparisons.comparison_members import Statements, find_member
from app.seeding.display.figures import Figure, display
from app.seeding.public_ids import public_id
from app.seeding.seed_files.comparison_schemas import ConflictSeed
from app.seeding.seed_files.folder import Seeds
from app.seeding.seed_files.yaml_files import Location
from app.seeding.spooling import held
from app.seeding.vocabulary_lookup import check_known
from app.store.exact_numbers import json_number, plain_digits
from app.store.publishing import Row, Rows
from app.store.tables import Claim, Conflict, ConflictMember, Metric
from app.store.tables.conflicts import MAX_NAMED


def add_conflicts(seeds: Seeds, rows: Rows) -> None:
    units = {unit.code for unit, _ in seeds.units}
    documents = dict.fromkeys(seed.slug for seed, _ in seeds.documents)
    repeats, statements = _Repeats(rows), Statements(rows)
    seen: set[str] = set()
    for conflict, location in seeds.conflicts:
        if conflict.slug in seen:
            (location / "slug").add_problem(f"conflict {conflict.slug!r} is given twice")
        seen.add(conflict.slug)
        members = {
            name: find_member(member, conflict.document, documents, statements, location / "members" / name)
            for name, member in conflict.members.items()
        }
        found = {name: row for name, row in members.items() if row is not None}
        if len(found) == len(members):
            _check_said_together(found, repeats, location / "members")
            _add(conflict, found, units, repeats, location, rows)


class _Repeats:
    """The metrics that repeat each other, and the claims that state metrics."""

    def __init__(self, rows: Rows) -> None:
        self.claims = {row["id"]: row for row in held(rows, Claim)}
        self._groups: dict[str, list[Row]] = {}
        self._said_together: dict[tuple[object, ...], list[Row]] = {}
        for row in rows[Metric]:
            self._said_together.setdefault(_place(row), []).append(row)
            if row.get("repeat_group") is not None:
                self._groups.setdefault(row["repeat_group"], []).append(row)

    def said_with(self, metric: Row) -> list[Row]:
        """The metrics that the same words state of several subjects, this one included."""
        return self._said_together[_place(metric)]

    def of(self, members: Mapping[str, Row]) -> dict[str, tuple[str, Row]]:
        """The metrics that repeat a member without being one themselves, by a name, each with the member's name."""
        found: dict[str, tuple[str, Row]] = {}
        named = {row["id"] for row in members.values()}
        for name, member in members.items():
            group = self._groups.get(member.get("repeat_group") or "", ())
            copies = [row for row in group if row["id"] not in named]
            named |= {row["id"] for row in copies}
            found |= {f"{name}~{number}": (name, row) for number, row in enumerate(copies, 2)}
        return found


def _place(metric: Row) -> tuple[object, ...]:
    return metric["claim_id"], metric["start"], metric["end"], metric["indicator"]


def _check_said_together(members: Mapping[str, Row], repeats: _Repeats, location: Location) -> None:
    """Add a problem for each member whose words say the same of a subject that is no member: it is contradicted as well."""
    named = {row["id"] for row in members.values()}
    for name, row in members.items():
        for other in repeats.said_with(row) if "value_text" in row else ():
            if other["id"] not in named:
                (location / name).add_problem(
                    f"{row['quote']!r} is said of {other['subject']!r} in the same words: make it a member as well"
                )


def _add(
    conflict: ConflictSeed, members: dict[str, Row], units: set[str], repeats: _Repeats, location: Location, rows: Rows
) -> None:
    conflict_id = public_id("cfl", conflict.slug)
    metrics = {name: row for name, row in members.items() if "value_text" in row}
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
        shown = display(Figure(value, None, "eq", step.unit))
        number = {"value": float(value), "value_text": json_number(value)}
        said = {f"display_{lang}": getattr(shown, lang) for lang in ("en", "zh")}
        said |= {f"calculation_{lang}": written_out(step.expression, _figures(metrics, lang)) for lang in ("en", "zh")}
        computed.append({**step.model_dump(), **number, **said})
    copies = repeats.of(members)
    told = [*members.values(), *(row for _, row in copies.values())]
    stating = [repeats.claims[row.get("claim_id") or row["id"]] for row in told]
    named = max(len(members), MAX_NAMED)
    for row in (*told, *stating):
        if conflict_id not in row["conflict_ids"]:
            row["conflict_ids"].append(conflict_id)
    rows[Conflict].append(
        {
            "id": conflict_id,
            **conflict.model_dump(mode="json", exclude={"members", "computed", "document"}),
            **{f"computed_{lang}": [_in_language(step, lang) for step in computed] for lang in ("en", "zh")},
            "metric_ids": list(dict.fromkeys(row["id"] for row in told[:named] if "value_text" in row)),
            "claim_ids": list(dict.fromkeys(claim["id"] for claim in stating[:named])),
            "metric_count": len({row["id"] for row in told if "value_text" in row}),
            "claim_count": len({claim["id"] for claim in stating}),
        }
    )
    taking_part = [*((name, None, row) for name, row in members.items()), *((name, *of) for name, of in copies.items())]
    rows[ConflictMember] += [
        {
            "id": public_id("cfm", conflict_id, name),
            "conflict_id": conflict_id,
            "name": name,
            "metric_id": row["id"] if "value_text" in row else None,
            "claim_id": None if "value_text" in row else row["id"],
            "repeats": repeated,
        }
        for name, repeated, row in taking_part
    ]


def _figures(metrics: Mapping[str, Row], lang: str) -> dict[str, str]:
    """The value of each member in words. Of a ratio the number alone, as expressions divide percent by 100."""
    plain = {"percent", "percentage_point", "times"}
    return {
        name: plain_digits(value) if row["unit"] in plain else getattr(display(Figure(value, None, "eq", row["unit"])), lang)
        for name, row in metrics.items()
        for value in [Decimal(row["value_text"])]
    }


def _in_language(step: Row, lang: str) -> Row:
    """A computed value with `label`, `calculation` and `display` in one language, beside both."""
    return {**{name: step[f"{name}_{lang}"] for name in ("label", "calculation", "display")}, **step}
