"""Long lists of bare numbers (`3, 17, 4`), which are read at once: each by itself would be tried against every pattern."""

import re

# neither years nor what is written like a number and is none (`exclusions`); 40 digits are the most that a figure has
_BARE = r"(?!(?:(?:19|20)\d\d|618|996|315)(?!\d))\d{1,40}"
_LIST = re.compile(rf"(?:{_BARE}(?:[,;、，] |[;、，]| )){{5,1000}}")
_DIGITS = re.compile(r"\d+")
# what stands before a list can belong to its first two numbers, what stands behind it to its last two
_AT_THE_ENDS = 2


class NumberLists:
    """The lists of a text, whose numbers are come to in order."""

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self._ahead: list[tuple[int, int]] = []
        self._known = 0

    def starting_at(self, at: int) -> list[tuple[int, int]]:
        """The spans of the numbers of a list from the number at `at` on, without those at the list's ends."""
        if self._ahead and self._ahead[0][0] == at:
            found, self._ahead = self._ahead, []
            return found
        if at >= self._known:
            self._ahead = self.within(at)
            self._known = self._ahead[-1][1] if self._ahead else at
        return []

    def within(self, at: int) -> list[tuple[int, int]]:
        """The spans of the numbers within the list that begins at `at`."""
        found = _LIST.match(self.plain, at)
        if found is None:
            return []
        return [match.span() for match in _DIGITS.finditer(self.plain, at, found.end())][_AT_THE_ENDS:-_AT_THE_ENDS]
