"""Everything in a request that determines its answer, read once from its headers.

The cache key, negotiation, links and conditions are all taken from one `RequestContext`, so that they cannot differ.
Several lines of a list header are one list (RFC 9110, section 5.3); a request has exactly one `Host` (RFC 9112, section 3.2).
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from fastapi import Request
from starlette.types import Scope

from app.config import Settings
from app.errors import BadRequest, Problem
from app.formats import bibliography
from app.formats.writers import MEDIA_TYPES
from app.http.caching import Conditions
from app.http.forwarded_headers import FORWARDED, HOST, told_by_proxy, trust
from app.http.negotiation import (
    Preferences,
    accepts_gzip,
    best_format,
    not_acceptable,
    preferences,
    preferred_language,
    prefers_html,
)
from app.http.query_string import normalized
from app.http.request_limits import MAX_ADDRESS, MAX_HEADERS, address_too_long, headers_too_large
from app.vocabulary import Language
from app.vocabulary.addresses import API, has_page
from app.vocabulary.names import LANGUAGE, say

_SCOPE_KEY = "factbase.context"
_READ = frozenset((b"accept", b"accept-language", b"accept-encoding", b"if-none-match", b"if-modified-since", *FORWARDED))

# the format at the end of a path, as people type it: `/metrics.csv` is `/metrics?format=csv`
_SUFFIX = re.compile(rf"\.({'|'.join(MEDIA_TYPES)})$", re.IGNORECASE)

# citations say on which day they were made
_DATED_FORMAT = re.compile(rf"(?:^|&)format=(?:{'|'.join(bibliography.FORMATS)})(?:&|$)".encode())
_DATED_TYPES = tuple(one.media_type.partition(";")[0] for one in bibliography.FORMATS.values())

CacheKey = tuple[int, str, bytes, str]
_LANGUAGES: dict[bytes, Language] = {b"lang=en": "en", b"lang=zh": "zh"}
# header values of a client up to which what they say is remembered, in bytes; no host is longer than the names that DNS has
_REMEMBERED = 1000
_LONGEST_HOST = 253 + len(":65535")


class ClientContext(NamedTuple):
    """What the headers of a request say of the client, the same for most requests of one.

    `origin` is `https://example.org`, or empty where links are to be relative; `prefix` the path under which the service is
    known. `accept` is for error messages only, and `is_browser` says whether the client wants pages. `number` stands in cache
    keys for all that decides about answers: clients whose headers say the same have the same.
    """

    number: int
    origin: str
    prefix: str
    root_path: str
    accept: str
    is_browser: bool
    preferences: Preferences
    language: Language
    gzip: bool
    accepts_citations: bool

    @property
    def base_address(self) -> str:
        """The address that permanent links begin with; only a path if the origin must not be disclosed."""
        return self.origin + self.prefix


def _asked_language(query: bytes) -> Language | None:
    for part in query.split(b"&") if b"lang=" in query else ():
        if part in _LANGUAGES:
            return _LANGUAGES[part]
    return None


def language_of(query: bytes, headers: Sequence[tuple[bytes, bytes]]) -> Language:
    """The language of the parameter `lang` if a query has it, else that which the client prefers."""
    accepted = next((value for name, value in headers if name == b"accept-language"), b"")
    return _asked_language(query) or preferred_language(accepted.decode("latin-1"))


class RequestContext(NamedTuple):
    """What determines an answer, besides the dataset version. `path` is without the client's prefix."""

    client: ClientContext
    path: str
    query: bytes
    conditions: Conditions

    @property
    def language(self) -> Language:
        """The language of the answer: that of the parameter `lang`, else the one that the client prefers."""
        return _asked_language(self.query) or self.client.language

    @property
    def is_api_call(self) -> bool:
        """Whether a program, not a browser, requests an address of the API: the response is not a page."""
        return not self.client.is_browser and self.path.startswith(API)

    @property
    def day(self) -> str:
        """The day, where the answer may tell it; else nothing, so that an answer is the same on all days."""
        is_dated = self.client.accepts_citations or (b"format=" in self.query and _DATED_FORMAT.search(self.query))
        return datetime.now(UTC).date().isoformat() if is_dated else ""

    @property
    def key(self) -> CacheKey:
        """What the answer is kept under in this process."""
        return (self.client.number, self.path, self.query, self.day)

    @property
    def identity(self) -> tuple[object, ...]:
        """What the answer is determined by in any process."""
        _, origin, prefix, _, _, _, *negotiated = self.client
        return (origin, prefix, *negotiated, self.path, self.query, self.day)

    @property
    def uncompressed(self) -> "RequestContext":
        """The same for a client that takes no compressed answer: the answer has other bytes, and so another tag."""
        return self._replace(client=self.client._replace(gzip=False))

    def attach_to(self, scope: Scope) -> Scope:
        """The scope, in which `context_of` finds this context."""
        scope[_SCOPE_KEY] = self
        return scope


def context_of(request: Request) -> RequestContext:
    """The context that the middleware has read."""
    context: RequestContext = request.scope[_SCOPE_KEY]
    return context


def context_in(scope: Scope) -> RequestContext | None:
    """The context of a request, which may have failed before it was read."""
    return scope.get(_SCOPE_KEY)


def negotiate(asked: str | None, request: Request, formats: Sequence[str]) -> str:
    """The format to answer in: the one `asked` for by a parameter, else the best that the client accepts.

    Raises `NotAcceptable` if the client accepts none of them.
    """
    client = context_of(request).client
    found = asked or best_format(client.preferences, tuple(formats))
    if found is None:
        raise not_acceptable(client.accept, formats)
    return found


