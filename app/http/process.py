"""What a process that does nothing but serve asks of the interpreter and of the C library."""

import ctypes
import gc
import sys
from collections.abc import Callable
from contextlib import suppress

# parameters of glibc's `mallopt`, and their values
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_MALLOC = {_ARENA_MAX: 2, _MMAP_THRESHOLD: 128 << 10, _TRIM_THRESHOLD: 1 << 20}
# seconds for which a thread may keep the others from Python's lock
_SWITCH_INTERVAL = 0.0005


def tune() -> None:
    """Set up the process, before it has threads."""
    _bound_memory()
    # nearly all there is now stays: to look for garbage first would cost a tenth of a second and free a megabyte
    gc.freeze()
    gc.enable()
    # Answers make many short-lived objects, and looking for cycles often only makes some answers late. But each statement that
    # SQLAlchemy builds is some thousands of objects in cycles. Those that two collections found in use were kept for most of
    # an hour with a last threshold of 100, and memory grew meanwhile.
    gc.set_threshold(50_000, 10, 5)
    # with the default of 0.005 the event loop, which needs the lock several times for each request, waits ten times as long
    # while threads are busy
    sys.setswitchinterval(_SWITCH_INTERVAL)


def give_memory_back() -> None:
    """Give the system the pages that are free between blocks in use, after much was freed at once."""
    if trim := _c_function("malloc_trim"):
        trim(0)


def raise_descriptors(needed: int) -> int:
    """How many file descriptors the process may have, after asking the system for as many as are needed.

    Often a thousand are given, and many more to those that ask.
    """
    try:
        import resource  # only where there are such limits
    except ImportError:
        return needed
    given, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    asked = needed if most == resource.RLIM_INFINITY else min(needed, most)
    if given != resource.RLIM_INFINITY and given < asked:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (asked, most))
            given = asked
    return needed if given == resource.RLIM_INFINITY else given


def _bound_memory() -> None:
    """Have glibc give memory back.

    By default each of some forty threads gets an arena of its own, and a response that one thread made and the cache keeps pins
    the memory around it there. Larger ones come from the system and go back to it.
    """
    if mallopt := _c_function("mallopt"):
        for parameter, value in _MALLOC.items():
            mallopt(parameter, value)


def _c_function(name: str) -> Callable[..., object] | None:
    """A function of glibc; other C libraries have none of these."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
