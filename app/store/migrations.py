"""Schema migrations: the revision of a database, the newest revision, and the upgrade to it.

Alembic takes a tenth of a second to import, so only an upgrade imports it; a server whose database is current does not.
"""

import re
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, column, inspect, select, table

from app.config import Settings
from app.store.transactions import write

if TYPE_CHECKING:
    from alembic.config import Config

_NAMED = re.compile(r"""^(revision|down_revision) = ["'](\w+)["']""", re.MULTILINE)
# alembic's table of the revision
_VERSION = table("alembic_version", column("version_num"))


def upgrade(engine: Engine, settings: Settings, revision: str = "head") -> None:
    """Apply the missing migrations in one transaction."""
    from alembic import command

    with write(engine) as connection:
        config = _config(settings)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    # only what is opened from now on gives an SQLite file that was empty its write-ahead log
    engine.dispose()


def newest_revision(settings: Settings) -> str | None:
    """The newest revision in the folder of migrations; null if it has none."""
    named = [
        found.groups() for path in settings.migrations.glob("versions/*.py") for found in _NAMED.finditer(path.read_text())
    ]
    before = {revision for name, revision in named if name == "down_revision"}
    return next((revision for name, revision in named if name == "revision" and revision not in before), None)


def current_revision(connection: Connection) -> str | None:
    """The revision of the database; null if it was never migrated."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    revision: str | None = connection.execute(select(_VERSION.c.version_num)).scalar()
    return revision


def _config(settings: Settings) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(settings.migrations).replace("%", "%%"))
    return config
