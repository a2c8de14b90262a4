"""The scripts that words are written in, as ranges of characters for patterns."""

import re

# Chinese characters of texts of today, and all that Unicode has
HAN = "\u3400-\u9fff"
EVERY_HAN = HAN + "\U00020000-\U0003ffff"
HAN_CHARACTER, ANY_HAN_CHARACTER = re.compile(f"[{HAN}]"), re.compile(f"[{EVERY_HAN}]")

# marks and controls that turn the direction of the text behind them (Unicode Standard Annex 9), and characters that a terminal obeys
_OBEYED = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    """A text of others for a terminal, in which nothing moves the cursor, sets a colour or turns a line around: `\\u202e` for the character."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def without_controls(text: str) -> str:
    """A text of others for a picture, where nothing ends what turns a line around."""
    return _OBEYED.sub("", text)
