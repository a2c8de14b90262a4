"""What a proxy that is trusted says about the address that its client requested: the `X-Forwarded-…` headers."""

import re
from collections.abc import Callable, Sequence
from ipaddress import IPv6Address, ip_address, ip_network

from app.config import PREFIX_PATTERN

FORWARDED = (b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-prefix")
HOST = re.compile(rb"[A-Za-z0-9._~%!$&'()*+,;=-]+(?::\d*)?|\[[0-9A-Fa-f:.]+\](?::\d*)?")
_PREFIX = re.compile(PREFIX_PATTERN)


def trust(networks: Sequence[str]) -> Callable[[str], bool]:
    """Whether an address is that of a proxy of these networks.

    A socket that listens on `::` for both families has IPv4 addresses as `::ffff:127.0.0.1`, which is the same proxy.
    """
    known = [ip_network(one, strict=False) for one in networks]

    def is_trusted(address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        return any(parsed in network for network in known)

    return is_trusted


def told_by_proxy(lines: Sequence[tuple[bytes, bytes]]) -> dict[bytes, str]:
    """What a trusted proxy says about the address that the client requested: the last value, added by the nearest proxy."""
    found = {}
    for name, values in lines:
        value = values.rpartition(b",")[2].strip()
        text = value.decode("latin-1")
        if name == b"x-forwarded-proto" and text.lower() in {"http", "https"}:
            found[name] = text.lower()
        if name == b"x-forwarded-host" and HOST.fullmatch(value):
            found[name] = text
        if name == b"x-forwarded-prefix" and text and _PREFIX.fullmatch(text):
            found[name] = text.rstrip("/")
    return found
