"""Alembic, called from code: bring a database to the newest schema, and tell whether it is there."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from app.config import Settings
from app.db import write


def upgrade(engine: Engine, settings: Settings, revision: str = "head") -> None:
    """Apply what is missing, in one transaction on both databases."""
    with write(engine) as connection:
        config = _config(settings)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def newest_revision(settings: Settings) -> str | None:
    return ScriptDirectory.from_config(_config(settings)).get_current_head()


def current_revision(connection: Connection) -> str | None:
    """The schema revision of the database; null where it was never migrated."""
    return MigrationContext.configure(connection).get_current_revision()


def _config(settings: Settings) -> Config:
    config = Config()
    config.set_main_option("script_location", str(settings.migrations).replace("%", "%%"))
    return config
