"""Addresses within the service.

Behind a proxy the service may be known under a path, such as `/factbase`. Whatever writes an address into an answer writes
it with `local`, so that each carries the prefix under which the request came in.
"""

from contextvars import ContextVar

API = "/api/v1"
PREFIX: ContextVar[str] = ContextVar("prefix", default="")


def local(path: str) -> str:
    """A path of the service as a client has to ask for it: `local("/docs")` -> `/factbase/docs`."""
    return PREFIX.get() + path
