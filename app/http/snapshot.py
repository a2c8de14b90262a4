"""One snapshot of the data for one answer, and the headers by which the answer says which."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache

from fastapi import Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from app.http.fast_route import continue_in_thread, query_allowance
from app.http.request_context import context_of
from app.lists.known_words import KNOWN_WORDS
from app.lists.parameters import LANG_PARAMETER
from app.store.dataset import require_loaded
from app.store.transactions import read
from app.vocabulary.names import Language

VERSION_HEADER = "Dataset-Version"


@dataclass(frozen=True)
class Snapshot:
    """A connection on which all statements see the same data, and the language of names and labels."""

    connection: Connection
    version: str
    built_at: str
    lang: Language

    @property
    def headers(self) -> dict[str, str]:
        return {VERSION_HEADER: self.version, "Content-Language": self.lang, "Last-Modified": _http_date(self.built_at)}


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
    """A snapshot for one answer, whose statements are stopped after the configured time unless told otherwise."""
    state = request.app.state
    if not stopped:
        continue_in_thread(request)
    allowed, clock = query_allowance(request, state.settings.query_timeout)
    with read(state.engine, allowed if stopped else None, clock) as (connection, held):
        version, built_at = require_loaded(held)
        KNOWN_WORDS.set(state.known_words.at(version, connection))
        yield Snapshot(connection, version, built_at, lang or context_of(request).client.language)
