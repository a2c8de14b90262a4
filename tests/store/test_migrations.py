"""Migrations that alembic writes from the project's template are found like those in the repository."""

import shutil
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from app.config import Settings
from app.store.migrations import newest_revision


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
