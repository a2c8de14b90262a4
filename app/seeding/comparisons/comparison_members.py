"""Finding the metrics and claims that conflicts and corroborations name by section and words."""

from collections.abc import Collection

from app.seeding.seed_files.comparison_schemas import MemberSeed
from app.seeding.seed_files.yaml_files import Location
from app.seeding.spooling import held
from app.seeding.vocabulary_lookup import check_known
from app.store.publishing import Row, Rows
from app.store.tables import Claim, Metric


class Statements:
    """The metrics and claims that may be members, by document and section."""

    def __init__(self, rows: Rows) -> None:
        self._rows: dict[tuple[object, str, str | None], list[Row]] = {}
        for table in (Metric, Claim):
            for row in held(rows, table):
                self._rows.setdefault((table, row["document"], row["section"]), []).append(row)

    def of(self, table: object, document: str, section: str | None) -> list[Row]:
        return self._rows.get((table, document, section), [])


def find_member(
    member: MemberSeed, document: str | None, documents: Collection[str], statements: Statements, at: Location
) -> Row | None:
    """The row that a member names, or None, with a problem added at `at`, if it names no row or several.

    `document`, one of `documents`, is where it is looked for if the member names none.
    """
    named = member.document or document
    if named is None:
        at.add_problem("name its document: `document`, here or for all members")
        return None
    if not check_known(named, documents, "document", at / "document"):
        return None
    if (member.quote is None) == (member.claim is None):
        at.add_problem("a member names a metric (by `quote`) or a claim (by its words): give exactly one of the two")
        return None
    table = Metric if member.quote is not None else Claim
    found = [row for row in statements.of(table, named, member.section) if _matches(member, row)]
    if member.nth is not None:
        found = found[member.nth - 1 : member.nth]
    if len(found) == 1:
        return found[0]
    what = f"{'metrics' if member.quote else 'claims'} match {member.quote or member.claim!r} in section {member.section} of {named}"
    hint = "; give its indicator, subject or nth" if found else ""
    at.add_problem(f"{len(found) or 'no'} {what}{hint}")
    return None


def _matches(member: MemberSeed, row: Row) -> bool:
    if member.claim is not None:
        return member.claim in row["text"]
    wanted = {"quote": member.quote, "indicator": member.indicator, "subject": member.subject}
    return all(row[name] == value for name, value in wanted.items() if value is not None)
