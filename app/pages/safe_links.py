"""Addresses from reports: only those of web pages become links."""

from urllib.parse import urlsplit

_SCHEMES = frozenset({"http", "https"})


def external(url: str | None) -> str | None:
    """The address where it is one of a web page, else null: `javascript:` and `data:` are shown, never followed."""
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
    return urlsplit(url).netloc.removeprefix("www.")
