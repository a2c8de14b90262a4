"""Exceptions of endpoints and of the framework, answered as problem details (RFC 9457)."""

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Scope, Send

from app.errors import (
    MAX_FAULTS,
    Fault,
    Gone,
    Internal,
    InvalidParameter,
    MethodNotAllowed,
    Moved,
    NotFound,
    Problem,
    StorageFull,
    TooSlow,
    Unavailable,
    unknown,
)
from app.http.browser_headers import FRAMED, FRAMED_POLICY, with_browser_headers
from app.http.known_routes import nearest_path, parameters_of
from app.http.negotiation import prefers_text
from app.http.redirects import new_address, without_slash
from app.http.request_context import RequestContext, context_in, context_of
from app.http.response_model import ResponseModel
from app.http.validation_messages_zh import said_in_chinese
from app.store.time_limits import is_timeout
from app.store.transactions import is_full, unavailable_reason
from app.vocabulary.addresses import local
from app.vocabulary.names import say
from app.vocabulary.nearest import nearest
from app.vocabulary.parameter_names import conventional

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
PAGE_TYPE = "text/html; charset=utf-8"
TEXT_TYPE = "text/plain; charset=utf-8"
# the page of a problem, for a request with this context
ProblemPage = Callable[[Problem, RequestContext], bytes]


class FaultBody(ResponseModel):
    parameter: str = Field(description="The parameter at fault, as it was sent.")
    detail: str = Field(description="What is wrong with it.")
    allowed: list[str] | None = Field(description="The allowed values or names, if they form a closed list.")
    nearest: str | None = Field(description="The allowed value nearest to what was sent, by spelling or by name.")
    suggest: str | None = Field(description="Address that looks up names and aliases in either language.")


class ProblemBody(ResponseModel):
    """RFC 9457 problem details."""

    type: str = Field(description="Kind of problem: the address of a page that explains it.")
    title: str = Field(description="The kind in words, always the same for a kind.")
    status: int = Field(description="The HTTP status code.")
    detail: str = Field(description="What happened this time.")
    instance: str = Field(description="The requested path.")
    errors: list[FaultBody] = Field(description="Each parameter at fault.")


class GoneRow(ResponseModel):
    """The removed object that the id used to name."""

    list: str = Field(description="The list that it was in.")
    id: str = Field(description="Its id.")
    document: str | None = Field(
        description="Slug of the document that it belonged to; null if it belonged to no single document."
    )
    text: str | None = Field(description="What it said: the sentence, quote, title, name or address.")
    version: str = Field(description="The last version of the dataset that had it.")
    gone_in: str = Field(description="The first version of the dataset without it.")
    gone_at: str = Field(description="When that version was published.")
    successor: str | None = Field(
        description="Id of the object whose words are now nearest to it in its document; null if there is none."
    )
    successor_url: str | None = Field(description="Address of the successor.")


class GoneBody(ProblemBody):
    """RFC 9457 problem details of an object that is gone."""

    gone: GoneRow = Field(description="What it was, when it was removed, and what is nearest to it now.")


