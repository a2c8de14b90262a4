"""A request for a page: its language, its parameters, and the addresses that it links to."""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote_plus, urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from app.errors import InvalidParameter, Unavailable, unknown
from app.http.request_context import RequestContext, context_of
from app.http.snapshot import VERSION_HEADER
from app.pages.api_client import ApiClient
from app.vocabulary.addresses import API, local
from app.vocabulary.names import Language, say

Pairs = list[tuple[str, str]]
_ATTEMPTS = 3
# parameters of pages only, which are not passed to the API
_OWN_VALUES = {"lang": ("en", "zh"), "keys": ("off",)}
_OWN = frozenset((name, value) for name, values in _OWN_VALUES.items() for value in values)


# a parameter that no character of has to be escaped, as most
_PLAIN = re.compile(r"[\w.,:~-]+", re.ASCII)


def _encoded(value: object) -> str:
    if type(value) is str and _PLAIN.fullmatch(value):
        return value
    return quote_plus(str(value), safe=",:", errors="surrogateescape")


class Address:
    """The address of a page, and those of its variants. An address without `lang` is English."""

    def __init__(self, path: str, query: bytes, base: str = "") -> None:
        pairs = parse_qsl(query.decode("ascii", "replace"), keep_blank_values=True, errors="surrogateescape")
        self.path = path
        self.base = base
        self.lang: Language = "zh" if ("lang", "zh") in pairs else "en"
        # the parameters passed to the API, without the language
        self.pairs: Pairs = [pair for pair in pairs if pair not in _OWN]
        self.keys_off = ("keys", "off") in pairs
        # what of the page is asked for alone; empty where it is all
        self.part = ""

    @classmethod
    def of(cls, context: RequestContext) -> "Address":
        return cls("/" if context.path == "/home" else context.path, context.query, context.client.base_address)

    def to(self, path: str, pairs: Iterable[tuple[str, Any]] = (), **parameters: Any) -> str:
        """Another page in the language of this one."""
        if not pairs and not parameters and self.lang == "en" and not self.keys_off:
            # most links: hundreds of a page
            return local(path)
        return self._written(path, [*pairs, *parameters.items()], self.lang)

    def ends(self, path: str) -> tuple[str, str]:
        """What stands before and behind a key in the addresses of pages whose path begins with `path`."""
        address = self.to(path)
        return address[: len(local(path))], address[len(local(path)) :]

    def filter_ends(self, path: str, parameter: str) -> tuple[str, str]:
        """What stands before and behind the value, encoded, in the addresses of a list with `parameter` as its only filter."""
        before, behind = self.ends(path)
        return f"{before}?{parameter}=", behind.replace("?", "&")

    @staticmethod
    def encoded(values: Sequence[str]) -> Sequence[str]:
        """Values as they stand in addresses."""
        return values if _PLAIN.fullmatch("".join(values)) else [_encoded(value) for value in values]

    def changed(self, *without: str, **parameters: Any) -> str:
        """This page with other parameters, from the first row on."""
        gone = {"cursor", *without, *parameters}
        return self.to(self.path, [(name, value) for name, value in self.pairs if name not in gone], **parameters)

    def first_page(self) -> Pairs:
        """The parameters without those of further rows and of facets."""
        return [pair for pair in self.pairs if pair[0] not in {"cursor", "facets"}]

    def pairs_without(self, name: str, value: str) -> Pairs:
        """The parameters without one of the values of one of them, from the first row on."""
        kept: Pairs = []
        for one, values in self.pairs:
            left = ",".join(word for word in values.split(",") if word != value) if one == name else values
            if left and one != "cursor":
                kept.append((one, left))
        if name == "entity" and not any(one == name for one, _ in kept):
            # it says what else than the entity is meant
            return [pair for pair in kept if pair[0] != "related"]
        return kept

    def without_value(self, name: str, value: str) -> str:
        """This page without one of the values of a parameter."""
        return self.to(self.path, self.pairs_without(name, value))

    def with_value(self, name: str, value: str) -> str:
        """This page with one more value of a parameter."""
        return self.changed(name, **{name: ",".join([*self.values(name), value])})

    def values(self, name: str) -> list[str]:
        """The values of a parameter, which are separated by commas or given one by one."""
        return [word for one, values in self.pairs if one == name for word in values.split(",") if word]

    def value(self, name: str) -> str:
        return next(iter(self.values(name)), "")

    def in_language(self, lang: Language) -> str:
        return self._written(self.path, [*self.pairs, ("part", self.part)], lang)

    def part_of(self, path: str, part: str, pairs: Iterable[tuple[str, Any]], **parameters: Any) -> str:
        """A part of a page of a list alone: a page for those without script, and where scripts take it from."""
        return self.to(path, [*pairs, *parameters.items(), ("part", part)])

    def canonical(self) -> str:
        """The one absolute address of what is shown: parameters in one order."""
        return self.base + self._written(self.path, sorted(self.pairs), self.lang).removeprefix(local(""))

    def api_address(self, path: str, pairs: Iterable[tuple[str, Any]] = (), **parameters: Any) -> str:
        """An answer of the API in the language of this page."""
        return self._written(API + path, [*pairs, *parameters.items()], self.lang)

    def absolute(self, address: str) -> str:
        """An absolute address of the service, for other sites."""
        return self.base + address.removeprefix(local(""))

    @staticmethod
    def plain(path: str) -> str:
        """An address of the service that takes no language."""
        return local(path)

    def data(self, format_: str, *without: str) -> str:
        """The rows of this page in a format."""
        kept = [pair for pair in self.pairs if pair[0] not in {"format", *without}]
        return self._written(API + self.path, [*kept, ("format", format_)], self.lang)

    def data_addresses(self, formats: Iterable[str]) -> dict[str, str]:
        """The rows of this page in each of the formats."""
        before, _, behind = self.data("FORMAT").rpartition("FORMAT")
        return {name: f"{before}{name}{behind}" for name in formats}

    def without_keys(self) -> str:
        """This page with single letters as keys switched off, or on again."""
        found = Address(self.path, b"lang=zh" if self.lang == "zh" else b"", self.base)
        found.keys_off = not self.keys_off
        return found.to(self.path, self.pairs)

    def _written(self, path: str, pairs: Iterable[tuple[str, Any]], lang: Language) -> str:
        given = [f"{_encoded(name)}={_encoded(value)}" for name, value in pairs if value is not None and value != ""]
        if lang == "zh":
            given.append("lang=zh")
        if self.keys_off and not path.startswith(API):
            given.append("keys=off")
        return f"{local(path)}?{'&'.join(given)}" if given else local(path)


