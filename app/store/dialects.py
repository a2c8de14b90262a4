"""SQL that differs between SQLite and PostgreSQL, as SQLAlchemy constructs; among it the text index of each."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    Connection,
    Dialect,
    FromClause,
    Integer,
    LargeBinary,
    Select,
    Text,
    TypeDecorator,
    bindparam,
    table,
    tuple_,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import replacement_traverse
from sqlalchemy.types import NullType

from app.store.search_query import AnyOf, Node, ParsedQuery
from app.store.tokens import Term


class FullTextQuery(TypeDecorator[ParsedQuery]):
    """A query as FTS5 or `tsquery` syntax."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return _tsquery(value.root) if dialect.name == "postgresql" else _fts5(value.root)


# the text index, whose rows `entry_id` identifies
search_index = table("search_index")


class entry_id(ColumnElement[int]):  # noqa: N801 - reads as the SQL that it stands for
    """The id of an entry in the text index."""

    inherit_cache = True
    type = BigInteger()
    nullable = False


class matches(FunctionElement[Any]):  # noqa: N801 - likewise
    """Whether an entry of the text index matches a query."""

    inherit_cache = True
    # not Boolean: SQLAlchemy would compare it with 1 on SQLite, which hides the match from the planner
    type = NullType()

    def __init__(self, query: BindParameter[ParsedQuery]) -> None:
        super().__init__(query)


class ascii_lower(FunctionElement[str]):  # noqa: N801 - likewise
    """A text with A to Z in lower case and everything else unchanged: how text is compared and sorted on both databases."""

    inherit_cache = True
    type = Text()

    @property
    def nullable(self) -> bool:
        return any(getattr(clause, "nullable", True) for clause in self.clauses)


class unindexed_column(FunctionElement[Any]):  # noqa: N801 - likewise
    """A column for which SQLite must not use an index."""

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


def unindexed(condition: ColumnElement[bool], of: FromClause) -> ColumnElement[bool]:
    """A condition that SQLite checks while it reads a table, or several that are joined, without using an index for it."""
    tables = set(of._from_objects)

    def replaced(element: Any, **_: Any) -> Any:
        return unindexed_column(element) if isinstance(element, Column) and element.table in tables else None

    found: ColumnElement[bool] = replacement_traverse(condition, {}, replaced)
    return found


class in_bound_list(FunctionElement[Any]):  # noqa: N801 - likewise
    """`column IN …` with a list of texts or integers bound as one parameter `name`: one statement for lists of any length.

    `values` are bound unless others are given when the statement is run.
    """

    inherit_cache = True
    type = NullType()

    def __init__(self, column: ColumnElement[Any], name: str, values: Sequence[Any] = ()) -> None:
        super().__init__(column, bindparam(name, values, BoundList()))


class in_bound_keys(in_bound_list):  # noqa: N801 - likewise
    """The same of many keys, which PostgreSQL looks up one by one: it compares each row of a list with all of an array."""

    inherit_cache = True


class in_array(FunctionElement[Any]):  # noqa: N801 - likewise
    """`column IN (SELECT …)`, for PostgreSQL as an array that is computed first.

    PostgreSQL expects few values of an array. Of a recursive query it expects millions, and would then read all of a table.
    """

    inherit_cache = True
    type = NullType()

    def __init__(self, column: ColumnElement[Any], values: Select[Any]) -> None:
        super().__init__(column, values.scalar_subquery())


class in_pairs(FunctionElement[Any]):  # noqa: N801 - likewise
    """`(first, second) IN (SELECT …)`, for PostgreSQL looked up in a hash table and, by `second` alone, in an index.

    As a join, which PostgreSQL makes of `IN`, every row of a list can be compared with every pair.
    """

    inherit_cache = True
    type = NullType()

    def __init__(self, first: ColumnElement[Any], second: ColumnElement[Any], pairs: Select[Any]) -> None:
        seconds = pairs.with_only_columns(list(pairs.selected_columns)[1]).distinct()
        super().__init__(tuple_(first, second).in_(pairs), in_array(second, seconds))


