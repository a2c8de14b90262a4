"""Loading is one transaction: all or nothing, and nothing twice."""

import copy
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from app.config import HOME, Settings
from app.seeding.build import build
from app.seeding.seed_files.versions import seed_version
from app.store.dataset_version import dataset_version
from app.store.engines import open_engine
from app.store.migrations import current_revision, newest_revision, upgrade
from app.store.publishing import Build, publish
from app.store.tables import Claim, Dataset, Metric, Suggestion, columns, table
from tests.conftest import loaded, migrated
from tests.support.small_folder import REPORT, small_folder


def test_loading_twice_writes_once(empty: Settings, built: Build) -> None:
    engine = open_engine(migrated(empty))
    assert publish(engine, built) is True
    assert publish(engine, built) is False
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(table(Claim))).scalar_one() == 557
        assert dataset_version(connection) == built.version == seed_version(HOME / "seeds")
    engine.dispose()


def test_the_same_seeds_give_the_same_rows(built: Build) -> None:
    assert build(HOME / "seeds", most_held=50).rows == built.rows


def test_long_words_and_names_load_on_both_databases(empty: Settings, tmp_path: Path) -> None:
    """PostgreSQL keeps no token of more than 2,046 bytes, and no entry of an index of more than 2,700."""
    letters = Random(1)
    word, url, heading = ("".join(letters.choices("abcdefghijklmnopqrstuvwxyz", k=3000)) for _ in range(3))
    text = REPORT.replace("## 2 Outlook", f"## {heading}\n\nThey sell {word} there.\n\n## 2 Outlook")
    engine = open_engine(migrated(empty))
    built = build(small_folder(tmp_path / "seeds", f"{text}3. [{heading}](http://long.example/{url})\n"))
    assert publish(engine, built) is True
    with engine.connect() as connection:
        found = connection.execute(select(table(Suggestion).c.folded).where(table(Suggestion).c.text == heading)).scalars()
        assert set(found) == {heading[:500]}
    engine.dispose()


def test_a_bad_row_leaves_what_was_there(empty: Settings, built: Build) -> None:
    engine = open_engine(loaded(empty, built))
    rows = copy.copy(built.rows)
    rows[Metric] = [{**row, "unit": "no-such-unit"} if i == 400 else row for i, row in enumerate(rows[Metric])]
    with pytest.raises(IntegrityError):
        publish(engine, Build(rows, "another", built.files))
    with engine.connect() as connection:
        assert dataset_version(connection) == built.version
        assert connection.execute(select(func.count()).select_from(table(Metric))).scalar_one() == len(built.rows[Metric])
    engine.dispose()


KILLED = """
import os, signal, sys
from pathlib import Path
from app.config import Settings
from app.store.engines import open_engine
from app.seeding.build import build
from app.store.publishing import publish

def die(message):
    if "into metric" in message:
        os.kill(os.getpid(), signal.SIGKILL)

settings = Settings(database_url=sys.argv[1])
publish(open_engine(settings), build(settings.seeds), die)
"""


@pytest.mark.slow
def test_a_killed_seed_leaves_the_database_empty(empty: Settings, built: Build) -> None:
    engine = open_engine(migrated(empty))
    died = subprocess.run([sys.executable, "-c", KILLED, empty.database_url], cwd=HOME, check=False)
    assert died.returncode == -9
    deadline = time.monotonic() + 10
    while True:  # PostgreSQL notices a lost client a moment later
        try:
            with engine.connect() as connection:
                assert dataset_version(connection) is None
                assert connection.execute(select(func.count()).select_from(table(Claim))).scalar_one() == 0
            break
        except AssertionError:
            if time.monotonic() > deadline:
                raise
    assert publish(engine, built) is True
    engine.dispose()


# neither database tells SQLAlchemy what an index over an expression holds, so that alembic leaves those out
@pytest.mark.filterwarnings("ignore:.*expression-based index", "ignore:Can't validate argument 'dialect_options'")
@pytest.mark.slow
def test_migrations_go_up_and_down(empty: Settings) -> None:
    from alembic import command

    from app.store.migrations import _config
    from app.store.transactions import write

    engine = open_engine(empty)
    upgrade(engine, empty)
    for step, revision in ((command.downgrade, "base"), (command.upgrade, "head")):
        with write(engine) as connection:
            config = _config(empty)
            config.attributes["connection"] = connection
            step(config, revision)
    with write(engine) as connection:
        assert current_revision(connection) == newest_revision(empty)
        config.attributes["connection"] = connection
        # else what it was when alembic was imported, which may be what another test wrote to
        config.stdout = sys.stdout
        command.check(config)
    engine.dispose()


BAD = [
    (Metric, {"comparator": "about"}),
    (Metric, {"status": "maybe"}),
    (Metric, {"unit": "no-such-unit"}),
    (Metric, {"indicator": "no-such-indicator"}),
    (Metric, {"entity": "nobody"}),
    (Metric, {"end": 0}),
    (Metric, {"value_max": 1.0, "value_max_text": "1"}),
    (Metric, {"period": "2025"}),
    (Metric, {"claim_id": "clm_nothing"}),
    (Claim, {"kind": "guess"}),
    (Claim, {"ordinal": 2}),
    (Claim, {"section": "9.9"}),
]


@pytest.mark.parametrize(("model", "fault"), BAD, ids=[f"{m.__tablename__}-{next(iter(f))}" for m, f in BAD])
def test_constraints_refuse_bad_rows(seeded: Settings, built: Build, model: type, fault: dict[str, object]) -> None:
    row = next(row for row in built.rows[model] if row.get("period", None) is None and row.get("value_max") is None)
    row = {
        **row,
        "id": "new",
        **({"start": 900_000, "end": 900_001, "ordinal": 900_000} if model is Claim else {"start": 1, "end": 2}),
    }
    engine = open_engine(seeded)
    with engine.connect() as connection:
        transaction = connection.begin()
        connection.execute(
            insert(table(model)).values({column.name: row[column.name] for column in columns(model)})
        )  # the row itself fits
        transaction.rollback()
        with pytest.raises(IntegrityError):
            connection.execute(
                insert(table(model)).values({column.name: (row | fault)[column.name] for column in columns(model)})
            )
        connection.rollback()
    engine.dispose()


def test_there_is_one_dataset(seeded: Settings) -> None:
    engine = open_engine(seeded)
    with engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(Dataset).values(id=2, version="x", built_at="x", files={}, counts={}))
    engine.dispose()
