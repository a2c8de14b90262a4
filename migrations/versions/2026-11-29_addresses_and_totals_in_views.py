"""Tell totals from their parts, and give figures in views the address of their pages.

The views get columns at their end, so that PostgreSQL keeps their comments and grants. `service` has the address that the
service is known by, which `factbase serve` and `factbase publish` write.

Revision: 0033
Before: 0032
Created: 2026-11-29 10:05:00+00:00
"""

from itertools import groupby
from operator import itemgetter

import sqlalchemy as sa
from alembic import op

from app.seeding.comparisons.totals import find_totals
from app.store.schema_changes import migration

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None
is_lossless = True

_ADDRESS = "(SELECT service.url FROM service WHERE service.id = 1)"
_COLUMNS = f"""metric.is_total AS is_total,
  CAST({_ADDRESS} || '/metrics/' || metric.id AS text) AS fact_url,
  CAST({_ADDRESS} || '/sources/' || page_1.id AS text) AS source_link"""
_MEANINGS = {
    "is_total": "Whether it contains another figure of its document, so that both must not be added up.",
    "fact_url": "Address of the figure's page, with everything that supports it.",
    "source_link": "Address of the page of the first source; null if it is uncited.",
}
_END = "\n FROM metric\n"
_FIGURES = ("metrics_flat", "facts_flat")
_READ = (
    "id", "document", "indicator", "unit", "period", "as_of", "status", "role", "claim_id", "repeat_group", "value", "entity",
    "subject",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_service_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
    )
    op.execute(r"INSERT INTO service (id, url) VALUES (1, 'http\://127.0.0.1\:8000')")
    op.add_column("metric", sa.Column("is_total", sa.Boolean(), server_default=sa.false(), nullable=False))
    _mark_totals()
    selects = {view: select.replace(_END, f",\n  {_COLUMNS}{_END}", 1) for view, select in _selects().items()}
    for view, select in selects.items():
        _replace(view, f"AS {select}")
    _describe([*_described(), *((view, *one) for view in _FIGURES for one in _MEANINGS.items())])
    for view in _FIGURES if _is_postgresql() else ():
        for column, meaning in _MEANINGS.items():
            op.execute(f"COMMENT ON COLUMN {view}.{column} IS '{_quoted(meaning)}'")


def downgrade() -> None:
    meanings = [one for one in _described() if one[0] not in _FIGURES or one[1] not in _MEANINGS]
    # PostgreSQL takes no column out of a view
    for view in ("view_columns", *_FIGURES):
        op.execute(f"DROP VIEW {view}")
    for view, select in _selects().items():
        op.execute(f"CREATE VIEW {view} AS {select}")
    _describe(meanings)
    for view, column, meaning in meanings if _is_postgresql() else ():
        if view in _FIGURES:
            of = f"COLUMN {view}.{column}" if column else f"VIEW {view}"
            op.execute(migration("0026")._escaped(f"COMMENT ON {of} IS '{_quoted(meaning)}'"))
    op.drop_column("metric", "is_total")
    op.drop_table("service")


# kinds of units whose values are amounts of something
_ADDING_UP = "'money', 'count', 'amount', 'area', 'data', 'energy', 'mass', 'volume'"


def _mark_totals() -> None:
    """Set `is_total` where rows are there already, as publishing them does."""
    connection = op.get_bind()
    metric = sa.table("metric", *map(sa.column, _READ), sa.column("qualifiers", sa.JSON), sa.column("is_total", sa.Boolean))
    amounts = set(connection.execute(sa.text(f"SELECT code FROM unit WHERE kind IN ({_ADDING_UP})")).scalars())
    of_parts = "'part_of_series', 'part_of', 'subsidiary_of'"
    related = connection.execute(sa.text(f"SELECT subject, object FROM relation WHERE predicate IN ({of_parts})"))
    parts = {(one.subject, one.object) for one in related}
    read = sa.select(*metric.c).order_by(metric.c.document).execution_options(yield_per=1000)
    found: list[str] = []
    for _, rows in groupby(connection.execute(read).mappings(), itemgetter("document")):
        found += find_totals(map(dict, rows), amounts, parts)
    for id_ in found:
        connection.execute(sa.update(metric).where(metric.c.id == id_).values(is_total=True))
    copied = sa.select(metric.c.repeat_group).where(metric.c.is_total, metric.c.repeat_group.is_not(None))
    connection.execute(sa.update(metric).where(metric.c.repeat_group.in_(copied)).values(is_total=True))


def _selects() -> dict[str, str]:
    """The views of figures as earlier migrations made them."""
    views = migration("0026")
    return {
        "metrics_flat": views._metrics(views._Dialect(_is_postgresql()), facts=False),
        "facts_flat": migration("0028").current(),
    }


def _describe(meanings: list[tuple[str, str, str]]) -> None:
    """Make `view_columns` of view, column and meaning."""
    views = migration("0026")
    rows = ", ".join(f"({', '.join(map(views._quoted, row))})" for row in meanings)
    _replace("view_columns", views._escaped(f"(view_name, column_name, meaning) AS VALUES {rows}"))


def _described() -> list[tuple[str, str, str]]:
    """View, column and meaning, as the database has them."""
    rows = op.get_bind().execute(sa.text("SELECT view_name, column_name, meaning FROM view_columns"))
    return [(row[0], row[1], row[2]) for row in rows]


def _replace(view: str, definition: str) -> None:
    if _is_postgresql():
        op.execute(f"CREATE OR REPLACE VIEW {view} {definition}")
    else:
        op.execute(f"DROP VIEW IF EXISTS {view}")
        op.execute(f"CREATE VIEW {view} {definition}")


def _quoted(words: str) -> str:
    return words.replace("'", "''")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
