"""One address, two readers: browsers get pages, programs the API's own answer.

`/metrics?…` is a page for a client whose `Accept` names HTML first, and for all others the very answer of `/api/v1/metrics?…`.
`/api/v1/metrics?…` asked for by a browser leads to the page with 303: a page has an address of its own, to be pasted and cited,
and one address never stands for two things in a cache. `format=` always means the data.
"""

from urllib.parse import quote

from starlette.types import Scope

from app.http.request_context import RequestContext
from app.vocabulary.addresses import (
    API,
    DASHBOARD_PAGE,
    HOME_PAGE,
    INTEGRATIONS_PAGE,
    PROBLEM_PAGE,
    PROBLEMS,
    has_page,
    local,
)


def depends_on_data(path: str) -> bool:
    """Whether the dataset determines the answer, so that it may be cached."""
    return path.startswith((API, "/embed/", INTEGRATIONS_PAGE)) or path in {HOME_PAGE, DASHBOARD_PAGE} or has_page(path)


def route(context: RequestContext, scope: Scope) -> tuple[RequestContext, Scope]:
    """Context and scope by which the request is answered: for a browser `/` is the home page, for a program `/metrics` is the list."""
    path, wants_page = context.path, _wants_page(context)
    if path == "/" and wants_page:
        return _moved(context, scope, HOME_PAGE)
    if path.startswith(PROBLEMS) and wants_page:
        return _moved(context, scope, PROBLEM_PAGE + path.removeprefix(PROBLEMS))
    if path == DASHBOARD_PAGE and not wants_page:
        return _moved(context, scope, f"{API}/dashboards")
    if not wants_page and has_page(path):
        return _moved(context, scope, API + path)
    return context, scope


def page_address(context: RequestContext) -> str | None:
    """The address of the page for a browser that requests the API; null if there is none, or the data is wanted."""
    path = context.path.removeprefix(API)
    if path == context.path or not has_page(path) or not _wants_page(context):
        return None
    query = context.query.decode("ascii", "replace")
    return local(quote(path)) + (f"?{query}" if query else "")


def _wants_page(context: RequestContext) -> bool:
    return context.client.is_browser and not any(part.startswith(b"format=") for part in context.query.split(b"&"))


def _moved(context: RequestContext, scope: Scope, path: str) -> tuple[RequestContext, Scope]:
    context = context._replace(path=path)
    whole = context.client.root_path + path
    return context, context.attach_to({**scope, "path": whole, "raw_path": quote(whole).encode()})
