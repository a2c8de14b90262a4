"""Statements compiled once and run by the driver with other values: what is asked often is neither built nor compiled again."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.exc import DBAPIError


class Prepared:
    """A statement as its database's driver takes it. Its bound parameters keep their values unless `all` gives others.

    PostgreSQL plans it once for all values, or each time where the best plan `depends` on them, as with words.
    """

    def __init__(self, statement: Select[Any], dialect: Dialect, *, depends: bool = False) -> None:
        self._options: dict[str, Any] = {}
        if dialect.driver == "psycopg":
            # as binary, which is read faster; None leaves it to psycopg when to prepare
            self._options = {"binary": True, "prepare": False if depends else None}
        # what SQLAlchemy otherwise does for each execution: lists of values written out, values made the driver's
        compiled = statement.compile(dialect=dialect)
        state = compiled.construct_expanded_state()
        self.sql = state.statement
        self._names = state.positiontup
        self._processors: dict[str, Any] = {**compiled._bind_processors, **state.processors}
        self._constants = self._processed(state.parameters)

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        """All rows, with what the driver makes of the columns."""
        parameters: Any = self._constants | self._processed(values)
        if self._names is not None:
            parameters = [parameters[name] for name in self._names]
        driver: Any = connection.connection.dbapi_connection
        dbapi: Any = connection.dialect.dbapi
        try:
            rows: list[Sequence[Any]] = driver.execute(self.sql, parameters, **self._options).fetchall()
        except dbapi.Error as error:
            raise DBAPIError.instance(self.sql, None, error, dbapi.Error) from error
        return rows

    def _processed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._processors[name](value) if name in self._processors else value for name, value in values.items()}
