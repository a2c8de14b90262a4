"""Which version of the data the database holds."""

from sqlalchemy import Connection, Engine, select, update

from app.store.tables import Dataset, columns, table
from app.store.transactions import SELECT_DATASET, require_loaded, write


def loaded_dataset(connection: Connection) -> tuple[str, str]:
    """Version of the data, and when it was loaded. Raises `Unavailable` if the database is empty."""
    row = connection.exec_driver_sql(SELECT_DATASET).first()
    return require_loaded(None if row is None else (row[0], row[1]))


def dataset_version(connection: Connection) -> str | None:
    """The version of the data; null if the database is empty."""
    version: str | None = connection.execute(select(columns(Dataset).version)).scalar()
    return version


def is_optimized(connection: Connection) -> bool:
    """Whether statistics and precomputed counts exist for the dataset: a process can die after the load and before these."""
    return bool(connection.execute(select(columns(Dataset).optimized)).scalar())


def mark_optimized(engine: Engine) -> None:
    with write(engine) as connection:
        connection.execute(update(table(Dataset)).values(optimized=True))
