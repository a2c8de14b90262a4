"""How long an address and the headers of a request may be, and the problems of those beyond."""

from app.errors import HeadersTooLarge, UriTooLong
from app.vocabulary.names import say

# in bytes
MAX_ADDRESS = 16_384
MAX_HEADERS = 16_384


def address_too_long() -> UriTooLong:
    """The problem of an address that is not read to its end."""
    return UriTooLong(say(f"the address is longer than {MAX_ADDRESS} bytes", f"地址超过 {MAX_ADDRESS} 字节"))


def headers_too_large() -> HeadersTooLarge:
    """The problem of headers that are not read to their end."""
    return HeadersTooLarge(say(f"the headers are longer than {MAX_HEADERS} bytes", f"请求头合计超过 {MAX_HEADERS} 字节"))