class PageView(Address):
    """The address of a page with the means to make it."""

    def __init__(self, request: Request, at: Address | None = None) -> None:
        context = context_of(request)
        at = at or Address.of(context)
        super().__init__(at.path, b"", at.base)
        self.lang, self.pairs, self.keys_off = at.lang, at.pairs, at.keys_off
        _refuse_wrong(self.pairs)
        self.request = request
        self.api = ApiClient(request, self.lang)
        self.query = urlencode(self.pairs, errors="surrogateescape")

    def take_part(self, *names: str) -> str:
        """The part that is asked for alone, one of `names`; empty if it is none. It is a parameter of pages, and no one of the API."""
        self.part = next((name for name in names if ("part", name) in self.pairs), "")
        if self.part:
            self.pairs = [pair for pair in self.pairs if pair != ("part", self.part)]
            self.query = urlencode(self.pairs, errors="surrogateescape")
        return self.part

    @property
    def headers(self) -> dict[str, str]:
        """Headers that tell the version of the data, the language, and where caches must not keep the page."""
        (version,) = self.api.versions
        told = {VERSION_HEADER: version, "Content-Language": self.lang, "Last-Modified": self.api.last_modified}
        return told if self.api.may_be_kept else told | {"Cache-Control": "no-store"}

    def response(self, html: str) -> Response:
        return HTMLResponse(html.encode("utf-8", "replace"), headers=self.headers)


def _refuse_wrong(pairs: Pairs) -> None:
    """Raises `InvalidParameter` for other values of the parameters of pages than they take."""
    wrong = [(name, value) for name, value in pairs if name in _OWN_VALUES]
    if wrong:
        said = ((name, value, _OWN_VALUES[name], " or ".join(map(repr, _OWN_VALUES[name]))) for name, value in wrong)
        raise InvalidParameter(*(
            unknown(name, value, listed, say(f"{value!r}: Input should be {words}", f"{value!r}：不在可选值之中"))
            for name, value, listed, words in said
        ))  # fmt: skip


Made = TypeVar("Made")
Build = Callable[..., Awaitable[str]]


async def of_one_version(request: Request, build: Callable[..., Awaitable[Made]], **named: Any) -> tuple[PageView, Made]:
    """What `build` makes of a `PageView`, all of it from one version of the data."""
    for _ in range(_ATTEMPTS):
        view = PageView(request)
        made = await build(view, **named)
        if len(view.api.versions) == 1:
            return view, made
    raise Unavailable(say("the data is being changed", "数据正在更新"), retry_after=2)


def page(build: Build) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that answers with what `build` makes of a `PageView`."""

    async def endpoint(request: Request) -> Response:
        view, html = await of_one_version(request, build, **request.path_params)
        return view.response(html)

    endpoint.__doc__ = build.__doc__
    return endpoint
