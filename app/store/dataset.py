"""Which version of the data the database holds."""

from sqlalchemy import Connection, select

from app.errors import Unavailable
from app.store.tables import Dataset, columns
from app.store.transactions import SELECT_DATASET


def loaded_dataset(connection: Connection) -> tuple[str, str]:
    """Version of the data, and when it was loaded. Raises `Unavailable` if the database is empty."""
    row = connection.exec_driver_sql(SELECT_DATASET).first()
    return require_loaded(None if row is None else (row[0], row[1]))


def require_loaded(held: tuple[str, str] | None) -> tuple[str, str]:
    """The row of `SELECT_DATASET`. Raises `Unavailable` if there is none."""
    if held is None:
        raise Unavailable("the database holds no dataset yet: run `factbase seed`", retry_after=2)
    return held


def dataset_version(connection: Connection) -> str | None:
    """The version of the data; null if the database is empty."""
    version: str | None = connection.execute(select(columns(Dataset).version)).scalar()
    return version
