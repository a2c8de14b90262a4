"""An answer's statements see one and the same data, whatever is loaded between two of them."""

import pytest
from sqlalchemy import select, update

from app.config import Settings
from app.store.engines import open_engine
from app.store.prepared_statements import PreparedStatement
from app.store.tables import Dataset, columns, table
from app.store.time_limits import Allowance
from app.store.transactions import read, write
from tests.conftest import migrated


@pytest.mark.parametrize("allowed", [None, Allowance(5)])
def test_what_is_written_meanwhile_is_not_seen(empty: Settings, allowed: Allowance | None) -> None:
    engine = open_engine(migrated(empty))
    row = {"id": 1, "version": "before", "built_at": "2026-01-01T00:00:00+00:00", "files": {}, "counts": {}}
    with write(engine) as connection:
        connection.execute(table(Dataset).insert().values(row))
    asked = select(columns(Dataset).version)
    with read(engine, allowed) as (connection, held):
        assert held == ("before", "2026-01-01T00:00:00+00:00")
        with write(engine) as other:
            other.execute(update(table(Dataset)).values(version="after"))
        assert PreparedStatement(asked, engine.dialect).all(connection, {}) == [("before",)]
        assert connection.execute(asked).scalar() == "before"
    with read(engine) as (connection, held):
        assert held == ("after", "2026-01-01T00:00:00+00:00")
    engine.dispose()
