"""The scripts that words are written in, as ranges of characters for patterns."""

# Chinese characters of texts of today, and all that Unicode has
HAN = "\u3400-\u9fff"
EVERY_HAN = HAN + "\U00020000-\U0003ffff"
