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
├── StorageFull        507  there is no room for a temporary file
└── Internal           500  a bug in factbase
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.vocabulary.nearest import nearest


@dataclass(frozen=True)
class Fault:
    """What is wrong with one parameter, which values are allowed, and which was probably meant."""

    parameter: str
    detail: str
    allowed: list[str] | None = None
    nearest: str | None = None


class Problem(Exception):
    """Base of all errors. Class attributes describe the kind, the instance what happened."""

    status = 500
    slug = "internal"
    title = "Internal error"

    def __init__(self, detail: str, faults: Iterable[Fault] = (), retry_after: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = list(faults)
        self.retry_after = retry_after


class BadRequest(Problem):
    status = 400
    slug = "bad-request"
    title = "The request cannot be read"


class InvalidParameter(Problem):
    status = 422
    slug = "invalid-parameter"
    title = "A parameter cannot be used"

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.parameter}: {fault.detail}" for fault in faults), faults)


class NotFound(Problem):
    status = 404
    slug = "not-found"
    title = "No such thing"


class MethodNotAllowed(Problem):
    status = 405
    slug = "method-not-allowed"
    title = "This path does not take this method"


class NotAcceptable(Problem):
    status = 406
    slug = "not-acceptable"
    title = "No format that is accepted"


class UriTooLong(Problem):
    status = 414
    slug = "uri-too-long"
    title = "The address is too long"


class HeadersTooLarge(Problem):
    status = 431
    slug = "headers-too-large"
    title = "The request headers are too long"


class Unavailable(Problem):
    status = 503
    slug = "unavailable"
    title = "The database cannot answer now"


class TooSlow(Problem):
    status = 503
    slug = "too-slow"
    title = "The query ran too long"


class StorageFull(Problem):
    status = 507
    slug = "storage-full"
    title = "There is no room for a temporary file"


class Internal(Problem):
    pass


_KINDS = (
    BadRequest, InvalidParameter, NotFound, MethodNotAllowed, NotAcceptable, UriTooLong, HeadersTooLarge, Unavailable, TooSlow,
    StorageFull, Internal,
)  # fmt: skip
KINDS: dict[str, type[Problem]] = {kind.slug: kind for kind in _KINDS}


def unknown(parameter: str, value: str, allowed: Collection[str], detail: str) -> Fault:
    """The fault of a value that is not in a closed list, with the list and the nearest value."""
    listed = sorted(allowed)
    return Fault(parameter, detail, listed, nearest(value, listed))
