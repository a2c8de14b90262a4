"""What every answer asks of its request: the language, the address, one snapshot of the data."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any, get_args, get_origin

from fastapi import Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, select

from app.db import read
from app.errors import Fault, InvalidParameter, Unavailable
from app.filters import LANG
from app.labels import Language
from app.models import Dataset, columns

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
    with read(state.engine, state.settings.query_timeout if stopped else None) as connection:
        version, built_at = dataset(connection)
        yield Snapshot(connection, version, built_at, language(lang, request))


def dataset(connection: Connection) -> tuple[str, str]:
    """Version of the data, and when it was loaded; `Unavailable` where there is none."""
    row = connection.execute(select(columns(Dataset).version, columns(Dataset).built_at)).first()
    if row is None:
        raise Unavailable("the database holds no dataset yet: run `factbase seed`", retry_after=2)
    return row.version, row.built_at


def language(asked: Language | None, request: Request) -> Language:
    """`lang`, else the first of `Accept-Language` that there is (RFC 9110, section 12.5.4), else English."""
    if asked:
        return asked
    for name, _ in qualities(request.headers.get("accept-language", "")):
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


def refuse_repeated(query: BaseModel, request: Request) -> None:
    """Refuse a parameter that is given twice and takes one value: one of the two would be ignored."""
    pairs = request.query_params.multi_items()
    if len(pairs) == len(request.query_params):
        return
    counted = Counter(name for name, _ in pairs)
    faults = [
        Fault(name, f"given {count} times; it takes one value")
        for name, count in counted.items()
        if count > 1 and not _is_list(type(query).model_fields[name].annotation)
    ]
    if faults:
        raise InvalidParameter(*faults)


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(_is_list(one) for one in get_args(annotation))
