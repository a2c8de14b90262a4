"""What every answer asks of its request: the language, the address, one snapshot of the data."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import get_args

from fastapi import Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from app.db import DATASET, read
from app.errors import Unavailable
from app.filters import LANG
from app.labels import Language
from app.routing import allowance, leave_loop

VERSION_HEADER = "Dataset-Version"


@dataclass(frozen=True)
class Snapshot:
    """A connection on which all statements see the same data, and what an answer from it says of itself."""

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
    lang: LANG[0] = LANG[1]


@contextmanager
def snapshot(request: Request, lang: Language | None, *, stopped: bool = True) -> Iterator[Snapshot]:
    """A snapshot for one answer, whose statements are stopped after the configured time unless told otherwise."""
    state = request.app.state
    if not stopped:
        leave_loop(request)
    allowed, clock = allowance(request, state.settings.query_timeout)
    with read(state.engine, allowed if stopped else None, clock) as (connection, held):
        version, built_at = _loaded(held)
        yield Snapshot(connection, version, built_at, language(lang, request))


def dataset(connection: Connection) -> tuple[str, str]:
    """Version of the data, and when it was loaded; `Unavailable` where there is none."""
    row = connection.exec_driver_sql(DATASET).first()
    return _loaded(None if row is None else (row[0], row[1]))


def _loaded(held: tuple[str, str] | None) -> tuple[str, str]:
    if held is None:
        raise Unavailable("the database holds no dataset yet: run `factbase seed`", retry_after=2)
    return held


def language(asked: Language | None, request: Request) -> Language:
    """`lang`, else the first of `Accept-Language` that there is (RFC 9110, section 12.5.4), else English."""
    return asked or _preferred(request.headers.get("accept-language", ""))


@lru_cache(maxsize=1000)
def _preferred(accept_language: str) -> Language:
    for name, _ in qualities(accept_language):
        if name.partition("-")[0] in get_args(Language):
            return name.partition("-")[0]  # type: ignore[return-value]
    return "en"


def qualities(header: str) -> list[tuple[str, float]]:
    """The members of an `Accept…` header that are taken at all, best first (RFC 9110, section 12.4.2)."""
    found = []
    for item in header.split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        quality = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        try:
            found.append((name, float(quality)))
        except ValueError:
            continue
    return sorted((one for one in found if one[1] > 0), key=lambda one: -one[1])


def base_address(request: Request) -> str:
    """Address that permanent links begin with."""
    return str(request.app.state.settings.public_url or request.base_url).rstrip("/")
