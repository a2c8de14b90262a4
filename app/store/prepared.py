"""Statements compiled once and run by the driver with other values: what is asked often is neither built nor compiled again."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Dialect, Select

from app.store.transactions import driver_errors

Rows = list[dict[str, Any]]
# what PostgreSQL is told before a statement, for the rest of the answer
_ONCE = "SET LOCAL plan_cache_mode = force_generic_plan"


def prepared_query(build: Callable[..., Select[Any]]) -> Callable[..., Rows]:
    """`build` as a question: called with a connection, what `build` takes, and values for its bound parameters by name.

    The statement is made once for each dialect and all that `build` is given. The answer is what `Prepared.rows` gives.
    """

    @lru_cache(maxsize=256)
    def prepared(dialect: Dialect, *given: Any) -> PreparedStatement:
        return PreparedStatement(build(*given), dialect)

    def ask(connection: Connection, *given: Any, **values: Any) -> Rows:
        return prepared(connection.dialect, *given).rows(connection, values)

    return ask


class PreparedStatement:
    """A statement as its database's driver takes it. Its bound parameters keep their values unless `all` gives others.

    PostgreSQL is told to plan it each time where the best plan `depends` on the values, as with words, and once for all where
    it does not; else it finds out.
    """

    def __init__(self, statement: Select[Any], dialect: Dialect, *, depends: bool | None = None) -> None:
        self._before = ""
        self._options: dict[str, Any] = {}
        if dialect.driver == "psycopg":
            # as binary, which is read faster; None leaves it to psycopg when to prepare
            self._options = {"binary": True, "prepare": False if depends else None}
            self._before = _ONCE if depends is False else ""
        # what SQLAlchemy otherwise does for each execution: lists of values written out, values made the driver's
        compiled = statement.compile(dialect=dialect)
        state = compiled.construct_expanded_state({name: None for name, one in compiled.binds.items() if one.required})
        self.sql = state.statement
        self._names = state.positiontup
        self._processors: dict[str, Any] = {**compiled._bind_processors, **state.processors}
        self._constants = self._processed(state.parameters)
        self._callables = {name: one.callable for name, one in compiled.binds.items() if one.callable is not None}
        shown = statement.selected_columns
        self._columns = [column.name for column in shown]
        # the drivers give everything else as Python has it
        stored = [(column.name, column.type) for column in shown if isinstance(column.type, JSON | Boolean)]
        readers = [(name, type_.dialect_impl(dialect).result_processor(dialect, None)) for name, type_ in stored]
        self._readers = [(name, read) for name, read in readers if read is not None]

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        """All rows, with what the driver makes of the columns."""
        parameters: Any = self._constants | self._processed(values)
        for name, value_of in self._callables.items():
            parameters[name] = value_of()
        if self._names is not None:
            parameters = [parameters[name] for name in self._names]
        driver: Any = connection.connection.dbapi_connection
        with driver_errors(connection, self.sql):
            if self._before:
                driver.execute(self._before)
            rows: list[Sequence[Any]] = driver.execute(self.sql, parameters, **self._options).fetchall()
        return rows

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Rows:
        """All rows by the names of their columns, as Python has them."""
        found = [dict(zip(self._columns, row, strict=True)) for row in self.all(connection, values)]
        for name, read in self._readers:
            for row in found:
                row[name] = read(row[name])
        return found

    def _processed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._processors[name](value) if name in self._processors else value for name, value in values.items()}
