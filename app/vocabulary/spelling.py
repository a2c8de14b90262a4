"""British and American spelling of English words.

Rules of our own, as no kept library has them. A rule may also change a word that has no other spelling, which is harmless:
both sides of a comparison are changed alike.
"""

import re

# each with what stands in its place: -ise and -isation, -yse, -our, -tre and -bre
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})is(?=[aei])"), "iz"),
    (re.compile(r"(?<=[a-z]{3})ys(?=e)"), "yz"),
    (re.compile(r"(?<=[a-z]{3})our(?=s?\b|ed\b|ing|al|ite)"), "or"),
    (re.compile(r"(?<=[a-z]{2}[tb])re(?=s?\b)"), "er"),
)


def american(text: str) -> str:
    """Lower-case English words in American spelling."""
    for pattern, instead in _SPELLINGS:
        text = pattern.sub(instead, text)
    return text
