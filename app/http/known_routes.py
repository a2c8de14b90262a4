"""What the routes of the service say of themselves: where they are, and which parameters they take."""

from collections.abc import Callable, Collection, Coroutine
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel

from app.http.request_context import context_of
from app.vocabulary.addresses import API, local
from app.vocabulary.nearest import nearest

Handle = Callable[[Request], Coroutine[Any, Any, Response]]


def parameters_of(route: object) -> list[str]:
    """Names of the query parameters that a route takes."""
    dependant = getattr(route, "dependant", None)
    names: list[str] = []
    for field in dependant.query_params if dependant else ():
        annotation = field.field_info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            names += annotation.model_fields
        else:
            names.append(field.alias)
    return names


def parameters_at(app: FastAPI, path: str) -> list[str]:
    """Names of the query parameters of the route at a path. Raises `LookupError` if there is none."""
    for context in iter_route_contexts(app.routes):
        if context.path == path:
            return parameters_of(context.original_route)
    raise LookupError(path)


def list_routes(app: FastAPI, names: Collection[str]) -> dict[tuple[str, bool], tuple[APIRoute, Handle]]:
    """The routes of lists of these names, and those of their single objects (true), each with what answers a request."""
    found: dict[tuple[str, bool], tuple[APIRoute, Handle]] = {}
    for context in iter_route_contexts(app.routes):
        name, _, key = (context.path or "").removeprefix(f"{API}/").partition("/")
        if name in names and "/" not in key and isinstance(context.original_route, APIRoute):
            found[name, bool(key)] = context.original_route, context.original_route.get_route_handler()
    return found


def nearest_path(request: Request) -> str | None:
    """The address that was probably meant where there is nothing: `/metric` -> `/metrics`; null if none is near."""
    path = context_of(request).path
    top = API if path.startswith(f"{API}/") else ""
    paths = {context.path or "" for context in iter_route_contexts(request.app.routes)}
    names = {
        one.removeprefix(top) for one in paths if one.startswith(f"{top}/") and "{" not in one and len(one) > len(top) + 1
    }
    meant = nearest(path.removeprefix(top), names)
    return None if meant is None else local(top + meant)
