"""A process that serves gives back what it no longer needs."""

import os
import subprocess
import sys

import pytest

from app.config import HOME
from app.http.caching import CachedResponse, ResponseCache
from app.http.process import give_memory_back

_ARENAS = """
import ctypes, tempfile, threading
from app.http.process import tune
tune()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
met = threading.Barrier(9)

def allocate():
    held = [bytes(1000) for _ in range(1000)]
    met.wait()
    met.wait()

for _ in range(8):
    threading.Thread(target=allocate).start()
met.wait()
with tempfile.NamedTemporaryFile() as written:
    file = ctypes.c_void_p(libc.fopen(written.name.encode(), b"w"))
    libc.malloc_info(0, file)
    libc.fclose(file)
    print(open(written.name).read().count("<heap "))
met.wait()
"""
_CYCLES = """
import gc
from app.http.process import tune

class Cycle:
    made = 0
    def __init__(self):
        self.itself = self
        Cycle.made += 1
    def __del__(self):
        Cycle.made -= 1

tune()
old = [Cycle() for _ in range(100)]
for generation in (0, 1):
    gc.collect(generation)
del old
# what some hundred statements of SQLAlchemy leave
for _ in range(20):
    kept = [[] for _ in range(400_000)]
print(Cycle.made)
"""


def run(program: str) -> int:
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(HOME)},
        capture_output=True,
        check=True,
        text=True,
    )
    return int(found.stdout)


@pytest.mark.skipif(sys.platform != "linux" or "glibc" not in os.confstr("CS_GNU_LIBC_VERSION"), reason="not glibc")
def test_threads_share_two_arenas() -> None:
    assert run(_ARENAS) <= 2


def test_cycles_that_were_in_use_when_it_was_looked_are_not_kept_for_an_hour() -> None:
    assert run(_CYCLES) == 0


def test_answers_from_an_older_version_are_dropped_at_once() -> None:
    told: list[str] = []
    cache = ResponseCache(1 << 20, lambda: told.append("new version"))

    def answer(version: str) -> CachedResponse:
        return CachedResponse(("/", b""), version, [], b"body", b"", b"", b"")

    assert cache.get("a", "1") is None
    cache.put("a", answer("1"))
    assert (cache.get("a", "1"), told) == (answer("1"), [])
    assert (cache.get("b", "2"), told) == (None, ["new version"])
    # made before the new version was there
    cache.put("c", answer("1"))
    assert (cache.get("c", "2"), cache.get("a", "2")) == (None, None)
    cache.put("c", answer("2"))
    assert cache.get("c", "2") == answer("2")


def test_memory_can_be_given_back() -> None:
    give_memory_back()
