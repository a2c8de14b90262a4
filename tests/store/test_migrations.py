"""Migrations that alembic writes from the project's template are found like those in the repository."""

import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from app.config import Settings
from app.store.engines import open_engine
from app.store.migrations import newest_revision
from app.store.publishing import Build
from app.store.transactions import write
from tests.conftest import BACKENDS, fresh, loaded


def test_a_generated_migration_is_the_newest(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(Settings().migrations, folder)
    config = Config()
    config.set_main_option("script_location", str(folder))
    before = newest_revision(Settings(migrations=folder))
    script = ScriptDirectory.from_config(config).generate_revision("next1", "what comes next", head="head")
    assert script is not None
    assert script.down_revision == before
    assert newest_revision(Settings(migrations=folder)) == "next1"


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_step_back_keeps_what_is_stored_or_has_it_published_anew(
    backend: str, built: Build, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings = loaded(fresh(backend, tmp_path, request), built)
    config = Config()
    config.set_main_option("script_location", str(settings.migrations))
    engine = open_engine(settings)
    found = []
    for back_to in (None, "0031", "0026"):
        with write(engine) as connection:
            config.attributes["connection"] = connection
            if back_to:
                command.downgrade(config, back_to)
                command.upgrade(config, "head")
            totals = connection.execute(text("SELECT id FROM metric WHERE is_total ORDER BY id")).scalars().all()
            counted = connection.execute(text("SELECT sum(document_count) FROM source")).scalar_one()
            version = connection.execute(text("SELECT version FROM dataset")).scalar_one()
            views = inspect(connection)
            described = [one.get("comment") for view in views.get_view_names() for one in views.get_columns(view)]
            found.append((totals, counted, described, version))
    engine.dispose()
    before, kept, marked = found
    assert len(before[0]) == 2
    assert all(before[2]) == (backend == "postgresql")
    assert kept == before
    assert marked == (*before[:3], f"{before[3]}-downgraded")
