"""The errors that a response can carry, as RFC 9457 problem details.

Problem
├── Moved              308  what is named has another name now
├── BadRequest         400  the request is not HTTP, or has no or several `Host` lines
├── InvalidParameter   422  a query parameter, path or cursor is invalid
├── NotFound           404  no such object or path
├── Gone               410  the object was there, and is no longer
├── MethodNotAllowed   405  the path does not take this method
├── NotAcceptable      406  the client accepts none of the formats
├── UriTooLong         414  the URL is too long
├── HeadersTooLarge    431  the request headers are too long
├── Unavailable        503  the database is down, silent, not migrated or not seeded
├── TooSlow            503  the query ran too long and was stopped
├── VersionNotSupported 505 the request is of another version of HTTP
├── StorageFull        507  a temporary file cannot be written
└── Internal           500  a bug in factbase
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from app.vocabulary.addresses import suggest_address
from app.vocabulary.names import names_among, say
from app.vocabulary.nearest import nearest, nearest_named

# faults that an answer names; of more it says how many there are
MAX_FAULTS = 20


@dataclass(frozen=True)
class Fault:
    """What is wrong with one parameter, which values are allowed, which was probably meant, and where names are looked up."""

    parameter: str
    detail: str
    allowed: list[str] | None = None
    nearest: str | None = None
    suggest: str | None = None


class Problem(Exception):
    """Base of all errors. Class attributes describe the kind, the instance what happened.

    The docstring of a kind says how it comes about and what to do, and `about_zh` says the same in Chinese.
    """

    status = 500
    slug = "internal"
    title = "Internal error"
    title_zh = "内部错误"
    about_zh = ""

    def __init__(self, detail: str, faults: Iterable[Fault] = (), retry_after: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = list(faults)
        self.retry_after = retry_after
        # further members of the problem details
        self.members: dict[str, Any] = {}

    @property
    def in_words(self) -> str:
        """What happened in one line, for people who see no more of it."""
        meant = ", ".join(dict.fromkeys(fault.nearest for fault in self.faults if fault.nearest))
        what = f"{say(self.title, self.title_zh)}{say(': ', '：')}{self.detail}"
        return f"{what}{say('; nearest: ', '；最接近：')}{meant}" if meant else what


class Moved(Problem):
    """The object at this address, or the value of a parameter, has a new name: two entities turned out to be one, or its slug
    was changed. `Location` is the address under the new name, and `nearest` in `errors` is that name. Follow it: it returns
    what the old address returned, and more if two entities were merged.
    """

    status = 308
    slug = "moved"
    title = "Renamed"
    title_zh = "名称已改变"
    about_zh = (
        "地址中的对象或参数的取值现在用另一个名称：两个实体原来是同一个，或其代号已改。`Location` 是新名称下的地址，`errors`"
        " 的 nearest 是新名称。请转到该地址。"
    )

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.parameter}: {fault.detail}" for fault in faults), faults)


class BadRequest(Problem):
    """The request is not HTTP, its `Host` line is missing, repeated or not a host name, or it asks for a file that contains
    the service's address under a host that is not allowed. Correct the client or the proxy in front of the service.
    """

    status = 400
    slug = "bad-request"
    title = "Bad request"
    title_zh = "无法读取这个请求"
    about_zh = (
        "请求不是 HTTP，或没有 `Host` 行、有多个 `Host` 行、其中的内容不是主机名，或请求的文件要写入服务地址而该主机未获允许。"
        "请修正客户端或前面的代理。"
    )


class InvalidParameter(Problem):
    """A query parameter, a part of the path or a cursor has a name or value that is not allowed here. `errors` names each
    one, says what is wrong, and gives the allowed or the nearest values. Correct it and try again; no parameter was silently
    ignored.
    """

    status = 422
    slug = "invalid-parameter"
    title = "Invalid parameter"
    title_zh = "有参数不能使用"
    about_zh = (
        "查询参数、路径的一部分或游标，其名称或取值在这里不允许。`errors` 逐一指出，说明错在哪里，并"
        "列出允许的或最接近的写法。改正后再次请求即可；没有任何参数被悄悄忽略。"
    )

    def __init__(self, *faults: Fault, further: int = 0) -> None:
        """`further` is the number of faults that are not listed."""
        named = faults[:MAX_FAULTS]
        details = [f"{fault.parameter}: {fault.detail}" for fault in named]
        if further := further + len(faults) - len(named):
            details.append(say(f"and {further} more", f"另有 {further} 处"))
        super().__init__("; ".join(details), named)


class NotFound(Problem):
    """There is nothing at this address, or no object with this id. `errors` suggests the nearest id if there is one; `/`
    lists all resources, and `/api/v1/search` finds objects by words.
    """

    status = 404
    slug = "not-found"
    title = "Not found"
    title_zh = "没有这项内容"
    about_zh = (
        "这个地址没有内容，或没有这个编号的对象。有相近编号时 `errors` 会给出；`/` 列出有哪些内容"
        "，`/api/v1/search` 按词语查找对象。"
    )


class Gone(Problem):
    """An earlier version of the data had an object with this id; the current one does not, because its words changed in the
    report or a curator removed it. `gone` says what it was, the last version that had it, the first version without it, and
    when that was published. `successor` is the object whose words are now nearest to it in the same document, if there is
    one; it is also `nearest` in `errors` and in `Link` (`rel="successor-version"`). Read it before you rely on it: it may say
    something else.
    """

    status = 410
    slug = "gone"
    title = "No longer available"
    title_zh = "这项内容已不在"
    about_zh = (
        "这个编号的对象曾在这里，较新的数据版本中已没有：报告中的文字改了，或整理者已将其删去。`gone` 说明它是什么、最后在哪个版本中、"
        "自哪个版本起没有以及何时。同一文件中现在与其文字最接近的是 `successor`，也在 `errors` 的 nearest 和 `Link`"
        '（`rel="successor-version"`）中；它的内容可能不同，请先阅读再引用。'
    )

    def __init__(self, detail: str, gone: dict[str, Any]) -> None:
        super().__init__(detail, [Fault("id", say("gone", "已不在"), None, gone["successor"])])
        self.members = {"gone": gone}


class MethodNotAllowed(Problem):
    """The service is read-only: every path accepts GET, HEAD and OPTIONS. Use one of these."""

    status = 405
    slug = "method-not-allowed"
    title = "Method not allowed"
    title_zh = "此路径不接受这种方法"
    about_zh = "本服务只读：每个路径都只接受 GET、HEAD 和 OPTIONS，请使用其中之一。"


class NotAcceptable(Problem):
    """The `Accept` header matches none of the formats of this response. `detail` lists them: name one, or use the parameter
    `format`.
    """

    status = 406
    slug = "not-acceptable"
    title = "No acceptable format"
    title_zh = "没有可接受的格式"
    about_zh = (
        "`Accept` 请求头没有列出这个回答所具有的任何格式。`detail` 列出了这些格式；请写上其中一种，或使用参数 `format`。"
    )


class UriTooLong(Problem):
    """The URL with its query is longer than 16 KiB. Request fewer values at once, or page through the list."""

    status = 414
    slug = "uri-too-long"
    title = "The address is too long"
    title_zh = "地址过长"
    about_zh = "地址连同查询超过 16 KiB。请一次少取一些值，或分页读取列表。"


class HeadersTooLarge(Problem):
    """The request headers together are longer than 16 KiB. Send fewer or shorter headers; the API needs none that long."""

    status = 431
    slug = "headers-too-large"
    title = "The request headers are too long"
    title_zh = "请求头过长"
    about_zh = "请求头合计超过 16 KiB。请减少或缩短请求头；本 API 不需要这么长的请求头。"


class Unavailable(Problem):
    """The database is down, does not answer in time, is not migrated or holds no dataset, too many requests or exports are in
    progress, or charts cannot be drawn. `detail` says which. Try again after the number of seconds in `Retry-After`; `/readyz`
    gives operators the details.
    """

    status = 503
    slug = "unavailable"
    title = "Temporarily unavailable"
    title_zh = "暂时无法应答"
    about_zh = (
        "数据库已停止、未及时应答、未迁移或没有数据，或正在应答的请求、正在写的导出过多，或无法绘图。`detail` 说明是哪一种。请在"
        " `Retry-After` 所示的秒数之后再试；运维人员可在 `/readyz` 了解详情。"
    )


class TooSlow(Problem):
    """The query ran longer than the service allows and was stopped. Narrow it with a filter, request fewer rows or facets, or
    use `count=none`.
    """

    status = 503
    slug = "too-slow"
    title = "The query ran too long"
    title_zh = "查询时间过长"
    about_zh = "查询的时间超过服务允许的上限，已被停止。请用筛选缩小范围，减少行数或分面，或使用 `count=none`。"


class VersionNotSupported(Problem):
    """The request line names a version of HTTP other than 1.0 and 1.1. Use HTTP/1.1; a proxy in front of the service can offer
    HTTP/2 and HTTP/3 to its clients.
    """

    status = 505
    slug = "version-not-supported"
    title = "This version of HTTP is not supported"
    title_zh = "不支持这个 HTTP 版本"
    about_zh = "请求行中的 HTTP 版本不是 1.0 或 1.1。请使用 HTTP/1.1；前面的代理可以向客户端提供 HTTP/2 和 HTTP/3。"


class StorageFull(Problem):
    """The service writes exports to temporary files, as the database does with what it sorts or groups, and a disk is full or not
    writable. Try again later, or request pages instead of the whole list, and fewer rows.
    """

    status = 507
    slug = "storage-full"
    title = "A temporary file cannot be written"
    title_zh = "无法写入临时文件"
    about_zh = "服务先把导出写入临时文件，数据库排序和分组时也是，而磁盘已满或不可写。请稍后再试，或改为分页读取，不取整个列表，并减少行数。"


class Internal(Problem):
    """A bug in factbase. It has been logged; your request is not at fault. Please report it with the URL and the time."""

    about_zh = "factbase 的程序错误，已记入日志；请求本身没有问题。请报告此事，并附上地址和时间。"


_KINDS = (
    Moved, BadRequest, InvalidParameter, NotFound, Gone, MethodNotAllowed, NotAcceptable, UriTooLong, HeadersTooLarge, Unavailable, TooSlow,
    VersionNotSupported, StorageFull, Internal,
)  # fmt: skip
KINDS: dict[str, type[Problem]] = {kind.slug: kind for kind in _KINDS}


def unknown(parameter: str, value: str, allowed: Collection[str], detail: str) -> Fault:
    """The fault of a value that is not in a closed list, with the list and the nearest value by its names."""
    listed = sorted(allowed)
    if names := list(names_among(allowed)):
        return Fault(parameter, detail, listed, nearest_named(value, names), suggest_address(value))
    return Fault(parameter, detail, listed, nearest(value, listed))
