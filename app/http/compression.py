"""Compression of answers with gzip, of those that come whole and of those that are streamed (RFC 9110, section 8.4).

Starlette's `GZipMiddleware` would stand outside the response cache, and compress a cached answer anew for each client.
"""

import gzip
import zlib
from typing import Any

from starlette.types import Message

# in bytes; below this a compressed answer is hardly smaller
_SMALLEST = 860
_COMPRESSED_FORMATS = (b"application/zip", b"application/vnd.apache.parquet")
_LEVEL = 5
# in bytes; a streamed answer is compressed in blocks of this size, which its client can read as they come
_BLOCK = 1 << 16


class Compressor:
    """Compresses the body of one answer, if it is worth it, and adds the headers that say so."""

    def __init__(self) -> None:
        self._stream: Any = None
        self._block = bytearray()

    def begin(self, headers: dict[bytes, bytes], message: Message) -> bytes:
        """The first part of the body, compressed where `headers` allow it."""
        body: bytes = message.get("body", b"")
        media_type = headers.get(b"content-type", b"").partition(b";")[0]
        if media_type in _COMPRESSED_FORMATS or b"content-encoding" in headers:
            return body
        if message.get("more_body"):
            self._stream = zlib.compressobj(_LEVEL, wbits=31)
            headers[b"content-encoding"] = b"gzip"
            # of a file, whose length is known before it is compressed
            headers.pop(b"content-length", None)
            return self.next(message)
        if len(body) < _SMALLEST:
            return body
        body = gzip.compress(body, _LEVEL, mtime=0)
        headers |= {b"content-encoding": b"gzip", b"content-length": str(len(body)).encode()}
        return body

    def next(self, message: Message) -> bytes:
        """A further part of the body. Where parts end is chance, and must not show: the same tag means the same bytes."""
        body: bytes = message.get("body", b"")
        if self._stream is None:
            return body
        self._block += body
        packed = []
        while len(self._block) >= _BLOCK:
            packed += [self._stream.compress(self._block[:_BLOCK]), self._stream.flush(zlib.Z_SYNC_FLUSH)]
            del self._block[:_BLOCK]
        if not message.get("more_body"):
            packed += [self._stream.compress(self._block), self._stream.flush(zlib.Z_FINISH)]
        return b"".join(packed)
