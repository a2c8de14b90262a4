"""What SQLite is told of rows changes no answer."""

from sqlalchemy import literal_column, select
from sqlalchemy.dialects import postgresql, sqlite

from app.config import Settings
from app.store.engines import open_engine
from app.store.planner_hints import are_few
from app.store.tables import Metric, columns


def test_few_rows_are_all_rows(seeded: Settings) -> None:
    row = columns(Metric)
    engine = open_engine(seeded)
    with engine.connect() as connection:
        every = set(connection.execute(select(row.id)).scalars())
        assert set(connection.execute(select(row.id).where(are_few(row.id))).scalars()) == every
    engine.dispose()


def test_only_sqlite_is_told_and_as_it_reads_it() -> None:
    """Compared with 1, as SQLAlchemy does with what is boolean, the hint is none."""
    found = select(literal_column("1")).where(are_few(columns(Metric).id))
    assert str(found.compile(dialect=sqlite.dialect())).endswith("WHERE likelihood(metric.id IS NOT NULL, 0.001)")
    assert str(found.compile(dialect=postgresql.dialect())).endswith("WHERE true")
