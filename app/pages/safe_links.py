"""Addresses from reports: only those of web pages become links."""

import re
from urllib.parse import urlsplit

# most addresses, whose parts need not be told apart
_PLAIN = re.compile(r"https?://([A-Za-z0-9.-]+)(?:[/?#][!-~]*)?")
_SCHEMES = frozenset({"http", "https"})


def external(url: str | None) -> str | None:
    """The address where it is one of a web page, else null: `javascript:` and `data:` are shown, never followed."""
    if url and _PLAIN.fullmatch(url):
        return url
    # a space is the only blank that is printable
    if not url or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in _SCHEMES and parts.netloc else None


def host(url: str) -> str:
    """The host of an address, as people call a page."""
    plain = _PLAIN.fullmatch(url)
    return (plain[1] if plain else urlsplit(url).netloc).removeprefix("www.")
