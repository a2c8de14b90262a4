"""The engine, and everything in which SQLite and PostgreSQL differ."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    Dialect,
    Engine,
    LargeBinary,
    Text,
    TypeDecorator,
    bindparam,
    create_engine,
    event,
    make_url,
    table,
    text,
)  # fmt: skip
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from app import exact
from app.config import Settings
from app.tokens import Term

# one loader at a time; any constant will do, as long as nothing else in the database uses it
_LOAD_LOCK = 0x0FAC7BA5E
# virtual-machine steps of SQLite between two looks at the clock, about a millisecond, or more where so many looks are enough
_STEPS = 20000
_LOOKS = 100
# bytes of a file that SQLite reads without copying them, the most that its builds allow; a larger file is read page by page,
# through kibibytes of cache that hold the inner pages of its trees
_MMAP = 0x7FFF0000
_CACHE = 8192
# seconds after which a pooled connection may have been closed by the other side
_IDLE = 1.0
# seconds after which a pooled connection is opened anew, and finds the replica again that was away
_LIFETIME = 300
# which dataset a reader sees: its version, and when it was loaded
DATASET = "SELECT version, built_at FROM dataset"
Seen = tuple[Connection, tuple[str, str] | None]


def open_engine(settings: Settings) -> Engine:
    """An engine for the configured database. Nothing is connected yet, so a database that is down is no error here."""
    return _open(settings.database_url, settings)


def open_reader(settings: Settings) -> Engine:
    """An engine for the database that answers are read from, which may be a replica of the configured one."""
    return _open(settings.read_database_url or settings.database_url, settings)


def _open(raw: str, settings: Settings) -> Engine:
    url = _url(raw)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url, pool_size=settings.pool_size, max_overflow=0, pool_timeout=settings.pool_timeout,
            connect_args={"timeout": 15},
        )  # fmt: skip
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    engine = create_engine(
        url.difference_update_query(["prepare_threshold"]), pool_size=settings.pool_size, max_overflow=0,
        pool_timeout=settings.pool_timeout, pool_recycle=_LIFETIME, connect_args=_connect_args(url),
    )  # fmt: skip
    event.listen(engine, "checkout", _postgresql_checkout)
    event.listen(engine, "checkin", _postgresql_checkin)
    return engine


def _connect_args(url: URL) -> dict[str, Any]:
    """What the driver is told beside the URL. It takes no text for `prepare_threshold`, which is `none` behind a pooler."""
    found: dict[str, Any] = {"options": "-c timezone=utc"}
    if "connect_timeout" not in url.query:
        found["connect_timeout"] = 5
    if threshold := url.query.get("prepare_threshold"):
        found["prepare_threshold"] = None if threshold == "none" else int(str(threshold))
    return found


def is_replica(connection: Connection) -> bool:
    """Whether the database follows another one, and so takes no writes."""
    return connection.dialect.name == "postgresql" and bool(connection.scalar(text("SELECT pg_is_in_recovery()")))


def _postgresql_checkout(connection: Any, record: ConnectionPoolEntry, _: object) -> None:
    """Whether a connection still lives is asked where it was idle: a question for each request would cost as much as many."""
    if time.monotonic() - record.info.get("used", 0.0) < _IDLE:
        return
    try:
        connection.execute("")
        connection.rollback()
    except Exception as error:
        raise DisconnectionError from error


def _postgresql_checkin(_: object, record: ConnectionPoolEntry) -> None:
    record.info["used"] = time.monotonic()


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """One transaction that no other writer shares; committed when the block ends, rolled back when it raises."""
    with engine.connect().execution_options(factbase_write=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOAD_LOCK})
        yield connection


@contextmanager
def read(engine: Engine, seconds: float | None = None, clock: Callable[[], float] = time.monotonic) -> Iterator[Seen]:
    """One snapshot: all statements see the same data, whatever is loaded meanwhile; and the row that `DATASET` finds.

    With `seconds`, statements that run longer in sum (SQLite) or each (PostgreSQL) are stopped and raise
    `OperationalError`, for which `is_timeout` is true. PostgreSQL counts by its own clock.
    """
    if engine.dialect.name == "postgresql":
        with _read_postgresql(engine, seconds) as seen:
            yield seen
        return
    with engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        # by hand, as SQLAlchemy would begin with the first statement that it runs itself; the pool rolls it back
        driver.execute("BEGIN")
        if seconds is not None:
            end = clock() + seconds
            # not more often than the time allowed needs: each look waits for its turn among all threads
            driver.set_progress_handler(lambda: clock() > end, int(_STEPS * max(1, seconds * 1000 / _LOOKS)))
        try:
            with driver_errors(connection, DATASET):
                held = driver.execute(DATASET).fetchone()
            yield connection, held
        finally:
            driver.set_progress_handler(None, 0)


@contextmanager
def _read_postgresql(engine: Engine, seconds: float | None) -> Iterator[Seen]:
    """A transaction begun by hand, so that all that is said of it, and its first question, go to the server at once."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver: Any = connection.connection.dbapi_connection
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        if seconds is not None:
            begin += f"; SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}"
        try:
            with driver_errors(connection, begin):
                cursor = driver.execute(f"{begin}; {DATASET}")
                while cursor.nextset():
                    pass
                held = cursor.fetchone()
            yield connection, held
        finally:
            if not driver.closed:
                # not rolled back: psycopg would forget what it has prepared, and prepare nothing ever
                driver.commit()


@contextmanager
def driver_errors(connection: Connection, statement: str) -> Iterator[None]:
    """What the driver raises when it is asked without SQLAlchemy, as SQLAlchemy raises it."""
    dbapi = connection.dialect.loaded_dbapi
    try:
        yield
    except dbapi.Error as error:
        raise DBAPIError.instance(statement, None, error, dbapi.Error) from error


