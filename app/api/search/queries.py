"""Which entries of the text index answer a query, and how they are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from app.api.search.ranking import rank, snippet
from app.lists.full_text import INDEXED_ENTRIES, count_of_terms, has_terms, single_token, terms_parameter, token_parameter
from app.lists.listing import MAX_COUNT
from app.store.dialects import entry_id
from app.store.tables import SearchEntry, columns
from app.store.tokens import Term
from app.vocabulary.names import Language

# entries of a list that are ranked against each other: the first of the index, which holds the heaviest first
CANDIDATES = 200
DEFAULT_LISTS = ("entities", "indicators", "claims", "metrics", "sources", "conflicts")
# what a row is called, by language; the first that it has
_TITLES = {
    "en": ("name_en", "title_en", "text_en", "title", "subject", "quote"),
    "zh": ("name_zh", "title", "text", "subject", "quote"),
}


def candidates(list_: str, terms: Sequence[Term]) -> Select[Any]:
    """Id, key and fields of the first entries of a list that hold all terms."""
    entry = columns(SearchEntry)
    statement = (
        select(entry.id, entry.key, entry.fields)
        .select_from(INDEXED_ENTRIES)
        .where(*has_terms(list_, terms_parameter(terms)))
    )
    return statement.order_by(entry_id()).limit(CANDIDATES)


def counted(list_: str, terms: Sequence[Term]) -> Select[Any]:
    """How many entries of a list hold all terms, counted to one more than `MAX_COUNT` at least."""
    return count_of_terms(list_, terms_parameter(terms), token_parameter(single_token(terms)), MAX_COUNT + 1)


def search(terms: Sequence[Term], lists: Sequence[str], connection: Connection, lang: Language) -> list[dict[str, Any]]:
    """The candidates of all lists, best first; equal ones in the order of the index."""
    hits = []
    for list_ in lists:
        for id_, key, fields in connection.execute(candidates(list_, terms)):
            match = rank(list_, fields, terms)
            hits.append((-match.score, id_, _hit(list_, key, fields, match, lang)))
    hits.sort(key=lambda hit: hit[:2])
    return [hit for _, _, hit in hits]


def _hit(list_: str, key: str, fields: Mapping[str, str], match: Any, lang: Language) -> dict[str, Any]:
    return {
        "list": list_,
        "id": key,
        "title": _title(list_, fields, lang),
        "score": match.score,
        "field": match.field,
        "snippet": snippet(fields[match.field], match.spans),
        "text": fields[match.field],
        "spans": match.spans,
        "url": f"/api/v1/{list_}/{key}",
    }


def _title(list_: str, fields: Mapping[str, str], lang: Language) -> str:
    if list_ == "metrics":
        indicator = fields["indicator_name_zh" if lang == "zh" else "indicator_name"]
        return f"{fields['subject']} · {indicator} · {fields['quote' if lang == 'zh' else 'display']}"
    return next(fields[name] for name in (*_TITLES[lang], *fields) if fields.get(name))
