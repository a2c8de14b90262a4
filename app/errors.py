"""The errors that a response can carry, as RFC 9457 problem details.

Problem
├── BadRequest         400  the request is not HTTP, or has no or several `Host` lines
├── InvalidParameter   422  a query parameter, path or cursor is invalid
├── NotFound           404  no such object or path
├── MethodNotAllowed   405  the path does not take this method
├── NotAcceptable      406  the client accepts none of the formats
├── UriTooLong         414  the URL is too long
├── HeadersTooLarge    431  the request headers are too long
├── Unavailable        503  the database is down, silent, not migrated or not seeded
├── TooSlow            503  the query ran too long and was stopped
├── StorageFull        507  a temporary file cannot be written
└── Internal           500  a bug in factbase
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.vocabulary.addresses import suggest_address
from app.vocabulary.names import names_among
from app.vocabulary.nearest import nearest, nearest_named


@dataclass(frozen=True)
class Fault:
    """What is wrong with one parameter, which values are allowed, which was probably meant, and where names are looked up."""

    parameter: str
    detail: str
    allowed: list[str] | None = None
    nearest: str | None = None
    suggest: str | None = None


class Problem(Exception):
    """Base of all errors. Class attributes describe the kind, the instance what happened."""

    status = 500
    slug = "internal"
    title = "Internal error"
    title_zh = "内部错误"

    def __init__(self, detail: str, faults: Iterable[Fault] = (), retry_after: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = list(faults)
        self.retry_after = retry_after


class BadRequest(Problem):
    """The request is not HTTP, or has no or several `Host` lines, or one that is not a host. Correct the client or the
    proxy in front of it.
    """

    status = 400
    slug = "bad-request"
    title = "The request cannot be read"
    title_zh = "无法读取这个请求"


class InvalidParameter(Problem):
    """A query parameter, a part of the path or a cursor has a name or value that is not allowed here. `errors` names
    each one, says what is wrong and lists what is allowed or comes nearest. Correct it and ask again; nothing was
    ignored.
    """

    status = 422
    slug = "invalid-parameter"
    title = "A parameter cannot be used"
    title_zh = "有参数不能使用"

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.parameter}: {fault.detail}" for fault in faults), faults)


class NotFound(Problem):
    """There is nothing at this address, or no object with this id. `errors` suggests the nearest id where there is
    one; `/` lists all addresses, and `/api/v1/search` finds objects by words.
    """

    status = 404
    slug = "not-found"
    title = "No such thing"
    title_zh = "没有这项内容"


class MethodNotAllowed(Problem):
    """The service is read-only: every path takes GET, HEAD and OPTIONS. Use one of these."""

    status = 405
    slug = "method-not-allowed"
    title = "This path does not take this method"
    title_zh = "此路径不接受这种方法"


class NotAcceptable(Problem):
    """The `Accept` header names none of the formats of this answer. `detail` lists them; name one, or use the
    parameter `format`.
    """

    status = 406
    slug = "not-acceptable"
    title = "No format that is accepted"
    title_zh = "没有可接受的格式"


class UriTooLong(Problem):
    """The address with its query is longer than 16 KiB. Ask for fewer values at once, or walk the list in pages."""

    status = 414
    slug = "uri-too-long"
    title = "The address is too long"
    title_zh = "地址过长"


class HeadersTooLarge(Problem):
    """The request headers together are longer than 16 KiB. Send fewer or shorter ones; no header of the API is that
    long.
    """

    status = 431
    slug = "headers-too-large"
    title = "The request headers are too long"
    title_zh = "请求头过长"


class Unavailable(Problem):
    """The database is down, does not answer in time, is not migrated or holds no dataset, or too many exports are
    being written. `detail` says which. Ask again after the seconds in `Retry-After`; `/readyz` tells whoever runs
    the service more.
    """

    status = 503
    slug = "unavailable"
    title = "The database cannot answer now"
    title_zh = "数据库现在无法应答"


class TooSlow(Problem):
    """The query ran longer than the service allows and was stopped. Narrow it with a filter, ask for fewer rows or
    facets, or use `count=none`.
    """

    status = 503
    slug = "too-slow"
    title = "The query ran too long"
    title_zh = "查询时间过长"


class StorageFull(Problem):
    """The service writes exports to temporary files, and its disk has no room for another, or cannot be written. Ask
    again later, or ask for pages instead of the whole list.
    """

    status = 507
    slug = "storage-full"
    title = "A temporary file cannot be written"
    title_zh = "没有空间存放临时文件"


class Internal(Problem):
    """A bug in factbase. It has been logged; the request was not at fault. Please report it with the address and the
    time.
    """


_KINDS = (
    BadRequest, InvalidParameter, NotFound, MethodNotAllowed, NotAcceptable, UriTooLong, HeadersTooLarge, Unavailable, TooSlow,
    StorageFull, Internal,
)  # fmt: skip
KINDS: dict[str, type[Problem]] = {kind.slug: kind for kind in _KINDS}


def unknown(parameter: str, value: str, allowed: Collection[str], detail: str) -> Fault:
    """The fault of a value that is not in a closed list, with the list and the nearest value by its names."""
    listed = sorted(allowed)
    if names := list(names_among(allowed)):
        return Fault(parameter, detail, listed, nearest_named(value, names), suggest_address(value))
    return Fault(parameter, detail, listed, nearest(value, listed))
