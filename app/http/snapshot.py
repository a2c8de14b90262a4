"""One snapshot of the data for one answer, and what the answer says besides its rows: which data, what is left out, caveats."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from fastapi import Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from app.http.fast_route import continue_in_thread, query_allowance
from app.http.query_string import cleared_filters
from app.http.request_context import context_of
from app.lists.filters import role_filter
from app.lists.filters.value_labels import KNOWN_LABELS
from app.lists.known_values import KNOWN_WORDS, KnownValues
from app.lists.listing import Listing
from app.lists.parameters import LANG_PARAMETER
from app.lists.row_counts import LeftOut
from app.lists.row_references import KNOWN_REFERENCES
from app.store.time_limits import gave_up
from app.store.transactions import read, require_loaded
from app.vocabulary.addresses import API, local
from app.vocabulary.names import FOLDER_NAMES, Language

VERSION_HEADER = "Dataset-Version"
# headers have room for so many; more are a link to the list of documents
_FEW_LINKS = 3


@dataclass(frozen=True)
class Snapshot:
    """A connection on which all statements see the same data, and the language of names and labels."""

    connection: Connection
    version: str
    built_at: str
    lang: Language
    cached: KnownValues

    @property
    def headers(self) -> dict[str, str]:
        """Those of an answer that was made from it. None is to be kept that lacks something only because there was no time."""
        headers = {VERSION_HEADER: self.version, "Content-Language": self.lang, "Last-Modified": _http_date(self.built_at)}
        return headers | {"Cache-Control": "no-store"} if gave_up(self.connection) else headers


@lru_cache(maxsize=4)
def _http_date(moment: str) -> str:
    """An ISO 8601 moment as HTTP writes it (RFC 9110, section 5.6.7)."""
    return format_datetime(datetime.fromisoformat(moment).astimezone(UTC), usegmt=True)


class Parameters(BaseModel):
    """The parameters of an answer that takes none but its language."""

    model_config = ConfigDict(extra="forbid")
    lang: LANG_PARAMETER[0] = LANG_PARAMETER[1]


@contextmanager
def snapshot(request: Request, lang: Language | None, *, stopped: bool = True) -> Iterator[Snapshot]:
    """A snapshot for one answer. Unless `stopped` is false, its statements are stopped after the configured time."""
    state = request.app.state
    if not stopped:
        continue_in_thread(request)
    allowed = query_allowance(request, state.settings.query_timeout)
    # what may take as long as it needs must not wait for others as long
    lock_seconds = None if stopped else state.settings.query_timeout
    with read(state.engine, allowed if stopped else None, lock_seconds) as (connection, held):
        version, built_at = require_loaded(held)
        cached = state.known_values.at(version, connection)
        KNOWN_WORDS.set(cached.words)
        KNOWN_LABELS.set(cached.labels)
        KNOWN_REFERENCES.set(cached.references)
        FOLDER_NAMES.set(cached.names)
        yield Snapshot(connection, version, built_at, lang or context_of(request).client.language, cached)


def meta(
    request: Request, at: Snapshot, listing: Listing, query: Any, left_out: LeftOut, documents: Collection[str] | None,
    note: Any = None,
) -> dict[str, Any]:  # fmt: skip
    """The fields of `Meta`, of a request whose `roles` were applied. `documents` are those of the rows; all if null."""
    return {
        "q": note,
        "repeats": listing.repeats.used(query) if listing.repeats else None,
        "roles": role_filter.applied_roles(query) if listing.roles else None,
        "undated_count": left_out.undated[0],
        "undated_count_is_estimate": left_out.undated[1],
        "other_roles_count": left_out.other_roles[0],
        "other_roles_count_is_estimate": left_out.other_roles[1],
        "cleared_filters": cleared_filters(context_of(request).query),
        **at.cached.told_of(documents),
    }


def caveat_links(at: Snapshot, documents: Collection[str] | None) -> Iterator[str]:
    """`Link` values (RFC 8288) to the documents that rows may be from, each titled by its caveat, for files, which have no place
    for it. `documents` are all if null.
    """
    found = at.cached.caveats_of(documents)
    for one in found[:_FEW_LINKS]:
        yield _link(f"documents/{quote(one['document'])}", one["caveat"])
    if len(found) > _FEW_LINKS:
        yield _link("documents?fields=slug,caveat", f"{len(found)} documents have caveats")


def _link(path: str, title: str) -> str:
    return f"<{local(f'{API}/{path}')}>; rel=\"describedby\"; title*=UTF-8''{quote(title)}"
