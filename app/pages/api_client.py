"""Requests of pages to the API: the same that a program could send, answered in this process.

Pages have no queries of their own. What a page shows is what the API says, with its filters, its caches and its problems, so
the two cannot differ, and a field that the API gains is there for templates to show.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

import orjson
from fastapi import Request, Response
from starlette.types import ASGIApp, Message

from app.errors import KINDS, Fault, Problem
from app.http.problems import ProblemBody, problem_of
from app.http.snapshot import VERSION_HEADER
from app.pages.template_filters import named
from app.vocabulary.addresses import API
from app.vocabulary.names import LANGUAGE, Language

Parameters = Mapping[str, object] | Iterable[tuple[str, object]]
_SCOPE = ("type", "asgi", "http_version", "scheme", "server", "client", "root_path")
# headers that links are built from
_KEPT = frozenset((b"host", b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-prefix"))
_CHUNK = 1000
# names that are kept at once
_MOST_KEPT = 2000
Kept = TypeVar("Kept")


class ApiClient:
    """Asks the API on behalf of one request for a page, in the language of the page."""

    def __init__(self, request: Request, lang: Language) -> None:
        self._app: ASGIApp = request.app
        self._state = request.app.state
        self._request = request.scope
        self.lang = lang
        self.versions: set[str] = set()
        self.last_modified = ""
        self.may_be_kept = True

    async def get(self, path: str, parameters: Parameters = (), query: str = "") -> dict[str, Any]:
        """The JSON at a path below `/api/v1`; `query` is prepended to the parameters unchanged. Raises the `Problem` of an error response."""
        pairs = parameters.items() if isinstance(parameters, Mapping) else parameters
        written = urlencode([*((name, value) for name, value in pairs if value is not None), ("lang", self.lang)], safe=",:")
        status, headers, body = await self._ask(API + path, f"{query}&{written}" if query else written)
        found: dict[str, Any] = orjson.loads(body)
        if status != 200:
            raise _problem(found, headers)
        self._note(headers)
        return found

    async def text(self, path: str, parameters: Parameters) -> str:
        """The answer at a path as text, in a format that is one."""
        pairs = parameters.items() if isinstance(parameters, Mapping) else parameters
        status, headers, body = await self._ask(API + path, urlencode([*pairs, ("lang", self.lang)]))
        if status != 200:
            raise _problem(orjson.loads(body), headers)
        self._note(headers)
        return body.decode()

    async def kinds(self) -> dict[str, str]:
        """The names of the kinds of publishers."""
        return await self._names("sources", "publisher_kind")

    async def types(self) -> dict[str, str]:
        """The names of the types of entities."""
        return await self._names("entities", "type")

    async def predicates(self) -> dict[str, str]:
        """The names of the predicates of relations."""
        return await self._names("relations", "predicate")

    async def name_of(self, list_: str, by: str, word: str) -> str | None:
        """The name of the row of a list whose filter `by` is `word`, or its title; null if there is none.

        Names are kept as those of vocabularies are, the last that were asked for.
        """

        async def ask() -> tuple[str, str | None]:
            found = await self.get(f"/{list_}", {by: word, "limit": 1, "count": "none"})
            row = next(iter(found["data"]), None)
            name = None if row is None else named(row, "title" if "title" in row else "name", self.lang)
            return found["dataset"]["version"], name

        return await self.kept((list_, by, word), ask)

    async def units_of(self, indicator: str) -> list[dict[str, Any]]:
        """The units of an indicator's figures, each with how many there are; kept as names are."""

        async def ask() -> tuple[str, list[dict[str, Any]]]:
            asked = {"indicator": indicator, "facets": "unit", "limit": 1, "fields": "id", "count": "none"}
            found = await self.get("/metrics", asked)
            return found["dataset"]["version"], found["facets"]["unit"]

        return await self.kept(("units", indicator), ask)

    async def _names(self, name: str, facet: str) -> dict[str, str]:
        """The names of a vocabulary that folders extend, by slug: of the words that rows of a list have."""

        async def ask() -> tuple[str, dict[str, str]]:
            found = await self.get(f"/{name}", {"facets": facet, "limit": 1, "fields": facet})
            return found["dataset"]["version"], {one["value"]: one["label"] for one in found["facets"][facet]}

        return await self.kept((name, facet), ask)

    async def kept(self, key: tuple[str, ...], ask: Callable[[], Awaitable[tuple[str, Kept]]]) -> Kept:
        """What `ask` returns with the version that it is of; kept with that version, so that few pages ask."""
        kept: dict[tuple[str, ...], Any] = self._state.names_of_vocabularies
        version = next(iter(self.versions), "")
        if (found := kept.get((version, self.lang, *key))) is None:
            version, found = await ask()
            for other in [one for one in kept if one[0] != version]:
                del kept[other]
            if len(kept) >= _MOST_KEPT:
                del kept[next(iter(kept))]
            # what lacks something for want of time is asked for again
            if self.may_be_kept:
                kept[version, self.lang, *key] = found
        return found

    async def rows(self, path: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
        """All rows of a list, through all of its pages."""
        pairs = list(parameters.items() if isinstance(parameters, Mapping) else parameters)
        found: list[dict[str, Any]] = []
        cursor = None
        while True:
            page = await self.get(path, [*pairs, ("limit", _CHUNK), ("count", "none"), ("cursor", cursor)])
            found += page["data"]
            cursor = page["page"]["next_cursor"]
            if cursor is None:
                return found

    def _note(self, headers: Mapping[bytes, bytes]) -> None:
        """Record the version of the data that an answer was made from, and whether caches may keep it."""
        self.versions.add(headers.get(VERSION_HEADER.lower().encode(), b"").decode())
        self.last_modified = headers.get(b"last-modified", b"").decode()
        self.may_be_kept &= headers.get(b"cache-control") != b"no-store"

    async def _ask(self, path: str, query: str) -> tuple[int, Mapping[bytes, bytes], bytes]:
        answer: dict[str, Any] = {}
        parts: list[bytes] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.update(status=message["status"], headers=dict(message["headers"]))
            else:
                parts.append(message.get("body", b""))

        if (found := await self._of_list(path, query)) is not None:
            return found
        await self._app(self._scope(path, query), receive, send)
        return answer["status"], answer["headers"], b"".join(parts)

    async def _of_list(self, path: str, query: str) -> tuple[int, Mapping[bytes, bytes], bytes] | None:
        """The JSON of a list or of one of its objects by its route itself; null for what is none. Raises its `Problem`.

        What stands before routes is for clients, and costs a page a tenth of its time. Other answers are found in the cache there:
        charts and groups are drawn and counted once for several pages.
        """
        name, _, key = path.removeprefix(f"{API}/").partition("/")
        if "/" in key or "format=" in query or (found := self._state.list_routes.get((name, bool(key)))) is None:
            return None
        route, handle = found
        scope = self._scope(path, query)
        scope |= {"app": self._app, "route": route, "path_params": dict.fromkeys(route.param_convertors, key)}
        LANGUAGE.set(self._state.contexts.read(scope).language)
        request = Request(scope)
        try:
            response: Response = await handle(request)
        except Exception as error:
            raise problem_of(error, request) from error
        return response.status_code, dict(response.raw_headers), bytes(response.body)

    def _scope(self, path: str, query: str) -> dict[str, Any]:
        """A request of a program at the address that the page was asked at."""
        whole = self._request.get("root_path", "") + path
        headers = [(b"accept", b"application/json"), *(one for one in self._request["headers"] if one[0] in _KEPT)]
        scope: dict[str, Any] = {name: self._request[name] for name in _SCOPE if name in self._request}
        return scope | {
            "method": "GET", "path": whole, "raw_path": whole.encode("utf-8", "surrogateescape"),
            "query_string": query.encode("utf-8", "surrogateescape"), "headers": headers, "state": {},
        }  # fmt: skip


def _problem(body: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> Problem:
    """The problem that an answer of the API describes, to be raised again for the page."""
    kind = KINDS[body["type"].rpartition("/")[2]]
    problem = kind.__new__(kind)
    after = headers.get(b"retry-after")
    Problem.__init__(problem, body["detail"], [Fault(**fault) for fault in body["errors"]], int(after) if after else None)
    problem.members = {name: value for name, value in body.items() if name not in ProblemBody.model_fields}
    return problem
