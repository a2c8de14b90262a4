"""Statements on the text index, and search results made from its entries."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Dialect, Select, bindparam, func, literal, select

from app.api.registry import LISTINGS
from app.api.search.ranking import Match, rank, snippet
from app.lists.filters.conditions import conditions
from app.lists.full_text import INDEXED_ENTRIES, count_of_found, is_found, query_parameter, single_token, token_parameter
from app.lists.listing import MAX_COUNT
from app.store.dialects import FullTextQuery, entry_id
from app.store.prepared_statements import PreparedStatement
from app.store.search_query import AllOf, ParsedQuery, parse_query, written
from app.store.tables import SearchEntry, columns
from app.store.tokens import Term, fold
from app.vocabulary.addresses import API, local
from app.vocabulary.names import Language

# entries of a list that are ranked: the first in the index, which is ordered by descending weight
MAX_RANKED = 200
# a word that is not found and words like it have their first letters in common
_ALIKE, _LIKENESS = 3, 70
_QUERY: BindParameter[ParsedQuery] = bindparam("query", parse_query("any"), FullTextQuery())
_ENGLISH, _WORDS = re.compile("[a-z]{4,}"), re.compile(r"(?<![^\W_])[a-z]{4,}(?![^\W_])")
# lists by name, each with a condition on its rows or none
Lists = Mapping[str, ColumnElement[bool] | None]
DEFAULT_LISTS = ("entities", "indicators", "claims", "metrics", "sources", "conflicts")
# fields that can serve as the title of a row, by language; the first one present is used
_TITLES = {
    "en": ("name_en", "title_en", "text_en", "title", "quote"),
    "zh": ("name_zh", "title_zh", "title", "text", "quote"),
}


def searched_lists(names: Iterable[str], documents: Sequence[str]) -> Lists:
    """The lists of these names, each with the condition that a row belongs to one of the documents, if any are given."""
    if not documents:
        return dict.fromkeys(names)
    key, found = columns(SearchEntry).key, {}
    for name in names:
        listing = LISTINGS[name]
        held = conditions(listing.filters, listing.query.model_validate({"document": documents})).where()
        found[name] = key.in_(select(listing.key).select_from(listing.table).where(*held))
    return found


def matching_entries(
    list_: str, query: ParsedQuery, within: ColumnElement[bool] | None, connection: Connection
) -> list[tuple[int, str, dict[str, str]]]:
    """Id, key and fields of the first `MAX_RANKED` entries of a list that match."""
    if within is None:
        rows = _prepared(connection.dialect, list_).rows(connection, {"query": query})
        return [(row["id"], row["key"], row["fields"]) for row in rows]
    statement = _first_entries(list_, query_parameter(query)).where(within)
    return [(id_, key, fields) for id_, key, fields in connection.execute(statement)]


def _first_entries(list_: str, query: BindParameter[ParsedQuery]) -> Select[Any]:
    entry = columns(SearchEntry)
    found = select(entry.id, entry.key, entry.fields).select_from(INDEXED_ENTRIES).where(*is_found(list_, query))
    return found.order_by(entry_id()).limit(MAX_RANKED)


@lru_cache(64)
def _prepared(dialect: Dialect, list_: str) -> PreparedStatement:
    # planned anew for each query, whose words are rare or frequent
    return PreparedStatement(_first_entries(list_, _QUERY), dialect, depends_on_values=True)


@lru_cache(64)
def _prepared_count(dialect: Dialect, list_: str) -> PreparedStatement:
    counted = count_of_found(list_, _QUERY, token_parameter(), MAX_COUNT + 1)
    return PreparedStatement(counted, dialect, depends_on_values=True)


def count_entries(list_: str, query: ParsedQuery, within: ColumnElement[bool] | None, connection: Connection) -> int:
    """Number of entries of a list that match. Counting may stop once it exceeds `MAX_COUNT`."""
    if within is None:
        found = _prepared_count(connection.dialect, list_).all(connection, {"query": query, "word": single_token(query)})
        return int(found[0][0])
    rows = select(literal(1)).select_from(INDEXED_ENTRIES).where(*is_found(list_, query_parameter(query)), within)
    counted = select(func.count()).select_from(rows.limit(MAX_COUNT + 1).subquery())
    return int(connection.execute(counted).scalar_one())


def counts(query: ParsedQuery, lists: Lists, connection: Connection) -> dict[str, int]:
    """Number of matching entries by list."""
    return {list_: count_entries(list_, query, within, connection) for list_, within in lists.items()}


def nearest_words(query: ParsedQuery, lists: Lists, connection: Connection) -> dict[str, str]:
    """For each English word of the query that no entry has, the most similar one that some has and that begins alike."""
    found = {}
    for part in query.root.parts:
        if isinstance(part, Term) and _ENGLISH.fullmatch(word := fold(part.text)):
            if any(counts(ParsedQuery(AllOf((part,))), lists, connection).values()):
                continue
            begun = ParsedQuery(AllOf((replace(part, tokens=(word[:_ALIKE],), is_prefix=True),)))
            words = {
                near
                for list_, within in lists.items()
                for *_, fields in matching_entries(list_, begun, within, connection)
                for text in fields.values()
                for near in _WORDS.findall(fold(text))
            }
            # imported when it is first needed
            from rapidfuzz import fuzz, process

            if near := process.extractOne(word, sorted(words), scorer=fuzz.ratio, score_cutoff=_LIKENESS):
                found[written(part)] = near[0]
    return found


def search(query: ParsedQuery, lists: Lists, connection: Connection, lang: Language) -> list[dict[str, Any]]:
    """Search results (the fields of `Hit`) from all lists that have all words, best first; ties are in index order."""
    hits = []
    for list_, within in lists.items():
        for id_, key, fields in matching_entries(list_, query, within, connection):
            if (match := rank(list_, fields, query)) is not None:
                hits.append((-match.score, id_, result(list_, key, fields, match, lang)))
    hits.sort(key=lambda hit: hit[:2])
    return [hit for _, _, hit in hits]


def result(list_: str, key: str, fields: Mapping[str, str], match: Match, lang: Language) -> dict[str, Any]:
    """A row that matches, as the fields of `Hit`."""
    return {
        "list": list_,
        "id": key,
        "title": _title(list_, fields, lang),
        "score": match.score,
        "field": match.field,
        "snippet": snippet(fields[match.field], match.spans),
        "text": fields[match.field],
        "spans": match.spans,
        "missing": [],
        "url": local(f"{API}/{list_}/{key}"),
    }


def _title(list_: str, fields: Mapping[str, str], lang: Language) -> str:
    if list_ == "metrics":
        names = (
            ("subject", "indicator_name_zh", "display_zh")
            if lang == "zh"
            else ("subject_en", "indicator_name", "display_en")
        )
        return " · ".join(fields[name] for name in names)
    return next(fields[name] for name in (*_TITLES[lang], *fields) if fields.get(name))
