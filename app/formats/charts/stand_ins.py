"""Stand-ins for Chinese texts while a chart is laid out: Latin letters that take as much room.

Vega measures each text some five times, and each letter of the font of a chart is looked up anew in its file of 8 MB, which takes
most of a second for a chart of 25 bars. The face that vl-convert holds in memory costs a fifteenth of that, is the same on every
machine and about as wide, but it is Latin. So what has other letters is laid out as a word of letters of one width, and set into the picture after.
"""

import re
from typing import Any
from xml.sax.saxutils import escape

# what is measured in memory: Liberation Sans, which vl-convert brings
IN_MEMORY = "sans-serif"
_FIRST_OTHER = "\u2e80"
# letters of one width in it, which stand for digits, and that width in parts of a Han character's
_LETTERS, _WIDTH = "abdeghnopq", 0.556
_DIGITS = str.maketrans("0123456789", _LETTERS)
# texts of a specification that are not drawn, and expressions, which a stand-in would break
_NOT_DRAWN = frozenset({"series", "description", "words", "evidence", "labelExpr"})
_TEXT = re.compile(rf">([{_LETTERS}]+)<")


class StandIns:
    """The stand-ins of one chart."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._by_words: dict[str, str] = {}

    def put(self, part: Any) -> Any:
        """A specification, or a part of one, with stand-ins for what the face in memory cannot write."""
        if isinstance(part, dict):
            return {key: value if key in _NOT_DRAWN else self.put(value) for key, value in part.items()}
        if isinstance(part, list):
            return [self.put(one) for one in part]
        if isinstance(part, str) and any(letter >= _FIRST_OTHER for letter in part):
            return self._by_words.get(part) or self._new(part)
        return part

    def taken_out(self, svg: str) -> str:
        """The picture with the texts in their places."""
        return _TEXT.sub(lambda found: f">{escape(self._words.get(found[1], found[1]))}<", svg)

    def _new(self, words: str) -> str:
        wide = sum(letter >= _FIRST_OTHER for letter in words)
        length = max(3, round(wide / _WIDTH) + len(words) - wide)
        made = str(len(self._words)).zfill(length).translate(_DIGITS)
        self._words[made], self._by_words[words] = words, made
        return made
