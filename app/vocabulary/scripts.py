"""The scripts that words are written in, as ranges of characters for patterns."""

import re

# Chinese characters of texts of today, and all that Unicode has
HAN = "\u3400-\u9fff"
EVERY_HAN = HAN + "\U00020000-\U0003ffff"
HAN_CHARACTER, ANY_HAN_CHARACTER = re.compile(f"[{HAN}]"), re.compile(f"[{EVERY_HAN}]")
