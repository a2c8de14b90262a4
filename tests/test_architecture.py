"""The layout of app/: which packages there are, and which of them may import which."""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from app.config import HOME

APP = HOME / "app"
# what each package may import besides itself and the ground (config, errors), in the order in which imports point down
GROUND = {"config", "errors", "vocabulary"}
MAY_IMPORT: dict[str, set[str]] = {
    "vocabulary": set(),
    "config": set(),
    "errors": {"vocabulary"},
    "report": set(),
    "store": GROUND,
    "seeding": GROUND | {"report", "store"},
    "intake": GROUND | {"report", "store", "seeding"},
    "lists": GROUND | {"store"},
    "formats": GROUND | {"store", "lists"},
    "http": GROUND | {"store", "lists", "formats"},
    "pages": GROUND | {"report", "store", "lists", "formats", "http"},
    "api": GROUND | {"store", "lists", "formats", "http"},
    "main": GROUND | {"store", "lists", "formats", "http", "pages", "api"},
    "commands": GROUND | {"report", "store", "seeding", "intake", "lists", "formats", "http", "pages", "api"},
    "cli": GROUND | {"report", "store", "seeding", "intake", "lists", "formats", "http", "pages", "api", "main", "commands"},
}
MODULES = {"config", "errors", "main", "cli"}
# pages that show an example of every list, and verification, which re-reads facts with the parser that read them
ALSO: set[tuple[str, str]] = {
    ("store/verification.py", "report"),
    ("store/number_ledger_check.py", "report"),
    ("pages/llms.py", "api"),
    ("pages/routes.py", "api"),
}
LONGEST = 300


def _files() -> list[Path]:
    return sorted(APP.rglob("*.py"))


def _imported(path: Path) -> Iterator[str]:
    """The packages of app/ that a file imports, inside functions and for type checking included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "app":
            parts = node.module.split(".")
            yield from parts[1:2] or (alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("app."))


def _name(path: Path) -> str:
    return path.relative_to(APP).as_posix()


def test_the_folder_holds_these_names_only() -> None:
    names = {path.stem for path in APP.iterdir() if path.name not in {"__init__.py", "__pycache__"}}
    assert names == set(MAY_IMPORT)
    assert {path.stem for path in APP.glob("*.py")} - {"__init__"} == MODULES


def test_imports_point_one_way() -> None:
    against = [
        f"{_name(path)} imports app.{package}"
        for path in _files()
        if (owner := path.relative_to(APP).parts[0].removesuffix(".py")) != "__init__"
        for package in dict.fromkeys(_imported(path))
        if package != owner and package not in MAY_IMPORT[owner] and (_name(path), package) not in ALSO
    ]
    assert against == []


@pytest.mark.parametrize("package", sorted(set(MAY_IMPORT) - MODULES))
def test_a_package_says_what_is_in_it(package: str) -> None:
    docstring = ast.get_docstring(ast.parse((APP / package / "__init__.py").read_text(encoding="utf-8")))
    assert docstring is not None
    assert len(docstring) > 80, docstring


def test_every_module_has_a_docstring() -> None:
    without = [_name(path) for path in _files() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert without == []


def test_no_file_is_long() -> None:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _files()}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def _modules_imported(path: Path) -> Iterator[str]:
    """The modules of app/ that a file imports; a package counts as its `__init__`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "app":
            found = Path(*node.module.split(".")[1:])
            for alias in node.names:
                inner = found / f"{alias.name}.py"
                own = inner if (APP / inner).exists() else found.with_suffix(".py") if found.name else found
                yield (own if (APP / own).is_file() else found / "__init__.py").as_posix()


def test_no_module_imports_itself_by_way_of_others() -> None:
    imports = {_name(path): set(_modules_imported(path)) - {_name(path)} for path in _files()}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


_PATH = re.compile(r"`((?:app|tests|benchmarks|migrations)/[\w/.]+)`|`([\w/]+\.py)`")


def test_files_that_are_named_exist() -> None:
    folders = ("app", "tests", "benchmarks", "migrations")
    files = {f"/{one.relative_to(HOME).as_posix()}" for folder in folders for one in (HOME / folder).rglob("*")}
    missing = [
        f"{path.name} names {named}"
        for path in (*_files(), HOME / "CONTRIBUTING.md", HOME / "README.md")
        for named in map("".join, _PATH.findall(path.read_text(encoding="utf-8")))
        if not any(file.endswith(f"/{named.rstrip('/')}") for file in files)
    ]
    assert missing == []
