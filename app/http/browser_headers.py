"""Headers for browsers on every answer, and the answer to OPTIONS (Fetch standard, Content Security Policy Level 3).

Scripts of any page may read every answer, as nothing in it is private (CORS). Pages load and run nothing from elsewhere.
Starlette's `CORSMiddleware` adds `Vary: Origin`, by which a cache would keep each answer once for every site that asks.
"""

from collections.abc import Iterable, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALLOWED_METHODS = "GET, HEAD, OPTIONS"
_EXPOSED = "Content-Disposition, Content-Language, Dataset-Version, ETag, Last-Modified, Link, Retry-After"
CORS_HEADERS = {b"access-control-allow-origin": b"*", b"access-control-expose-headers": _EXPOSED.encode()}
# headers that clients add by themselves; `*` means all but `Authorization`, yet not every browser supports it
_ALLOWED_HEADERS = (
    "Accept, Accept-Language, Authorization, Cache-Control, Content-Type, If-Modified-Since, If-None-Match, Pragma, Range,"
    " Traceparent, Tracestate, X-Requested-With, *"
)
_PREFLIGHT_HEADERS = CORS_HEADERS | {
    b"access-control-allow-headers": _ALLOWED_HEADERS.encode(),
    b"access-control-allow-methods": ALLOWED_METHODS.encode(),
    b"access-control-max-age": b"3600",
}

# nothing is loaded from elsewhere, nothing inline runs, and no other page shows ours in a frame
_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
    b" base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

# the same for pages below this address, which any site may show in a frame, also where they say that something is wrong
FRAMED = "/embed/"
FRAMED_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors *"
)

# a picture that is opened by itself is a document of this site, and needs no more than its styles
_PICTURE_POLICY = b"default-src 'none'; style-src 'unsafe-inline'"

_EVERY_ANSWER_HEADERS = CORS_HEADERS | {b"x-content-type-options": b"nosniff"}
# of answers of a media type, where they set none themselves
_HEADERS_OF_TYPE = {
    b"text/html": {b"content-security-policy": _POLICY, b"referrer-policy": b"strict-origin-when-cross-origin"},
    b"image/svg+xml": {b"content-security-policy": _PICTURE_POLICY},
}


def with_browser_headers(headers: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """The headers of an answer, in small letters, and those that browsers need with its media type."""
    media_type = headers.get(b"content-type", b"").partition(b";")[0]
    return {**_HEADERS_OF_TYPE.get(media_type, {}), **headers, **_EVERY_ANSWER_HEADERS}


async def answer_other_method(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer OPTIONS, preflights included; the framework refuses any other method."""
    is_options = scope["method"] == "OPTIONS"
    if is_options and any(name == b"access-control-request-method" for name, _ in scope["headers"]):
        await _send_empty(send, 204, _PREFLIGHT_HEADERS.items())
        return
    is_answered = False

    async def send_with_headers(message: Message) -> None:
        nonlocal is_answered
        if message["type"] == "http.response.start":
            headers = with_browser_headers(dict(message["headers"]))
            if message["status"] == 405:
                headers[b"allow"] = ALLOWED_METHODS.encode()
                is_answered = is_options
            message = {**message, "headers": list(headers.items())}
            if is_answered:
                await _send_empty(send, 204, [(b"allow", ALLOWED_METHODS.encode()), *CORS_HEADERS.items()])
        if not is_answered:
            await send(message)

    await app(scope, receive, send_with_headers)


async def _send_empty(send: Send, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": b""})
