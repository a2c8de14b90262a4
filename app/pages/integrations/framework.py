"""A starter for Observable Framework: a page that is built from the facts and needs no other host."""

from app.pages.integrations.filling import TEXTS, program, python, zipped
from app.pages.integrations.question import Question
from app.pages.page_view import PageView

_FOLDER = "framework/"
_LOADER = "src/data/facts.json.js"


async def starter(view: PageView, question: Question) -> bytes:
    """The folder as an archive."""
    names = [name for name in TEXTS if name.startswith(_FOLDER)]
    return zipped({name: _filled(program(name, view.lang), name, view.base, question) for name in names})


def _filled(text: str, name: str, base: str, question: Question) -> str:
    return python(text, base, question) if name.endswith(_LOADER) else text
