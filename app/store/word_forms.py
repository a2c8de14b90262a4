"""The form in which an English word is indexed and searched: its stem by Snowball (PyStemmer), one for either spelling."""

import re
from typing import Any

from app.vocabulary.spelling import american

_MOST = 100_000


class _Stems(dict[str, str]):
    """Stems by word, filled when a word is first met."""

    def __init__(self) -> None:
        super().__init__()
        self._stemmer: Any = None

    def __missing__(self, word: str) -> str:
        if self._stemmer is None:
            from Stemmer import Stemmer  # which only indexing and searching need

            self._stemmer = Stemmer("english", 0)
        if len(self) >= _MOST:
            self.clear()
        self[word] = found = str(self._stemmer.stemWord(american(word)))
        return found


STEMS = _Stems()


def stem(match: re.Match[str]) -> str:
    """The stem of a matched word, for `re.sub`."""
    return STEMS[match[0]]
