"""Public ids: a prefix and 60 bits of a SHA-256, so that the same thing has the same id on every machine.

What an id is made of is where a thing stands, never what curators say of it: the document, the sentence by its words, the
quote, and which of several it is. So a fact keeps its id when its indicator or subject is corrected, and a word inserted into
a report renames nothing but what its own sentence holds. Sentences and metrics whose words changed keep an id that a
curator writes (`id:`).
"""

import hashlib
from base64 import b32encode
from collections import Counter

_LENGTH = 12
ID_PATTERN = rf"_[a-z2-7]{{{_LENGTH}}}$"


def public_id(prefix: str, *identity: object) -> str:
    """`public_id("clm", document, text, nth)` -> `clm_…`, 12 characters of lower-case base 32 (RFC 4648)."""
    digest = hashlib.sha256("\x1f".join(map(str, identity)).encode("utf-8", "surrogatepass")).digest()
    return f"{prefix}_{b32encode(digest).decode().lower()[:_LENGTH]}"


class AnchoredIds:
    """Ids of things whose anchors may repeat: the first of an anchor, the second, … in the order of the calls."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._seen: Counter[tuple[object, ...]] = Counter()

    def next(self, *anchor: object) -> str:
        """The id of the next thing at this anchor."""
        self._seen[anchor] += 1
        return public_id(self.prefix, *anchor, self._seen[anchor])
