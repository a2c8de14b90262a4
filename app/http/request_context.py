"""What of a request decides about its answer, read from its headers once.

The cache key, negotiation, links and conditions are all taken from one `RequestContext`, so that they cannot differ.
Several lines of a list header are one list (RFC 9110, section 5.3); a request has exactly one `Host` (RFC 9112, section 3.2).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from fastapi import Request
from starlette.types import Scope

from app.config import Settings
from app.errors import BadRequest, HeadersTooLarge, UriTooLong
from app.http.compression import accepts_gzip
from app.http.conditional_requests import Conditions
from app.http.negotiation import Preferences, choose_format, preferences, preferred_language
from app.vocabulary import Language

# in bytes
MAX_ADDRESS = 16_384
MAX_HEADERS = 16_384
_SCOPE_KEY = "factbase.context"
_HOST = re.compile(rb"[A-Za-z0-9._~%!$&'()*+,;=-]+(?::\d*)?|\[[0-9A-Fa-f:.]+\](?::\d*)?")
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")
_LISTS = (b"accept", b"accept-language", b"accept-encoding", b"if-none-match")
_FORWARDED = (b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-prefix")

CacheKey = tuple[str, str, str, bytes, Preferences, Language, bool]


@dataclass(frozen=True, slots=True)
class RequestContext:
    """`path` is without the `prefix` under which the service is known; `origin` is `https://example.org`, or empty where
    links are to be relative. `accept` is for error messages only.
    """

    origin: str
    prefix: str
    path: str
    query: bytes
    accept: str
    preferences: Preferences
    language: Language
    gzip: bool
    conditions: Conditions

    @property
    def key(self) -> CacheKey:
        """What the answer is determined by, besides the dataset version."""
        return (self.origin, self.prefix, self.path, self.query, self.preferences, self.language, self.gzip)

    @property
    def base_address(self) -> str:
        """The address that permanent links begin with; a path where the origin is not to be told."""
        return self.origin + self.prefix


def context_of(request: Request) -> RequestContext:
    """The context that the middleware has read."""
    context: RequestContext = request.scope[_SCOPE_KEY]
    return context


def negotiate(asked: str | None, request: Request, formats: Sequence[str]) -> str:
    """The format to answer in: the one `asked` for by a parameter, else the best that the client accepts."""
    context = context_of(request)
    return choose_format(asked, context.preferences, context.accept, formats)


class ContextReader:
    """Reads contexts by the settings of the service."""

    def __init__(self, settings: Settings) -> None:
        public = urlsplit(settings.public_url)
        self._origin = f"{public.scheme}://{public.netloc}" if settings.public_url else None
        self._prefix: str | None = public.path.rstrip("/") if settings.public_url else None
        self._allowed_hosts = frozenset(settings.allowed_hosts)
        self._is_trusted = lru_cache(maxsize=1000)(_trust(settings.trusted_proxies))

    def read(self, scope: Scope) -> RequestContext:
        """The context of a request, which is kept in its scope. Raises a `Problem` where it cannot be answered."""
        headers, hosts = _read_headers(scope["headers"])
        _check_size(scope)
        client = scope.get("client")
        forwarded = _forwarded(headers) if client and self._is_trusted(client[0]) else {}
        root = scope.get("root_path", "")
        forwarded_prefix: str = forwarded.get(b"x-forwarded-prefix") or root
        accept = headers.get(b"accept", b"").decode("latin-1")
        context = RequestContext(
            origin=self._origin if self._origin is not None else self._sent_origin(scope, hosts, forwarded),
            prefix=forwarded_prefix if self._prefix is None else self._prefix,
            path=scope["path"].removeprefix(root),
            query=scope["query_string"],
            accept=accept,
            preferences=preferences(accept),
            language=preferred_language(headers.get(b"accept-language", b"").decode("latin-1")),
            gzip=accepts_gzip(headers.get(b"accept-encoding", b"")),
            conditions=Conditions(headers.get(b"if-none-match", b""), headers.get(b"if-modified-since", b"")),
        )
        scope[_SCOPE_KEY] = context
        return context

    def _sent_origin(self, scope: Scope, hosts: Sequence[bytes], forwarded: dict[bytes, str]) -> str:
        """Scheme and host as they were sent, where links may be built from them."""
        if len(hosts) != 1 and not (scope["http_version"] == "1.0" and not hosts):
            raise BadRequest(f"{len(hosts) or 'no'} Host lines; a request has exactly one")
        if hosts and not _HOST.fullmatch(hosts[0]):
            raise BadRequest("the Host line is no host")
        host = forwarded.get(b"x-forwarded-host") or (hosts[0].decode("latin-1") if hosts else "")
        name = host.rpartition(":")[0] if re.search(r":\d*$", host) else host
        if not host or ("*" not in self._allowed_hosts and name.lower() not in self._allowed_hosts):
            return ""
        return f"{forwarded.get(b'x-forwarded-proto') or scope['scheme']}://{host}"


def _read_headers(lines: Sequence[tuple[bytes, bytes]]) -> tuple[dict[bytes, bytes], list[bytes]]:
    """The headers that matter by name, several lines of a list as one, and all `Host` lines."""
    found: dict[bytes, bytes] = {}
    hosts = []
    for name, value in lines:
        if name == b"host":
            hosts.append(value)
        elif name in _LISTS or name in _FORWARDED:
            found[name] = found[name] + b", " + value if name in found else value
        elif name == b"if-modified-since":
            found[name] = value
    return found, hosts


def _check_size(scope: Scope) -> None:
    address = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    if address > MAX_ADDRESS:
        raise UriTooLong(f"the address is {address} bytes long; at most {MAX_ADDRESS} are read")
    size = sum([len(name) + len(value) for name, value in scope["headers"]])
    if size > MAX_HEADERS:
        raise HeadersTooLarge(f"the headers are {size} bytes long; at most {MAX_HEADERS} are read")


def _trust(networks: Sequence[str]) -> Callable[[str], bool]:
    known = [ip_network(one, strict=False) for one in networks]

    def is_trusted(address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in known)

    return is_trusted


def _forwarded(headers: dict[bytes, bytes]) -> dict[bytes, str]:
    """What a trusted proxy says of the address that the client asked for: the last value, which the nearest proxy adds."""
    found = {}
    for name in _FORWARDED:
        value = headers.get(name, b"").rpartition(b",")[2].strip()
        text = value.decode("latin-1")
        if name == b"x-forwarded-proto" and text.lower() in {"http", "https"}:
            found[name] = text.lower()
        if name == b"x-forwarded-host" and value and _HOST.fullmatch(value):
            found[name] = text
        if name == b"x-forwarded-prefix" and text and _PREFIX.fullmatch(text):
            found[name] = text.rstrip("/")
    return found
