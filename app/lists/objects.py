"""Single rows of a list, found by their key, all rows that have a value in some column, and rows as JSON shows them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select

from app.errors import Fault, Gone, Moved, NotFound
from app.lists.filters.unknown_values import MAX_NEAREST, SUGGESTED_LISTS, load_redirects, moved_fault, named
from app.lists.listing import Listing
from app.store.dialects import in_bound_list
from app.store.prepared_statements import Rows, prepared_query
from app.store.tombstones import find_tombstone
from app.vocabulary.addresses import API, local, suggest_address
from app.vocabulary.names import LANGUAGE, Language, say
from app.vocabulary.nearest import nearest


def find_object(listing: Listing, key: str, connection: Connection, lang: Language = "en") -> dict[str, Any]:
    """The row with this key. Raises `Gone` if it was there before, else `NotFound`, with the nearest readable key."""
    found = _by_key(connection, listing, lang, key=key) if "\0" not in key and key.isprintable() else []
    if not found:
        if redirect := load_redirects([key], listing.key, connection) if key.isprintable() else {}:
            raise Moved(moved_fault("id", key, redirect[key]))
        if key.isprintable() and (tombstone := find_tombstone(connection, listing.name, key)):
            raise _gone(tombstone)
        known = list(connection.execute(select(listing.key).limit(MAX_NEAREST)).scalars())
        is_readable = key.isprintable() and listing.key.name != "id"
        near = (named(key, listing.name, connection) or nearest(key, known)) if is_readable else None
        address = suggest_address(key, listing.name) if is_readable and listing.name in SUGGESTED_LISTS else None
        raise NotFound(
            say(f"{key!r} is not in {listing.name}", f"{listing.name} 中没有 {key!r}"),
            [Fault("id", say("unknown", "未知"), None, near, address)],
        )
    return found[0]


def _gone(tombstone: dict[str, Any]) -> Gone:
    name, key, successor = tombstone["list"], tombstone["key"], tombstone["successor"]
    version, gone_in, gone_at = tombstone["version"], tombstone["gone_in"], tombstone["gone_at"]
    detail = say(
        f"{key!r} was in {name} up to dataset version {version}; it was removed in {gone_in}, published at {gone_at}",
        f"{key!r} 在数据版本 {version} 之前（含）位于 {name}；自 {gone_at} 发布的 {gone_in} 起不再有",
    )
    if successor:
        detail += say(f"; the nearest object is now {successor!r}", f"；现在最接近的是 {successor!r}")
    url = local(f"{API}/{name}/{successor}") if successor else None
    return Gone(
        detail, {**{"id" if field == "key" else field: value for field, value in tombstone.items()}, "successor_url": url}
    )


@prepared_query
def _by_key(listing: Listing, lang: Language) -> Select[Any]:
    return select(*listing.shown_in(lang)).select_from(listing.source).where(listing.key == bindparam("key"))


def find_rows(listing: Listing, connection: Connection, values: Collection[str], *of: ColumnElement[Any]) -> Rows:
    """The rows of a list that have one of the values in one of the columns `of`, in its default order, as JSON shows them."""
    if not values:
        return []
    found = _by_values(connection, listing, LANGUAGE.get(), *of, values=values)
    return [json_values(row, listing.exact) for row in found]


@prepared_query
def _by_values(listing: Listing, lang: Language, *of: ColumnElement[Any]) -> Select[Any]:
    first = next(iter(listing.sorts.values()))
    holds = or_(*(in_bound_list(column, "values") for column in of))
    found = select(*listing.shown_in(lang)).select_from(listing.source).where(holds)
    return found.order_by(first, listing.key)


def json_values(row: Mapping[str, Any], exact: frozenset[str], names: Sequence[str] | None = None) -> dict[str, Any]:
    """A row for `orjson`: the `exact` columns, which hold the text of a number, are written as that number, digit by digit."""
    shown = {name: row[name] for name in names} if names else dict(row)
    for name in exact:
        if shown.get(name) is not None:
            shown[name] = orjson.Fragment(shown[name])
    return shown


def json_value(value: Any, is_exact: bool) -> Any:
    """A value for `orjson`; one that `is_exact` is the text of a number."""
    return orjson.Fragment(value) if is_exact and value is not None else value