def problem_responses(*kinds: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for the problems that a route can answer."""
    return {
        kind.status: {
            "description": kind.title,
            "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{_body_of(kind).__name__}"}}},
        }
        for kind in kinds
    }


def _body_of(kind: type[Problem]) -> type[ProblemBody]:
    return GoneBody if kind is Gone else ProblemBody


def add_handlers(app: FastAPI) -> None:
    """Have every exception answered as a problem."""
    app.exception_handler(HTTPException)(_on_http)
    for kind in (Problem, RequestValidationError, DBAPIError, PoolTimeoutError, Exception):
        app.exception_handler(kind)(_on_error)


async def send_problem(problem: Problem, scope: Scope, send: Send, page: ProblemPage) -> None:
    """Answer a request that never reached the framework."""
    context = context_in(scope)
    is_page = context is not None and context.client.is_browser
    if is_page and context:
        body, media_type = page(problem, context), PAGE_TYPE
    else:
        body, media_type = _for_program(problem, scope["path"], context)
    headers = {
        b"content-type": media_type.encode(),
        b"content-length": str(len(body)).encode(),
        b"cache-control": b"no-store",
    }
    if problem.retry_after is not None:
        headers[b"retry-after"] = str(problem.retry_after).encode()
    if is_page and scope["path"].startswith(FRAMED):
        headers[b"content-security-policy"] = FRAMED_POLICY.encode()
    completed = with_browser_headers(headers)
    await send({"type": "http.response.start", "status": problem.status, "headers": list(completed.items())})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def problem_body(problem: Problem, path: str) -> bytes:
    """The problem details of a problem that a request for `path` met."""
    return _dumps(
        {
            "type": local(f"/problems/{problem.slug}"),
            "title": say(problem.title, problem.title_zh),
            "status": problem.status,
            "detail": problem.detail,
            "instance": path,
            "errors": [vars(fault) for fault in problem.faults],
            **problem.members,
        }
    )


def _for_program(problem: Problem, path: str, context: RequestContext | None) -> tuple[bytes, str]:
    """The body and its media type: problem details, or their words for programs that show text and no problem details."""
    if context is not None and prefers_text(context.client.accept):
        return problem.in_words.encode("utf-8", "backslashreplace"), TEXT_TYPE
    return problem_body(problem, path), MEDIA_TYPE


def _problem_response(request: Request, problem: Problem) -> Response:
    headers = {"Cache-Control": "no-store"}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    context = context_of(request)
    if isinstance(problem, Moved):
        # must not be cached: a merge of two entries can be undone
        headers["Location"] = local(new_address(context.path, context.query.decode("ascii", "replace"), problem))
    if isinstance(problem, Gone) and (url := problem.members["gone"]["successor_url"]):
        headers["Link"] = f'<{url}>; rel="successor-version"'
    if context.client.is_browser:
        if context.path.startswith(FRAMED):
            headers["Content-Security-Policy"] = FRAMED_POLICY
        page: ProblemPage = request.app.state.problem_page
        return Response(page(problem, context), problem.status, headers, PAGE_TYPE)
    body, media_type = _for_program(problem, local(context.path), context)
    return Response(body, problem.status, headers, media_type)


def _dumps(body: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(body)
    except orjson.JSONEncodeError:  # the request may contain lone surrogates
        return orjson.dumps(_printable(body))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return [_printable(item) for item in value] if isinstance(value, list) else value


def problem_of(error: Exception, request: Request) -> Problem:
    """What is told of an exception. What nobody has foreseen is logged."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        known = parameters_of(request.scope.get("route"))
        found = error.errors()
        named = [fault_of(fault, known) for fault in found[:MAX_FAULTS]]
        return InvalidParameter(*named, further=len(found) - len(named))
    if isinstance(error, DBAPIError | PoolTimeoutError) and (problem := _database_problem(request, error)) is not None:
        return problem
    # by which an answer is broken off; its reason is in the log
    if not isinstance(error, ClientDisconnect):
        log.error("unhandled error on %s", request.url.path, exc_info=error)
    return Internal(say("an unexpected error; it has been logged", "出现意外错误，已记入日志"))


async def _on_error(request: Request, error: Exception) -> Response:
    return _problem_response(request, problem_of(error, request))


def refuse_unknown(names: Iterable[str], known: Collection[str]) -> None:
    """Raises `InvalidParameter` for each of the names of parameters that is not among those that are known."""
    taken = sorted(known)
    faults = [
        fault_of({"type": "extra_forbidden", "loc": ("query", name)}, taken)
        for name in dict.fromkeys(names)
        if name not in {*taken, "_"}
    ]
    if faults:
        raise InvalidParameter(*faults)


def fault_of(error: dict[str, Any], known: list[str]) -> Fault:
    """What a validation error says of a parameter; `known` are the parameters there are."""
    # the first part says where the parameter is, in the query or the path
    location = [str(part) for part in error["loc"][1:] if not isinstance(part, int)]
    context = error.get("ctx", {})
    parameter = location[0] if location else context.get("parameter", "request")
    sent = error.get("input")
    if error["type"] == "extra_forbidden":
        is_conventional, meant = conventional(parameter, known)
        found = meant if is_conventional else nearest(parameter, known)
        return Fault(
            parameter, say(f"there is no parameter {parameter!r} here", f"这里没有参数 {parameter!r}"), sorted(known), found
        )
    allowed = context.get("allowed")
    if allowed is None and error["type"] in {"enum", "literal_error"}:
        allowed = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
    said = say(error["msg"].removeprefix("Value error, "), said_in_chinese(error["type"], context)).strip()
    missing = f"{parameter.partition('__')[0]}__isnull"
    if error["type"] == "empty_value" and missing in known:
        said += say(f", or use {missing} for rows without a value", f"；要找没有值的行，请用 {missing}")
    detail = f"{sent!r}{say(': ', '：')}{said}" if isinstance(sent, str) and sent not in said else said
    if allowed is not None:
        fault = unknown(parameter, str(context.get("word", sent)), allowed, detail)
        return replace(fault, nearest=context.get("nearest") or fault.nearest)
    return Fault(parameter, detail, nearest=context.get("nearest"))


async def _on_http(request: Request, error: HTTPException) -> Response:
    if error.status_code == 404:
        if (shorter := without_slash(request)) is not None:
            return Response(None, 307, {"Location": local(shorter), "Cache-Control": "no-store"})
        path, index = local(context_of(request).path), local("/")
        nothing = say(
            f"there is nothing at {path}; {index} lists all resources", f"{path} 处没有内容；{index} 说明各处在哪里"
        )
        meant = nearest_path(request)
        return _problem_response(request, NotFound(nothing, [Fault("path", nothing, None, meant)] if meant else []))
    if error.status_code == 405:
        said = say(f"{request.method} is not allowed here", f"这里不接受 {request.method}")
        answer = _problem_response(request, MethodNotAllowed(said))
        answer.headers.update(error.headers or {})
        return answer
    log.error("unexpected HTTP error %s: %s", error.status_code, error.detail)
    return _problem_response(request, Internal(say("the request could not be answered", "无法应答这个请求")))


def _database_problem(request: Request, error: DBAPIError | PoolTimeoutError) -> Problem | None:
    """The driver's message goes to the log; clients are told what they can do. Null where it is no fault of the database."""
    if isinstance(error, OperationalError) and is_timeout(error):
        seconds = request.app.state.settings.query_timeout
        detail = say(
            f"the query was stopped after {seconds:g} s; narrow it, request fewer rows, or use count=none",
            f"查询在 {seconds:g} 秒后被停止；请缩小范围、减少行数，或使用 count=none",
        )
        return TooSlow(detail, retry_after=30)
    if is_full(error):
        log.warning("database: %s", error.orig if isinstance(error, DBAPIError) else error)
        detail = say(
            "the database has no room for a temporary file to sort or group rows in; request fewer rows",
            "数据库没有空间存放排序或分组所需的临时文件；请减少行数",
        )
        return StorageFull(detail, retry_after=60)
    if (reason := unavailable_reason(error)) is not None:
        log.warning("database: %s", error)
        return Unavailable(reason, retry_after=2)
    return None
