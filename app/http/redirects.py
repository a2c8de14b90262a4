"""The address of a request under the names that things have now."""

import re
from urllib.parse import parse_qsl, quote, urlencode

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
