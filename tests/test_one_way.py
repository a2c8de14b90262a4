"""What a request runs through: hardly any module calls up into one that imports it."""

import ast
import sys
from functools import cache
from pathlib import Path
from types import FrameType

import httpx
import pytest

from app.config import HOME

# on SQLite an answer is made in the thread of the test, which alone is traced
pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)]

APP = HOME / "app"


def _name(frame: FrameType) -> str:
    return Path(frame.f_code.co_filename).relative_to(APP).as_posix()


class _Trace:
    """Calls from one file of app/ into another, while it is active."""

    def __init__(self) -> None:
        self.calls: set[tuple[str, str]] = set()

    def __enter__(self) -> "_Trace":
        self._before = sys.getprofile()
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(self._before)

    def _note(self, frame: FrameType, event: str, _: object) -> None:
        if event != "call" or not _is_ours(frame):
            return
        caller = frame.f_back
        while caller is not None and not _is_ours(caller):
            caller = caller.f_back
        if caller is not None and _name(caller) != _name(frame):
            self.calls.add((_name(caller), _name(frame)))


def _is_ours(frame: FrameType) -> bool:
    return frame.f_code.co_filename.startswith(f"{APP}/")


@cache
def _imported_by(name: str) -> set[str]:
    """The files of app/ that one imports, by way of others too."""
    found: set[str] = set()
    left = [name]
    while left:
        for one in _imports(APP / left.pop()):
            if one not in found:
                found.add(one)
                left.append(one)
    return found


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "app":
            folder = APP.joinpath(*node.module.split(".")[1:])
            for one in (folder.with_suffix(".py"), *(folder / f"{alias.name}.py" for alias in node.names)):
                if one.is_file():
                    names.add(one.relative_to(APP).as_posix())
    return names


@pytest.mark.parametrize(
    ("before", "traced", "route"),
    [
        ("metrics?indicator=market-size&limit=7", "metrics?indicator=market-size&limit=8", "api/metrics/routes.py"),
        ("claims?q=算力&limit=7", "claims?q=算力&limit=8", "api/claims/routes.py"),
        ("topics?limit=7", "topics?limit=8", "api/topics/routes.py"),
        ("entities/huawei", "entities/baidu", "api/entities/routes.py"),
    ],
)
async def test_a_request_climbs_seldom(client: httpx.AsyncClient, before: str, traced: str, route: str) -> None:
    (await client.get(f"/api/v1/{before}")).raise_for_status()  # compiles statements, reads what is kept
    with _Trace() as trace:
        (await client.get(f"/api/v1/{traced}")).raise_for_status()
    climbs = {(caller, called) for caller, called in trace.calls if caller in _imported_by(called)}
    # into the route that the request is for, and into the conditions that a list declares for its filters
    assert {("http/fast_route.py", route)} <= climbs
    assert {caller for caller, _ in climbs} <= {"http/fast_route.py", "lists/filters/filter.py"}
    assert len(climbs) <= 3
