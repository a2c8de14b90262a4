"""A starter for Observable Framework: a page that is built from the facts and needs no other host."""

from app.pages.integrations.filling import FILES, python, read, zipped
from app.pages.integrations.question import Question
from app.pages.page_view import PageView

_FOLDER = FILES / "framework"
_LOADER = "src/data/facts.json.js"


async def starter(view: PageView, question: Question) -> bytes:
    """The folder as an archive."""
    names = sorted(path.relative_to(FILES).as_posix() for path in _FOLDER.rglob("*") if path.is_file())
    return zipped(
        {name: python(read(name), view.base, question) if name.endswith(_LOADER) else read(name) for name in names}
    )
