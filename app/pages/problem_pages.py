"""Problems as pages: what was wrong, what is allowed, what comes nearest, and where to go from there."""

import inspect

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.errors import KINDS, Fault, NotFound, Problem
from app.http.browser_headers import FRAMED
from app.http.request_context import RequestContext, context_of
from app.pages.page_view import Address
from app.pages.rendering import render
from app.vocabulary.addresses import API, PROBLEMS, local, local_in

# what has to be chosen where an address leaves it open
_ASKED_FOR = frozenset({"unit", "indicator"})


def problem_page(problem: Problem, context: RequestContext) -> bytes:
    """The page of a problem that a request met, in the language of its address."""
    at = Address.of(context)
    wrong = [fault.parameter for fault in problem.faults]
    without = at.changed(*wrong) if any(name in wrong for name, _ in at.pairs) else None

    def nearest(fault: Fault) -> str | None:
        """The address with the nearest value, or the nearest name, in place of what was wrong."""
        if fault.nearest is None:
            return None
        if fault.parameter == "path":
            return at.to(fault.nearest.removeprefix(local("")).removeprefix(API))
        if problem.status in (404, 410):
            return at.to(at.path.rpartition("/")[0].removeprefix(API) + "/" + fault.nearest)
        if _is_unknown(fault):
            return at.changed(fault.parameter, **{fault.nearest: at.value(fault.parameter)})
        return at.changed(**{fault.parameter: fault.nearest})

    def choice(fault: Fault, value: str) -> str | None:
        """The address with one of the values that are allowed; null where these are no values of the parameter."""
        is_value = problem.status == 422 and not _is_unknown(fault)
        is_asked_for = fault.parameter in _ASKED_FOR or any(fault.parameter == name for name, _ in at.pairs)
        return at.changed(fault.parameter, **{fault.parameter: value}) if is_value and is_asked_for else None

    def looked_up(fault: Fault) -> str | None:
        """The search for a name of which nothing comes near; null where no name was meant."""
        return at.to("/search", q=at.value(fault.parameter)) if fault.suggest and not fault.nearest else None

    # a frame of another site has room for what is wrong, and for the way here
    template = "embed_problem.html" if at.path.startswith(FRAMED) else "problem.html"
    html = render(template, at, problem=problem, nearest=nearest, without=without, choice=choice, looked_up=looked_up)
    return html.encode("utf-8", "backslashreplace")


def _is_unknown(fault: Fault) -> bool:
    """Whether there is no such parameter, so that what is allowed are names and no values."""
    return any(f"{said}{fault.parameter!r}" in fault.detail for said in ("no parameter ", "没有参数 "))


async def kind_page(key: str, request: Request) -> HTMLResponse:
    """The page of a kind of problem: what it means, how it comes about and what to do."""
    context = context_of(request)
    at = Address(f"{PROBLEMS}{key}", context.query, context.client.base_address)
    if key not in KINDS:
        raise NotFound(f"there is no kind of problem {key!r}" if at.lang == "en" else f"没有 {key!r} 这类问题")
    kind = KINDS[key]
    about = kind.about_zh if at.lang == "zh" else " ".join((inspect.getdoc(kind) or "").split())
    return HTMLResponse(render("problem_kind.html", at, kind=kind, about=local_in(about), slug=key, kinds=KINDS))
