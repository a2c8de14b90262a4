"""The address of the service, which the views for SQL tools write before `/metrics/…` and `/sources/…`."""

from sqlalchemy import Engine, select, update

from app.store.tables import Service, columns, table
from app.store.transactions import write


def note_service_url(engine: Engine, url: str) -> None:
    """Store the address, unless it is stored already: a database that is only read needs no write."""
    with engine.connect() as connection:
        noted = connection.execute(select(columns(Service).url)).scalar()
    if noted != url:
        with write(engine) as connection:
            connection.execute(update(table(Service)).values(url=url))
