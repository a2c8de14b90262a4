"""TODO"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, get_args

from fastapi import Request

from app.errors import NotAcceptable
from app.formats.writers import MEDIA_TYPES
from app.vocabulary.names import Language

# RFC 9110 wants a digit before the point, which the default of Java's HTTP client leaves out
_QUALITY = re.compile(r"0?\.\d+|0\.?|1(?:\.0*)?")


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
