"""Problems as pages: what was wrong, what is allowed, what comes nearest, and where to go from there."""

from app.errors import Fault, Problem
from app.http.request_context import RequestContext
from app.pages.page_view import Address
from app.pages.rendering import render
from app.vocabulary.addresses import API


def problem_page(problem: Problem, context: RequestContext) -> bytes:
    """The page of a problem that a request met, in the language of its address."""
    at = Address.of(context)
    wrong = [fault.parameter for fault in problem.faults]
    without = at.changed(*wrong) if any(name in wrong for name, _ in at.pairs) else None

    def nearest(fault: Fault) -> str | None:
        """The address with the nearest value, or the nearest name, in place of what was wrong."""
        if fault.nearest is None:
            return None
        if problem.status == 404:
            return at.to(at.path.rpartition("/")[0].removeprefix(API) + "/" + fault.nearest)
        if fault.allowed and fault.nearest in fault.allowed and fault.parameter not in fault.allowed:
            value = at.value(fault.parameter)
            if f"no parameter {fault.parameter!r}" in fault.detail:
                return at.changed(fault.parameter, **{fault.nearest: value})
        return at.changed(**{fault.parameter: fault.nearest})

    html = render("problem.html", at, problem=problem, nearest=nearest, without=without)
    return html.encode("utf-8", "backslashreplace")
