"""The only choosing of a format, and where each format is written."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection

from app import citing, jsonld
from app.csvs import csv_rows, flat
from app.errors import NotAcceptable
from app.listing import Listing, Shown, present
from app.parquet import parquet_rows

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "jsonld": "application/ld+json",
    **{name: format_.media_type for name, format_ in citing.FORMATS.items()},
}
# formats of whole rows with what they rest on, in which fields cannot be chosen
DESCRIBED = ("jsonld", *citing.FORMATS)
# RFC 9110 wants a digit before the point, which the default of Java's HTTP client leaves out
_QUALITY = re.compile(r"0?\.\d+|0\.?|1(?:\.0*)?")

Part = list[dict[str, Any]]


class Range(NamedTuple):
    """A member of an `Accept` header: a media type or range of them, the bibliographic style asked for, how it is liked."""

    name: str
    style: str | None
    quality: float

    def closeness(self, media_type: str) -> int:
        """How closely it names the media type, 0 for not at all."""
        plain, parameters = _parts(media_type)
        if self.style is not None and parameters.get("style") != self.style:
            return 0
        names = ("*/*", plain.partition("/")[0] + "/*", plain)
        return (names.index(self.name) + 1 if self.name in names else 0) + (self.style is not None)


@lru_cache(maxsize=1000)
def negotiate(asked: str | None, accept: str, formats: tuple[str, ...]) -> str:
    """The format to answer in: what `format` says, else what `Accept` (RFC 9110, section 12.5.1) likes best.

    The range that names a format most closely says how much it is liked; among formats liked equally the one that is named
    first is taken. `style` of `text/x-bibliography` chooses between citation styles; other parameters choose nothing.
    Raises `NotAcceptable` where the client takes none of `formats`.
    """
    if asked:
        return asked
    ranges = _ranges(accept) if accept.strip() else [Range("*/*", None, 1)]
    liked = {format_: _liking(MEDIA_TYPES[format_], ranges) for format_ in formats}
    best = max(formats, key=lambda format_: liked[format_])
    if liked[best][0] > 0:
        return best
    offered = ", ".join(dict.fromkeys(MEDIA_TYPES[format_] for format_ in formats))
    raise NotAcceptable(f"none of what is accepted ({accept!r}) can be given; there is {offered}, and format=")


def _liking(media_type: str, ranges: Sequence[Range]) -> tuple[float, int]:
    """How much a media type is liked, then how early it is named."""
    found = [(range_.closeness(media_type), -place, range_.quality) for place, range_ in enumerate(ranges)]
    closeness, place, quality = max(found, default=(0, 0, 0.0))
    return (quality, place) if closeness else (0.0, 0)


def _ranges(accept: str) -> list[Range]:
    ranges = []
    for member in accept.lower().split(","):
        name, parameters = _parts(member)
        quality = parameters.get("q", "1")
        if name and _QUALITY.fullmatch(quality):
            ranges.append(Range(name, parameters.get("style"), float(quality)))
    return ranges


def _parts(media_type: str) -> tuple[str, dict[str, str]]:
    """A media type or range without its parameters, and these by name."""
    name, *parameters = (part.strip() for part in media_type.split(";"))
    pairs = (parameter.partition("=") for parameter in parameters)
    return name, {key.strip(): value.strip().strip('"') for key, _, value in pairs}


def described(listing: Listing, format_: str, rows: Part, connection: Connection, base: str) -> bytes:
    """Rows as JSON-LD or as bibliographic items, for an address under which the service is known."""
    if format_ == "jsonld":
        assert listing.documents is not None
        return orjson.dumps(jsonld.graph(listing.documents(rows, connection, base)))
    assert listing.cite is not None
    return citing.FORMATS[format_].write(listing.cite(rows, connection, base)).encode()


def ndjson_rows(parts: Iterable[Part], listing: Listing, show: Shown) -> Iterator[bytes]:
    """One JSON object a line, each as it stands in the JSON list."""
    for part in parts:
        yield b"".join(orjson.dumps(dress(row, listing, show), option=orjson.OPT_APPEND_NEWLINE) for row in part)


def dress(row: Mapping[str, Any], listing: Listing, show: Shown) -> dict[str, Any]:
    """A row as JSON shows it, with what is embedded."""
    dressed = present(row, listing.exact, show.names)
    for name in show.includes:
        exact, inner = listing.includes[name].exact, show.inner.get(name)
        held = row[name]
        if isinstance(held, list):
            dressed[name] = [present(one, exact, inner) for one in held]
        else:
            dressed[name] = None if held is None else present(held, exact, inner)
    return dressed


Writer = Callable[[Iterable[Part], Listing, Shown], Iterator[bytes]]
WRITERS: dict[str, Writer] = {
    "csv": lambda parts, listing, show: csv_rows(parts, flat(listing, show)),
    "ndjson": ndjson_rows,
    "parquet": parquet_rows,
}
