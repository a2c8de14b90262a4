"""A run of pytest and its workers: little garbage collection, an order that ends evenly, and what is made once for all of them.

A plugin, loaded before all others: `addopts` in pyproject.toml names it.
"""

import atexit
import fcntl
import gc
import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TypeVar

import pytest

# modules and tests stay, and so does most of what a module of tests makes: to look for garbage while it is made takes a fifth of
# the time. It is looked for at the end of each module
gc.disable()
# compiled once, for this process, the other workers and all that the tests start
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

T = TypeVar("T")
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_VARIABLE = "FOLDER_OF_THE_TEST_RUN"
# what waits for pages and processes begins first, and stays in one worker, with one server and browser: others take from each
# other's ends what is left, and would be late with it
_FIRST = ("tests/browser/", "tests/http/test_workers.py")


def _folder() -> Path:
    """The folder of the run, which its workers share."""
    if not IS_WORKER:
        os.environ[_VARIABLE] = tempfile.mkdtemp(prefix="factbase-run-")
        atexit.register(shutil.rmtree, os.environ[_VARIABLE])
    return Path(os.environ[_VARIABLE])


FOLDER = _folder()


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """A file that the first worker to ask for it makes, and for which others wait. None of them may change it."""
    path, part = FOLDER / name, FOLDER / f"{name}.part"
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            make(part)
            part.rename(path)
    return path


def shared(name: str, make: Callable[[], T]) -> T:
    """An equal value for each worker, made by the first of them."""

    def write(file: Path) -> None:
        file.write_bytes(pickle.dumps(make()))

    value: T = pickle.loads(made_once(f"{name}.pickle", write).read_bytes())
    return value


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """The process that hands tests out to workers runs none, and begins without the second that their fixtures take to load."""
    options = early_config.known_args_namespace
    # with these it has no workers, whatever their number
    by_itself = options.usepdb or options.collectonly or options.showfixtures or options.show_fixtures_per_test
    if not IS_WORKER and getattr(options, "numprocesses", None) and not by_itself:
        options.noconftest = True


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Workers get neighbouring tests, which share databases and servers, and take from each other what is left at the end."""
    if config.getoption("numprocesses", None) and config.option.dist == "no":
        config.option.dist = "worksteal"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A quick run is of SQLite alone, also where a test chooses its databases itself."""
    for item in items:
        if hasattr(item, "callspec") and "postgresql" in item.callspec.params.values():
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: not item.nodeid.startswith(_FIRST))


def pytest_collection_finish() -> None:
    """As the service does: looking for garbage among what stays takes a tenth of the time."""
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """What a module leaves behind stays: the commands that look for all garbage would look through it for seconds, each time."""
    done = yield
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()
    return done
