"""Members of conflicts and corroborations, found among the metrics and claims by section and words."""

from app.seeding.schemas import MemberSeed
from app.seeding.yaml_files import Place
from app.store.publishing import Row, Rows
from app.store.tables import Claim, Metric


def find_member(member: MemberSeed, document: str, rows: Rows, at: Place) -> Row | None:
    """The one row that a member names; null, with the reason noted, where it names none or several."""
    if (member.quote is None) == (member.claim is None):
        at.refuse("a member is a metric (quote) or a claim (its words): exactly one of the two")
        return None
    table = Metric if member.quote is not None else Claim
    found = [row for row in rows[table] if row["document"] == document and _fits(member, row)]
    if member.nth is not None:
        found = found[member.nth - 1 : member.nth]
    if len(found) == 1:
        return found[0]
    what = f"{member.quote or member.claim!r} in section {member.section}"
    hint = "; say its indicator, subject or nth" if found else ""
    at.refuse(f"{len(found) or 'no'} {'metrics' if member.quote else 'claims'} are {what}{hint}")
    return None


def _fits(member: MemberSeed, row: Row) -> bool:
    if row["section"] != member.section:
        return False
    if member.claim is not None:
        return member.claim in row["text"]
    wanted = {"quote": member.quote, "indicator": member.indicator, "subject": member.subject}
    return all(row[name] == value for name, value in wanted.items() if value is not None)
