"""An answer's statements see one and the same data, whatever is loaded between two of them."""

import pytest
from sqlalchemy import text, update

from app.config import Settings
from app.db import open_engine, read, write
from app.migrate import upgrade
from app.models import Dataset, table
from app.requests import dataset


@pytest.mark.parametrize("seconds", [None, 5.0])
@pytest.mark.parametrize("is_asked_first", [True, False], ids=["by the driver", "by SQLAlchemy"])
def test_what_is_written_meanwhile_is_not_seen(empty: Settings, seconds: float | None, is_asked_first: bool) -> None:
    engine = open_engine(empty)
    upgrade(engine, empty)
    row = {"id": 1, "version": "before", "built_at": "2026-01-01T00:00:00+00:00", "files": {}, "counts": {}}
    with write(engine) as connection:
        connection.execute(table(Dataset).insert().values(row))
    with read(engine, seconds) as connection:
        if is_asked_first:
            assert dataset(connection)[0] == "before"
        else:
            assert connection.execute(text("SELECT version FROM dataset")).scalar() == "before"
        with write(engine) as other:
            other.execute(update(table(Dataset)).values(version="after"))
        assert dataset(connection)[0] == "before"
        assert connection.execute(text("SELECT version FROM dataset")).scalar() == "before"
    with read(engine) as connection:
        assert dataset(connection)[0] == "after"
    engine.dispose()
