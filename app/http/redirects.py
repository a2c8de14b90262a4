"""The present address of what was requested: former slugs replaced, and no slash at the end."""

import re
from urllib.parse import parse_qsl, quote, urlencode

from starlette.requests import Request
from starlette.routing import Match

from app.errors import Moved

# what a fault says first is the old name, a slug
_OLD = re.compile("'([a-z0-9-]+)'")


def new_address(path: str, query: str, moved: Moved) -> str:
    """The path and query with each old name replaced where it was given: `id` in the path, others in their parameters."""
    names = {(fault.parameter, old[1]): fault.nearest for fault in moved.faults if (old := _OLD.match(fault.detail))}

    def now(parameter: str, old: str) -> str:
        return names.get((parameter, old.strip(' "'))) or old

    path = "/".join(now("id", part) for part in path.split("/"))
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    given = [(name, ",".join(now(name, part) for part in value.split(","))) for name, value in pairs]
    return quote(path) + (f"?{urlencode(given, errors='surrogateescape', safe=',')}" if given else "")


def without_slash(request: Request) -> str | None:
    """The path without the slash at its end, and the query, if something is there; null else.

    Starlette's own redirect uses the host that was sent, and lacks the path behind a proxy.
    """
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    if not path.endswith("/") or not (shorter := path.rstrip("/")):
        return None
    scope = {**request.scope, "path": request.scope.get("root_path", "") + shorter}
    if all(route.matches(scope)[0] is Match.NONE for route in request.app.router.routes):
        return None
    return quote(shorter) + (f"?{request.url.query}" if request.url.query else "")
