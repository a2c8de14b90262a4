"""Finished answers, kept in memory up to a number of bytes; the least recently used go first."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

# what an entry costs beside its body: key, headers, links of the dictionary
_OVERHEAD = 2000


@dataclass(frozen=True, slots=True)
class Answer:
    """A 200 answer as it is sent, and the dataset version that it was made from."""

    version: str
    headers: list[tuple[bytes, bytes]]
    body: bytes
    etag: bytes
    last_modified: bytes


class Cache:
    """Answers by request. One process, one event loop: nothing is locked because nothing is shared."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._size = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()

    def get(self, key: Hashable, version: str) -> Answer | None:
        """The answer to a request, unless it was made from another version of the data."""
        answer = self._answers.get(key)
        if answer is None or answer.version != version:
            return None
        self._answers.move_to_end(key)
        return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer, unless it alone would take more than an eighth of the room."""
        size = len(answer.body) + _OVERHEAD
        if size > self._capacity // 8:
            return
        self._drop(self._answers.pop(key, None))
        self._answers[key] = answer
        self._size += size
        while self._size > self._capacity:
            self._drop(self._answers.popitem(last=False)[1])

    def _drop(self, answer: Answer | None) -> None:
        if answer is not None:
            self._size -= len(answer.body) + _OVERHEAD