class BoundList(TypeDecorator[Sequence[Any]]):
    """A list of texts or integers as one bound value: an array, or JSON on SQLite."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        return list(value or ()) if dialect.name == "postgresql" else orjson.dumps(list(value or ())).decode()


_MAX_ARGUMENTS = 126  # of a function in SQLite, an even number


class json_object(FunctionElement[bytes]):  # noqa: N801 - likewise
    """A JSON object as UTF-8, from names and values in turn. A value wrapped in `json()` is put there unchanged.

    For SQLite only: PostgreSQL is slower at this than Python.
    """

    inherit_cache = True
    type = LargeBinary()


@compiles(json_object, "sqlite")
def _json_object_sqlite(element: json_object, compiler: Any, **options: Any) -> str:
    parts = [compiler.process(clause, **options) for clause in element.clauses]
    first, rest = parts[:_MAX_ARGUMENTS], parts[_MAX_ARGUMENTS:]
    made = f"json_object({', '.join(first)})"
    if rest:
        # a name is a literal in apostrophes
        added = [part if i % 2 else f"""'$."{part[1:-1]}"'""" for i, part in enumerate(rest)]
        made = f"json_insert({made}, {', '.join(added)})"
    return f"CAST({made} AS BLOB)"


@compiles(unindexed_column)
def _read_as_it_is(element: unindexed_column, compiler: Any, **options: Any) -> str:
    column: str = compiler.process(element.clauses, **options)
    return f"+{column}" if compiler.dialect.name == "sqlite" else column


@compiles(in_bound_list, "sqlite")
def _in_bound_list_sqlite(element: in_bound_list, compiler: Any, **options: Any) -> str:
    column, texts = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({texts}))"


@compiles(in_bound_list, "postgresql")
def _in_bound_list_postgresql(element: in_bound_list, compiler: Any, **options: Any) -> str:
    column, texts = (compiler.process(clause, **options) for clause in element.clauses)
    kind = "bigint" if isinstance(next(iter(element.clauses)).type, Integer) else "text"
    return f"{column} = ANY (CAST({texts} AS {kind}[]))"


@compiles(in_bound_keys, "postgresql")
def _in_bound_keys_postgresql(element: in_bound_keys, compiler: Any, **options: Any) -> str:
    column, texts = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT unnest(CAST({texts} AS text[])))"


@compiles(in_array, "sqlite")
def _in_array_sqlite(element: in_array, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN {values}"


@compiles(in_array, "postgresql")
def _in_array_postgresql(element: in_array, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY (ARRAY{values})"


@compiles(in_pairs, "sqlite")
def _in_pairs_sqlite(element: in_pairs, compiler: Any, **options: Any) -> str:
    both, _ = element.clauses
    held: str = compiler.process(both, **options)
    return f"({held})"


@compiles(in_pairs, "postgresql")
def _in_pairs_postgresql(element: in_pairs, compiler: Any, **options: Any) -> str:
    both, second = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({second} AND ({both}) IS TRUE)"


@compiles(entry_id, "sqlite")
def _entry_id_sqlite(element: entry_id, compiler: Any, **options: Any) -> str:
    return "search_index.rowid"


@compiles(entry_id, "postgresql")
def _entry_id_postgresql(element: entry_id, compiler: Any, **options: Any) -> str:
    return "search_index.id"


@compiles(matches, "sqlite")
def _matches_sqlite(element: matches, compiler: Any, **options: Any) -> str:
    return f"search_index MATCH {compiler.process(element.clauses, **options)}"


@compiles(matches, "postgresql")
def _matches_postgresql(element: matches, compiler: Any, **options: Any) -> str:
    return f"search_index.tokens @@ CAST({compiler.process(element.clauses, **options)} AS tsquery)"


@compiles(ascii_lower, "sqlite")
def _ascii_lower_sqlite(element: ascii_lower, compiler: Any, **options: Any) -> str:
    return f"lower({compiler.process(element.clauses, **options)})"


@compiles(ascii_lower, "postgresql")
def _ascii_lower_postgresql(element: ascii_lower, compiler: Any, **options: Any) -> str:
    (text,) = element.clauses
    # where the column says so itself, the expression is that of an index
    by_bytes = getattr(text.type.dialect_impl(compiler.dialect), "collation", None) == "C"
    collation = "" if by_bytes else ' COLLATE "C"'
    return f"lower({compiler.process(text, **options)}{collation})"


def _fts5(node: Node) -> str:
    match node:
        case Term():
            return f'"{" ".join(node.tokens)}"' + ("*" if node.is_prefix else "")
        case AnyOf():
            return f"({' OR '.join(map(_fts5, node.parts))})"
    found = f"({' AND '.join(map(_fts5, node.parts))})"
    return f"({found} NOT ({' OR '.join(map(_fts5, node.without))}))" if node.without else found


def _tsquery(node: Node) -> str:
    match node:
        case Term():
            quoted = [f"'{token}'" for token in node.tokens]
            if node.is_prefix:
                quoted[-1] += ":*"
            return f"({' <-> '.join(quoted)})"
        case AnyOf():
            return f"({' | '.join(map(_tsquery, node.parts))})"
    return f"({' & '.join([*map(_tsquery, node.parts), *(f'!{_tsquery(one)}' for one in node.without)])})"


def create_search_index(connection: Connection) -> None:
    """Create the table `search_index`: tokens by the id of their search entry."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("CREATE TABLE search_index (id bigint PRIMARY KEY, tokens tsvector NOT NULL)")
        connection.exec_driver_sql("CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens)")
        return
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE search_index USING fts5("
        "tokens, content='', prefix='1', tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
    )


def clear_search_index(connection: Connection) -> None:
    delete_all = "INSERT INTO search_index (search_index) VALUES ('delete-all')"
    connection.exec_driver_sql("DELETE FROM search_index" if connection.dialect.name == "postgresql" else delete_all)