def is_timeout(error: OperationalError) -> bool:
    """Whether a statement was stopped because it ran too long."""
    return "interrupted" in str(error.orig) or getattr(error.orig, "sqlstate", None) == "57014"


class Query(TypeDecorator[Sequence[Term]]):
    """Terms, in the language of the database's text index."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[Term] | None, dialect: Dialect) -> str:
        terms = value or ()
        if dialect.name == "postgresql":
            return " & ".join(map(_tsquery, terms))
        return " AND ".join(f'"{" ".join(term.tokens)}"' + ("*" if term.is_prefix else "") for term in terms)


# the text index of either database, by `indexed_id`
search_index = table("search_index")


class indexed_id(ColumnElement[int]):  # noqa: N801 - reads as the SQL that it stands for
    """The id of an entry of the text index."""

    inherit_cache = True
    type = BigInteger()
    nullable = False


class matches(FunctionElement[Any]):  # noqa: N801 - likewise
    """Whether an entry of the text index holds all terms."""

    inherit_cache = True
    # not Boolean, which SQLAlchemy would compare with 1 on SQLite and so hide the match from its planner
    type = NullType()

    def __init__(self, terms: BindParameter[Sequence[Term]]) -> None:
        super().__init__(terms)


class small_letters(FunctionElement[str]):  # noqa: N801 - likewise
    """A text with a to z in place of A to Z, all that SQLite folds, and PostgreSQL under the collation C."""

    inherit_cache = True
    type = Text()


class one_of_all(FunctionElement[Any]):  # noqa: N801 - likewise
    """Whether a column holds one of a list of texts that is bound as a whole, under `name`."""

    inherit_cache = True
    type = NullType()

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        super().__init__(column, bindparam(name, (), Texts()))


class Texts(TypeDecorator[Sequence[str]]):
    """A list of texts as one value."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:
        return list(value or ()) if dialect.name == "postgresql" else orjson.dumps(list(value or ())).decode()


class json_object(FunctionElement[bytes]):  # noqa: N801 - likewise
    """A JSON object as UTF-8, of names and values in turn: `json_object("name", column, …)`; where the value of a name is
    `json`, the text of a number, or of JSON, stands there as it is. Only on SQLite: PostgreSQL is slower at it than Python.
    """

    inherit_cache = True
    type = LargeBinary()


@compiles(json_object, "sqlite")
def _json_object_sqlite(element: json_object, compiler: Any, **options: Any) -> str:
    return f"CAST(json_object({compiler.process(element.clauses, **options)}) AS BLOB)"


@compiles(one_of_all, "sqlite")
def _one_of_all_sqlite(element: one_of_all, compiler: Any, **options: Any) -> str:
    column, texts = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({texts}))"


@compiles(one_of_all, "postgresql")
def _one_of_all_postgresql(element: one_of_all, compiler: Any, **options: Any) -> str:
    column, texts = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY (CAST({texts} AS text[]))"


@compiles(indexed_id, "sqlite")
def _indexed_id_sqlite(element: indexed_id, compiler: Any, **options: Any) -> str:
    return "search_index.rowid"


@compiles(indexed_id, "postgresql")
def _indexed_id_postgresql(element: indexed_id, compiler: Any, **options: Any) -> str:
    return "search_index.id"


@compiles(matches, "sqlite")
def _matches_sqlite(element: matches, compiler: Any, **options: Any) -> str:
    return f"search_index MATCH {compiler.process(element.clauses, **options)}"


@compiles(matches, "postgresql")
def _matches_postgresql(element: matches, compiler: Any, **options: Any) -> str:
    return f"search_index.tokens @@ CAST({compiler.process(element.clauses, **options)} AS tsquery)"


@compiles(small_letters, "sqlite")
def _small_letters_sqlite(element: small_letters, compiler: Any, **options: Any) -> str:
    return f"lower({compiler.process(element.clauses, **options)})"


@compiles(small_letters, "postgresql")
def _small_letters_postgresql(element: small_letters, compiler: Any, **options: Any) -> str:
    return f'lower({compiler.process(element.clauses, **options)} COLLATE "C")'


def _tsquery(term: Term) -> str:
    quoted = [f"'{token}'" for token in term.tokens]
    if term.is_prefix:
        quoted[-1] += ":*"
    return "(" + " <-> ".join(quoted) + ")"


def create_search_index(connection: Connection) -> None:
    """The table `search_index`: tokens by id of their search entry."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("CREATE TABLE search_index (id bigint PRIMARY KEY, tokens tsvector NOT NULL)")
        connection.exec_driver_sql("CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens)")
        return
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE search_index USING fts5("
        "tokens, content='', prefix='1', tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
    )


def clear_search_index(connection: Connection) -> None:
    postgresql = connection.dialect.name == "postgresql"
    connection.exec_driver_sql(
        "DELETE FROM search_index" if postgresql else "INSERT INTO search_index (search_index) VALUES ('delete-all')"
    )


def _url(raw: str) -> URL:
    url = make_url(raw)
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    return url


def _sqlite_connect(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # sqlite3's own transactions begin late and only for some statements; SQLAlchemy's `begin` event does it instead
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "foreign_keys = ON",
        "synchronous = NORMAL",
        f"mmap_size = {_MMAP}",
        f"cache_size = {-_CACHE}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    exact.install(connection)


def _sqlite_begin(connection: Connection) -> None:
    if connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
        return
    options: dict[str, Any] = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("factbase_write") else "BEGIN")
