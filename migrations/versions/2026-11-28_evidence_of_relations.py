"""Store each relation once, with every sentence that states it as its evidence.

Until the seeds are loaded again, a relation keeps the id of the first sentence that states it.

Revision: 0018
Before: 0017
Created: 2026-11-28 19:00:00+00:00
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON()
_BEFORE = (
    "'developed_by', 'made_by', 'issued_by', 'subsidiary_of', 'part_of_series', 'based_on', 'operates', 'partner_of',"
    " 'deployed_at', 'published_by'"
)
_PREDICATES = f"{_BEFORE}, 'released_by', 'part_of'"
_STATEMENT = ("document", "subject", "predicate", "object")
_WORDS = ("claim_id", "quote", "start", "end")
_SUPPORT = ("evidence", "reference_numbers", "source_ids")


def upgrade() -> None:
    bind = op.get_bind()
    claims = "SELECT relation.*, claim.evidence, claim.reference_numbers, claim.source_ids FROM relation"
    stated: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in bind.execute(
        sa.text(f"{claims} JOIN claim ON claim.id = relation.claim_id ORDER BY relation.start")
    ).mappings():
        support = {name: _read(row[name]) for name in ("reference_numbers", "source_ids")}
        stated.setdefault(tuple(row[name] for name in _STATEMENT), []).append({**row, **support})
    op.drop_table("relation")
    relation = _create(
        ("document", "subject", "predicate", "object"), _PREDICATES,
        sa.Column("claim_ids", JSON, nullable=False), sa.Column("evidence_count", sa.Integer(), nullable=False), *_support(),
        sa.CheckConstraint("evidence IN ('cited', 'uncited')", name=op.f("ck_relation_evidence")),
    )  # fmt: skip
    evidence = op.create_table(
        "relation_evidence",
        sa.Column("id", WORD, nullable=False),
        sa.Column("relation_id", WORD, nullable=False),
        *_words(),
        *_support(),
        sa.CheckConstraint("evidence IN ('cited', 'uncited')", name=op.f("ck_relation_evidence_evidence")),
        sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name=op.f("ck_relation_evidence_start_before_end")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_relation_evidence_claim_id_claim")),
        sa.ForeignKeyConstraint(["relation_id"], ["relation.id"], name=op.f("fk_relation_evidence_relation_id_relation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation_evidence")),
        sa.UniqueConstraint("relation_id", "claim_id", name=op.f("uq_relation_evidence_relation_id_claim_id")),
    )
    op.create_index(op.f("ix_relation_evidence_claim_id"), "relation_evidence", ["claim_id"], unique=False)
    for identity, rows in stated.items():
        statement = dict(zip(_STATEMENT, identity, strict=True))
        gathered = {name: list(dict.fromkeys(one for row in rows for one in row[name])) for name in _SUPPORT[1:]}
        bind.execute(
            relation.insert(),
            {
                "id": rows[0]["id"],
                **statement,
                **{name: rows[0][name] for name in _WORDS},
                **gathered,
                "claim_ids": [row["claim_id"] for row in rows],
                "evidence_count": len(rows),
                "evidence": min(row["evidence"] for row in rows),
            },
        )
        for one in rows:
            words = {name: one[name] for name in ("id", *_WORDS, *_SUPPORT)}
            bind.execute(evidence.insert(), {**words, "relation_id": rows[0]["id"]})


def downgrade() -> None:
    bind = op.get_bind()
    joined = "FROM relation_evidence AS stated JOIN relation ON relation.id = stated.relation_id"
    shown = 'stated.id, document, subject, predicate, object, stated.claim_id, stated.quote, stated.start, stated."end"'
    where = "WHERE predicate NOT IN ('released_by', 'part_of')"
    before = [dict(row) for row in bind.execute(sa.text(f"SELECT {shown} {joined} {where}")).mappings()]
    op.drop_table("relation_evidence")
    op.drop_table("relation")
    relation = _create(("claim_id", "subject", "predicate", "object"), _BEFORE)
    for row in before:
        bind.execute(relation.insert(), row)


def _create(unique: tuple[str, ...], predicates: str, *more: Any) -> sa.Table:
    created = op.create_table(
        "relation",
        sa.Column("id", WORD, nullable=False),
        *(sa.Column(name, WORD, nullable=False) for name in ("subject", "predicate", "object", "document")),
        *_words(),
        *more,
        sa.CheckConstraint(f"predicate IN ({predicates})", name=op.f("ck_relation_predicate")),
        sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name=op.f("ck_relation_start_before_end")),
        sa.CheckConstraint("subject <> object", name=op.f("ck_relation_two_entities")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_relation_claim_id_claim")),
        sa.ForeignKeyConstraint(["document"], ["document.slug"], name=op.f("fk_relation_document_document")),
        sa.ForeignKeyConstraint(["object"], ["entity.slug"], name=op.f("fk_relation_object_entity")),
        sa.ForeignKeyConstraint(["subject"], ["entity.slug"], name=op.f("fk_relation_subject_entity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
        sa.UniqueConstraint(*unique, name=op.f(f"uq_relation_{'_'.join(unique)}")),
    )
    for columns in (["claim_id"], ["object"], ["subject"], ["start", "id"]):
        op.create_index(op.f(f"ix_relation_{'_'.join(columns)}"), "relation", columns, unique=False)
    return created


def _words() -> list[Any]:
    return [
        sa.Column("claim_id", WORD, nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
    ]


def _support() -> list[Any]:
    return [
        sa.Column("evidence", WORD, nullable=False),
        sa.Column("reference_numbers", JSON, nullable=False),
        sa.Column("source_ids", JSON, nullable=False),
    ]


def _read(value: Any) -> Any:
    """The value of a JSON column, which SQLite's driver returns as text."""
    return json.loads(value) if isinstance(value, str) else value
