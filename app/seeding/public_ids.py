"""Public ids: a prefix and 60 bits of a SHA-256, so that the same thing has the same id on every machine."""

import hashlib
from base64 import b32encode

_LENGTH = 12


def public_id(prefix: str, *identity: object) -> str:
    """`public_id("clm", document, text, nth)` -> `clm_…`, 12 characters of lower-case base 32 (RFC 4648)."""
    digest = hashlib.sha256("\x1f".join(map(str, identity)).encode("utf-8", "surrogatepass")).digest()
    return f"{prefix}_{b32encode(digest).decode().lower()[:_LENGTH]}"
