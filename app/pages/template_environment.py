"""Jinja2 without three costs that a page of fifty rows pays some five thousand times: more than half of the time of its templates."""

import re
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.utils import internalcode
from markupsafe import Markup, escape

# all that `escape` replaces
_SPECIAL = re.compile("[&<>\"']")


class PageContext(Context):
    """Calls functions and macros directly: none of ours takes the context, and a macro knows that it escapes."""

    @internalcode
    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as Jinja2 names them, so that keywords are free
        # only for functions that take the context
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return __obj(*args, **kwargs)


def written(value: Any) -> str:
    """A value as it stands in a page: HTML as it is, all else escaped. Missing values are left out: no reader knows what `None` means."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if value is None:
        return ""
    return value if kind is str and not _SPECIAL.search(value) else escape(value)


class PageCodeGenerator(CodeGenerator):
    """Writes values by `written` alone, where Jinja2's `escape` makes a new object of each and copies what is HTML already."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")


class PageEnvironment(Environment):
    """Looks names up among the keys of rows first, where Jinja2 asks for an attribute and fails. Always escapes."""

    context_class = PageContext
    code_generator_class = PageCodeGenerator

    def __init__(self, **options: Any) -> None:
        super().__init__(autoescape=True, finalize=written, **options)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)
