"""Jinja2 without two costs that a page of fifty rows pays some five thousand times: half of the time of its templates."""

from typing import Any

from jinja2 import Environment
from jinja2.runtime import Context
from jinja2.utils import internalcode


class PageContext(Context):
    """Calls functions and macros directly: none of ours takes the context, and a macro knows that it escapes."""

    @internalcode
    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as Jinja2 names them, so that keywords are free
        # only for functions that take the context
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return __obj(*args, **kwargs)


class PageEnvironment(Environment):
    """Looks names up among the keys of rows first, where Jinja2 asks for an attribute and fails."""

    context_class = PageContext

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)
