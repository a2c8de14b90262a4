"""What SQLite and PostgreSQL say in different words, as constructs of SQLAlchemy; among it the text index of each."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import BigInteger, BindParameter, Connection, Dialect, LargeBinary, Text, TypeDecorator, bindparam, table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from app.store.tokens import Term


class FullTextQuery(TypeDecorator[Sequence[Term]]):
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


class entry_id(ColumnElement[int]):  # noqa: N801 - reads as the SQL that it stands for
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


class ascii_lower(FunctionElement[str]):  # noqa: N801 - likewise
    """A text with a to z in place of A to Z, all that SQLite folds, and PostgreSQL under the collation C."""

    inherit_cache = True
    type = Text()


class in_bound_list(FunctionElement[Any]):  # noqa: N801 - likewise
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


@compiles(in_bound_list, "sqlite")
def _one_of_all_sqlite(element: in_bound_list, compiler: Any, **options: Any) -> str:
    column, texts = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({texts}))"


@compiles(in_bound_list, "postgresql")
def _one_of_all_postgresql(element: in_bound_list, compiler: Any, **options: Any) -> str:
    column, texts = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY (CAST({texts} AS text[]))"


@compiles(entry_id, "sqlite")
def _indexed_id_sqlite(element: entry_id, compiler: Any, **options: Any) -> str:
    return "search_index.rowid"


@compiles(entry_id, "postgresql")
def _indexed_id_postgresql(element: entry_id, compiler: Any, **options: Any) -> str:
    return "search_index.id"


@compiles(matches, "sqlite")
def _matches_sqlite(element: matches, compiler: Any, **options: Any) -> str:
    return f"search_index MATCH {compiler.process(element.clauses, **options)}"


@compiles(matches, "postgresql")
def _matches_postgresql(element: matches, compiler: Any, **options: Any) -> str:
    return f"search_index.tokens @@ CAST({compiler.process(element.clauses, **options)} AS tsquery)"


@compiles(ascii_lower, "sqlite")
def _small_letters_sqlite(element: ascii_lower, compiler: Any, **options: Any) -> str:
    return f"lower({compiler.process(element.clauses, **options)})"


@compiles(ascii_lower, "postgresql")
def _small_letters_postgresql(element: ascii_lower, compiler: Any, **options: Any) -> str:
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