class ContextReader:
    """Reads contexts by the settings of the service."""

    def __init__(self, settings: Settings) -> None:
        public = urlsplit(settings.public_url)
        self._origin = f"{public.scheme}://{public.netloc}" if settings.public_url else None
        self._prefix: str | None = public.path.rstrip("/") if settings.public_url else None
        self._allowed_hosts = frozenset(settings.allowed_hosts)
        self._is_trusted = lru_cache(maxsize=1000)(trust(settings.trusted_proxies))
        # headers of clients differ little: most requests find what was read of the same ones before
        self._client = lru_cache(maxsize=5000)(self._read_client)
        numbers = count()
        self._number = lru_cache(maxsize=5000)(lambda *_: next(numbers))

    def read(self, scope: Scope) -> RequestContext:
        """The context of a request, which is kept in its scope. Raises a `Problem` where it cannot be answered."""
        try:
            return self._read(scope)
        except Problem:
            # raised again, in the language that can be read all the same
            LANGUAGE.set(language_of(scope["query_string"], scope["headers"]))
            return self._read(scope)

    def _read(self, scope: Scope) -> RequestContext:
        found = _read_headers(scope["headers"])
        query = scope["query_string"] = normalized(scope["query_string"])
        if len(query) + len(scope.get("raw_path") or b"") > MAX_ADDRESS:
            raise address_too_long()
        peer = scope.get("client")
        forwarded = found.forwarded if found.forwarded and peer and self._is_trusted(peer[0]) else ()
        client = (self._client if found.client_size < _REMEMBERED else self._read_client)(
            scope["scheme"], scope.get("http_version") == "1.0", scope.get("root_path", ""), found.hosts, forwarded,
            found.accept, found.accept_language, found.accept_encoding,
        )  # fmt: skip
        path = scope["path"].removeprefix(client.root_path) if client.root_path else scope["path"]
        if (
            "." in path
            and (suffixed := _SUFFIX.search(path))
            and (path.startswith(API) or has_page(path[: suffixed.start()]))
        ):
            path = path[: suffixed.start()]
            query = b"&".join(filter(None, (b"format=" + suffixed[1].lower().encode(), query)))
            scope["path"], scope["query_string"] = scope["path"][: -len(suffixed[0])], query
        context = RequestContext(client, path, query, Conditions(found.if_none_match, found.if_modified_since))
        context.attach_to(scope)
        return context

    def _read_client(
        self, scheme: str, is_old: bool, root_path: str, hosts: tuple[bytes, ...],
        forwarded: tuple[tuple[bytes, bytes], ...], accept: bytes, accept_language: bytes, accept_encoding: bytes,
    ) -> ClientContext:  # fmt: skip
        if len(hosts) != 1 and (hosts or not is_old):
            n = len(hosts)
            raise BadRequest(say(f"{n or 'no'} Host lines; a request has exactly one", f"有 {n} 个 Host 行；应恰有一个"))
        if hosts and (len(hosts[0]) > _LONGEST_HOST or not HOST.fullmatch(hosts[0])):
            raise BadRequest(say("the Host line is not a host name", "Host 行中不是主机名"))
        said = told_by_proxy(forwarded)
        host = said.get(b"x-forwarded-host") or (hosts[0].decode("latin-1") if hosts else "")
        sent_prefix = said.get(b"x-forwarded-prefix") or quote(root_path)
        sent_origin = self._sent_origin(said.get(b"x-forwarded-proto") or scheme, host)
        origin = sent_origin if self._origin is None else self._origin
        prefix = sent_prefix if self._prefix is None else self._prefix
        text = accept.decode("latin-1")
        decided = (
            prefers_html(text), preferences(text), preferred_language(accept_language.decode("latin-1")),
            accepts_gzip(accept_encoding), any(name in text.lower() for name in _DATED_TYPES),
        )  # fmt: skip
        number = self._number(origin, prefix, root_path, *decided)
        return ClientContext(number, origin, prefix, root_path, text, *decided)

    def _sent_origin(self, scheme: str, host: str) -> str:
        """Scheme and host as sent; empty if links must not be built from them."""
        name = host.rpartition(":")[0] if re.search(r":\d*$", host) else host
        is_allowed = "*" in self._allowed_hosts or name.lower() in self._allowed_hosts
        return f"{scheme}://{host}" if host and is_allowed else ""


class _Headers(NamedTuple):
    """The headers that matter; several lines of a list are one. `client_size`: bytes that tell of the client."""

    hosts: tuple[bytes, ...]
    forwarded: tuple[tuple[bytes, bytes], ...]
    accept: bytes
    accept_language: bytes
    accept_encoding: bytes
    if_none_match: bytes
    if_modified_since: bytes
    client_size: int


def _read_headers(lines: Sequence[tuple[bytes, bytes]]) -> _Headers:
    hosts: tuple[bytes, ...] = ()
    found: dict[bytes, bytes] = {}
    size = client_size = 0
    for name, value in lines:
        size += len(name) + len(value) + 4
        if name == b"host":
            hosts = (*hosts, value)
            client_size += len(value)
        elif name in _READ:
            found[name] = found[name] + b", " + value if name in found else value
            client_size += len(value)
    if size > MAX_HEADERS:
        raise headers_too_large()
    get = found.get
    forwarded = tuple((name, found[name]) for name in FORWARDED if name in found) if found else ()
    return _Headers(
        hosts, forwarded, get(b"accept", b""), get(b"accept-language", b""), get(b"accept-encoding", b""),
        get(b"if-none-match", b""), get(b"if-modified-since", b""), client_size,
    )  # fmt: skip
