"""The list of conflicts, and what belongs to a single conflict."""

from typing import Any

from sqlalchemy import Connection, func, select

from app.lists import embedded_rows
from app.lists.filters import common_filters, join_paths, related_row_filters, section_filter
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.filters.value_labels import closed_list_labels
from app.lists.languages import columns_in, in_both
from app.lists.listing import Listing
from app.store.tables import Claim, Conflict, ConflictMember, Entity, Metric, columns, table
from app.store.tables.conflicts import MAX_NAMED
from app.store.transactions import fetch_rows
from app.vocabulary import ConflictKind
from app.vocabulary.names import LANGUAGE

conflict, member, metric, claim = map(columns, (Conflict, ConflictMember, Metric, Claim))


def _with_entity(members: Any) -> Any:
    return members.outerjoin(table(Entity), join_paths.entity_.slug == metric.entity)


# each member with its metric, if it is one, and with the claim that it is or that states it
_members = table(ConflictMember).outerjoin(table(Metric), metric.id == member.metric_id)
_members = _members.join(table(Claim), claim.id == func.coalesce(member.claim_id, metric.claim_id))
# the same in two parts: no member is looked up by the claim that a condition is on where it may be either's
_claims = table(ConflictMember).join(table(Claim), claim.id == member.claim_id)
_figures = (
    table(ConflictMember).join(table(Metric), metric.id == member.metric_id).join(table(Claim), claim.id == metric.claim_id)
)
_has_member = JoinPath(
    conflict.id, member.conflict_id, _with_entity(_members),
    branches=(_with_entity(_claims.outerjoin(table(Metric), metric.id == member.metric_id)), _with_entity(_figures)),
)  # fmt: skip

CONFLICTS = Listing(
    name="conflicts",
    columns={
        "id": conflict.id,
        "slug": conflict.slug,
        "kind": conflict.kind,
        **in_both(conflict, "title", "explanation"),
        "computed": conflict.computed_en,
        "metric_ids": conflict.metric_ids,
        "claim_ids": conflict.claim_ids,
        "metric_count": conflict.metric_count,
        "claim_count": conflict.claim_count,
    },
    source=table(Conflict),
    table=table(Conflict),
    key=conflict.id,
    filters=[
        common_filters.id_(conflict.id, "cfl_qd3wrl2bvfbj"),
        common_filters.full_text("conflicts", conflict.id),
        Filter("kind", conflict.kind, "How the members contradict each other", "arithmetic", ConflictKind, labels=closed_list_labels(ConflictKind)),
        common_filters.document(claim.document, _has_member),
        section_filter.section(claim.section, _has_member),
        *related_row_filters.entity_filters(_has_member, metric.entity),
        *related_row_filters.citation_filters(join_paths.has_citation(claim.id, _has_member)),
        *related_row_filters.figure_filters(_has_member),
        Filter("slug", conflict.slug, "Readable name", "model-count-worldwide", contains=True),
    ],
    sorts={"slug": conflict.slug, "kind": conflict.kind},
    chinese_columns={"computed": conflict.computed_zh},
    includes={"metrics": embedded_rows.metrics(), "claims": embedded_rows.claims()},
)  # fmt: skip


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """Extend the row of a conflict to the fields of `ConflictDetail`."""
    statement = (
        select(
            member.name,
            member.metric_id,
            func.coalesce(member.claim_id, metric.claim_id).label("claim_id"),
            func.coalesce(metric.quote, claim.text).label("quote"),
            claim.text_en,
            *(column.label(name) for name, column in columns_in(in_both(metric, "display"), LANGUAGE.get()).items()),
            claim.document,
            func.coalesce(metric.section, claim.section).label("section"),
        )
        .select_from(ConflictMember)
        .outerjoin(Metric, metric.id == member.metric_id)
        .outerjoin(Claim, claim.id == func.coalesce(member.claim_id, metric.claim_id))
        .where(member.conflict_id == row["id"], member.repeats.is_(None))
        .order_by(member.name)
    )
    members = [one | _repeats(row["id"], one["name"], connection) for one in fetch_rows(connection, statement)]
    return row | {"members": members}


def _repeats(conflict_id: str, name: str, connection: Connection) -> dict[str, Any]:
    """The first metrics that repeat a member, and the number of all that do."""
    of_member = member.conflict_id == conflict_id, member.repeats == name
    first = select(member.metric_id).where(*of_member).order_by(func.length(member.name), member.name).limit(MAX_NAMED)
    found = list(connection.execute(first).scalars())
    is_cut = len(found) == MAX_NAMED
    count = connection.execute(select(func.count()).where(*of_member)).scalar_one() if is_cut else len(found)
    return {"repeat_ids": found, "repeat_count": count}
