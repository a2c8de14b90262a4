"""A connection without a network: what is sent on it, and what a server writes to it."""

import asyncio


def request(line: str, body: bytes = b"", *headers: str) -> bytes:
    length = [f"Content-Length: {len(body)}"] if body and "Transfer-Encoding: chunked" not in headers else []
    return "\r\n".join([f"{line} HTTP/1.1", "Host: x", *headers, *length, "", ""]).encode() + body


class Written(asyncio.Transport):
    """A connection whose answers are kept."""

    def __init__(self) -> None:
        super().__init__()
        self.sent, self.is_closed = b"", False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent += bytes(data)

    def close(self) -> None:
        self.is_closed = True

    abort = close

    def is_closing(self) -> bool:
        return self.is_closed

    def can_write_eof(self) -> bool:
        return False

    def get_write_buffer_size(self) -> int:
        return 0

    def pause_reading(self) -> None:
        """What is there already is read all the same."""

    def resume_reading(self) -> None:
        """Nothing was held back."""
