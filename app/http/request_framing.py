"""Where the parts of requests begin and end in the bytes of a connection, and which requests are refused for how they are sent.

The parser takes request lines in ASCII only, so those with raw Chinese (as curl sends them) are encoded before it reads them.
For that it must be known which bytes are a line of a head: a body may have any.
"""

import re
from collections.abc import Callable, Iterable

from httptools import HttpParserError, HttpParserInvalidMethodError

from app.errors import BadRequest, MethodNotAllowed, Problem, VersionNotSupported
from app.vocabulary.names import say

_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_NEWLINES = re.compile(rb"[\r\n]*")
_LINE_BEGIN = re.compile(rb"[A-Z]+ ")
_REQUEST_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+ +\S+ +HTTP/([0-9.]+)")
_HEAD_END = b"\r\n\r\n"
# makes the problem, in the language that is set when it is sent
ProblemMaker = Callable[[], Problem]


def encoded(line: bytes, begun: bytes = b"") -> bytes:
    """A request line with raw Chinese percent-encoded, as the parser takes it; any other line as it is.

    `begun` is how the line began if this is the rest of it.
    """
    if line.isascii() or not _LINE_BEGIN.match(begun + line):
        return line
    return _NOT_ASCII.sub(lambda match: b"".join(b"%%%02X" % byte for byte in match[0]), line)


def next_foreign(data: bytes, start: int) -> int:
    """Where the next byte is that is not ASCII; the length of the data if there is none."""
    found = None if data.isascii() else _NOT_ASCII.search(data, start)
    return found.start() if found else len(data)


def after_newlines(data: bytes, start: int) -> int:
    """Where the request after empty lines begins (RFC 9112, section 2.2)."""
    return _NEWLINES.match(data, start).end()  # type: ignore[union-attr]  # matches anything


def end_of_part(data: bytes, start: int, foreign: int) -> int:
    """How far a head, or a body in chunks, can be read at once: to the end of the head, or of the lines that are ASCII, or of one line.

    `foreign` is the next byte that is not ASCII.
    """
    line = data.rfind(b"\n", start, foreign) + 1
    if foreign < len(data) and line <= start:
        return data.find(b"\n", foreign) + 1 or len(data)
    head = data.find(_HEAD_END, start, foreign)
    if head >= 0:
        return head + len(_HEAD_END)
    return line if foreign < len(data) else len(data)


def framing_problem(version: str, method: bytes, headers: Iterable[tuple[bytes, bytes]]) -> ProblemMaker | None:
    """Why a request is not answered whose head the parser has read; null for most."""
    if not version.startswith("1."):
        return lambda: _version_problem(version)
    if method == b"CONNECT":
        return lambda: _method_problem(method)
    for name, value in headers:
        # how long its body is cannot be known (RFC 9112, section 6.3)
        if name == b"transfer-encoding" and value.strip().lower() != b"chunked":
            return lambda: BadRequest(
                say("the only transfer coding that is understood is chunked", "传输编码只能是 chunked")
            )
    return None


def unreadable(part: bytes, error: HttpParserError) -> Problem:
    """The problem of bytes that the parser does not take for the part of a request."""
    line = part.lstrip(b"\r\n").partition(b"\n")[0].rstrip(b"\r")
    if found := _REQUEST_LINE.fullmatch(line):
        if found[1] not in {b"1.0", b"1.1"}:
            return _version_problem(found[1].decode())
        if isinstance(error, HttpParserInvalidMethodError):
            return _method_problem(line.partition(b" ")[0])
    return BadRequest(say("this is not a valid HTTP request", "这不是有效的 HTTP 请求"))


def body_length(headers: Iterable[tuple[bytes, bytes]]) -> int | None:
    """How many bytes the body of a request has, 0 without one; null where it comes in chunks."""
    length: int | None = 0
    for name, value in headers:
        if name == b"content-length":
            length = int(value)
        elif name == b"transfer-encoding":
            length = None
    return length


def http_2_begun() -> Problem:
    """The problem of a connection that begins as one of HTTP/2 (RFC 9113, section 3.4)."""
    return _version_problem("2.0")


def _version_problem(version: str) -> Problem:
    return VersionNotSupported(
        say(f"HTTP/{version} is not supported; use HTTP/1.1", f"不支持 HTTP/{version}，请使用 HTTP/1.1")
    )


def _method_problem(method: bytes) -> Problem:
    name = method.decode("ascii")[:20]
    return MethodNotAllowed(say(f"{name} is not allowed here", f"这里不接受 {name}"))
