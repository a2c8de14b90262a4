"""Addresses within the service.

Behind a proxy the service may be known under a path, such as `/factbase`. Every address in an answer is
written with `local`, so that it carries the prefix of the request.
"""

import re
from contextvars import ContextVar
from urllib.parse import urlencode

API = "/api/v1"
# what has a page for people under the address that it has in the API without `/api/v1`
PAGED = frozenset(
    {
        "metrics", "claims", "entities", "indicators", "sources", "publishers", "conflicts", "corroborations", "documents", "search", "dashboards",
        "series", "aggregate",
    }
)  # fmt: skip
# those of them that have no single objects
_QUESTIONS = frozenset({"search", "series", "aggregate"})
HOME_PAGE, DASHBOARD_PAGE, INTEGRATIONS_PAGE = "/home", "/dashboard", "/integrations"
# what a kind of problem means, and where browsers find it as a page
PROBLEMS, PROBLEM_PAGE = "/problems/", "/problem-page/"
# addresses in texts; those of pages, which are also words, only where they are set as code
_IN_TEXT = re.compile(
    r"(?<![\w.:/}])(?=/(?:api/v1|problems|guide|docs|redoc|llms|openapi|readyz|healthz|integrations)\b)"
    rf"|(?<=`)(?=/(?:`|(?:{'|'.join(sorted(PAGED))}|home|dashboard|embed)\b))"
)
PREFIX: ContextVar[str] = ContextVar("prefix", default="")
ORIGIN: ContextVar[str] = ContextVar("origin", default="")


def has_page(path: str) -> bool:
    """Whether people can read at this path what programs read under the API: `/metrics`, `/metrics/met_…`."""
    _, _, name = path.partition("/")
    name, _, key = name.partition("/")
    return name in PAGED and "/" not in key and not (key and name in _QUESTIONS)


def local(path: str) -> str:
    """A path of the service with the prefix under which clients reach it: `local("/docs")` -> `/factbase/docs`."""
    return PREFIX.get() + path


def local_in(text: str, prefix: str | None = None) -> str:
    """A text in which each path of the service has the prefix: that of the request if none is given."""
    prefix = PREFIX.get() if prefix is None else prefix
    return _IN_TEXT.sub(prefix, text) if prefix else text


def absolute(path: str) -> str:
    """A path of the service as a full address, if the origin may be disclosed: `https://example.org/factbase/docs`."""
    return ORIGIN.get() + local(path)


def suggest_address(name: str, list_: str | None = None) -> str:
    """Where a name is looked up, in either language."""
    return local(f"{API}/suggest?{urlencode({'q': name[:100], **({'list': list_} if list_ else {})}, errors='replace')}")
