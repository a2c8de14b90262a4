"""Content negotiation: formats by `Accept`, languages by `Accept-Language`, gzip by `Accept-Encoding` (RFC 9110, section 12).

Werkzeug's parser was tried instead: it takes no `style` of `text/x-bibliography`, no `.5` as Java's client writes it, and
50 ms of each start.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, get_args

from app.errors import NotAcceptable
from app.formats.writers import MEDIA_TYPES
from app.vocabulary import Language
from app.vocabulary.names import say

# RFC 9110 wants a digit before the point, which the default of Java's HTTP client leaves out
_QUALITY = re.compile(r"0?\.\d+|0\.?|1(?:\.0*)?")
_LANGUAGES: dict[str, Language] = {language: language for language in get_args(Language)}
_HTML = "text/html"
# rank by format, 0 for the most preferred; formats that are not accepted are missing
Preferences = tuple[tuple[str, int], ...]


class MediaRange(NamedTuple):
    """A member of an `Accept` header: a media type or a range of them, the bibliographic style asked for, its quality."""

    name: str
    style: str | None
    quality: float

    def specificity(self, offered: "_Offered") -> int:
        """How closely it matches a media type, 0 for not at all."""
        if self.name not in offered.names or (self.style is not None and self.style != offered.style):
            return 0
        return offered.names.index(self.name) + 1 + (self.style is not None)


class _Offered(NamedTuple):
    """A media type that there is: the names that match it, the closest last, and its style."""

    names: tuple[str, ...]
    style: str | None

    @classmethod
    def of(cls, media_type: str) -> "_Offered":
        plain, parameters = _split_parameters(media_type)
        return cls(("*/*", plain.partition("/")[0] + "/*", plain), parameters.get("style"))


def preferences(accept: str) -> Preferences:
    """The formats that an `Accept` header accepts, ranked.

    The most specific range that matches a format gives its quality; of formats with equal quality the one that is named
    first ranks first. `style` of `text/x-bibliography` chooses between citation styles; other parameters choose nothing.
    """
    ranges = _matching(read_ranges(accept)) if accept.strip(" ,\t") else [MediaRange("*/*", None, 1)]
    scores = {format_: _score(offered, ranges) for format_, offered in _OFFERED.items()}
    ranks = sorted({score for score in scores.values() if score[0] > 0}, reverse=True)
    return tuple((format_, ranks.index(score)) for format_, score in scores.items() if score[0] > 0)


@lru_cache(maxsize=1000)
def best_format(accepted: Preferences, formats: tuple[str, ...]) -> str | None:
    """The most preferred of `formats`; null if none is accepted."""
    ranks = dict(accepted)
    return min((format_ for format_ in formats if format_ in ranks), key=lambda format_: ranks[format_], default=None)


def not_acceptable(accept: str, formats: Sequence[str]) -> NotAcceptable:
    """The refusal of a request whose `Accept` header accepts none of `formats`."""
    types = ", ".join(dict.fromkeys(MEDIA_TYPES[format_] for format_ in formats))
    return NotAcceptable(
        say(
            f"none of the accepted formats ({accept!r}) is available; accept one of {types}, or use the parameter format",
            f"无法给出所接受的格式（{accept!r}）；可用 {types}，以及 format=",
        )
    )


def _matching(ranges: Sequence[MediaRange]) -> list[MediaRange]:
    """Those that match something: most of a long list do not, and each is compared with each format."""
    return [range_ for range_ in ranges if range_.name in _NAMES]


def _score(offered: _Offered, ranges: Sequence[MediaRange]) -> tuple[float, int]:
    """The quality of a media type, then how early it is named."""
    found = [(range_.specificity(offered), -place, range_.quality) for place, range_ in enumerate(ranges)]
    specificity, place, quality = max(found, default=(0, 0, 0.0))
    return (quality, place) if specificity else (0.0, 0)


def read_ranges(accept: str) -> list[MediaRange]:
    """The members of an `Accept…` header in their order (RFC 9110, section 12.4.2).

    Unreadable and repeated ones are left out.
    """
    ranges: dict[tuple[str, str | None], MediaRange] = {}
    for member in dict.fromkeys(accept.lower().split(",")):
        name, parameters = _split_parameters(member)
        quality = parameters.get("q", "1")
        if name and _QUALITY.fullmatch(quality):
            style = parameters.get("style")
            ranges.setdefault((name, style), MediaRange(name, style, float(quality)))
    return list(ranges.values())


def _split_parameters(media_type: str) -> tuple[str, dict[str, str]]:
    """A media type or range without its parameters, and these by name."""
    if ";" not in media_type:
        return media_type.strip(), {}
    name, *parameters = (part.strip() for part in media_type.split(";"))
    pairs = (parameter.partition("=") for parameter in parameters)
    return name, {key.strip(): value.strip().strip('"') for key, _, value in pairs}


_OFFERED = {format_: _Offered.of(media_type) for format_, media_type in MEDIA_TYPES.items()}
_OFFERED_HTML = _Offered.of(_HTML)
_NAMES = frozenset(name for offered in (*_OFFERED.values(), _OFFERED_HTML) for name in offered.names)


def prefers_html(accept: str) -> bool:
    """Whether an `Accept` header is a browser's: it names HTML, and prefers no data format to it.

    `*/*` alone is a program's, which is never sent HTML. So is Java's own client, which names HTML beside pictures.
    """
    ranges = read_ranges(accept)
    names = {range_.name for range_ in ranges if range_.quality > 0}
    if _HTML not in names or ("image/gif" in names and "application/xhtml+xml" not in names):
        return False
    matching = _matching(ranges)
    html = _score(_OFFERED_HTML, matching)
    return all(_score(offered, matching) <= html for offered in _OFFERED.values())


def prefers_text(accept: str) -> bool:
    """Whether an `Accept` header accepts JSON but prefers text: such a program shows only the text of an error.

    Grafana's Infinity sends `application/json;q=0.9,text/plain`.
    """
    qualities = {range_.name: range_.quality for range_ in read_ranges(accept)}
    return qualities.get("text/plain", 0) > qualities.get("application/json", 1)


def preferred_language(accept_language: str) -> Language:
    """The most preferred available language of an `Accept-Language` header, else English (RFC 9110, section 12.5.4)."""
    ranges = sorted(read_ranges(accept_language), key=lambda range_: -range_.quality)
    primary = [range_.name.partition("-")[0] for range_ in ranges if range_.quality > 0]
    return next((_LANGUAGES[name] for name in primary if name in _LANGUAGES), "en")


def accepts_gzip(accept_encoding: bytes) -> bool:
    """Whether an `Accept-Encoding` header accepts gzip (RFC 9110, section 12.5.3): by name, else by `*`."""
    qualities = {range_.name: range_.quality for range_ in read_ranges(accept_encoding.decode("latin-1"))}
    return qualities.get("gzip", qualities.get("*", 0)) > 0
