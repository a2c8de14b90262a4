"""The slug of a report: what its file is called, as far as an address can say that."""

import re
import unicodedata
from pathlib import PurePath

_LONGEST = 80


def slug_of(name: str, title: str, sha256: str) -> str:
    """From the file's name, else from the title, else from the text's hash: what has no Latin letters says nothing here."""
    stem = PurePath(name).stem
    return next((slug for words in (stem, title) if len(slug := slugified(words)) > 1), f"report-{sha256[:8]}")


def slugified(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    letters = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    # a few letters of a name that is mostly in another script do not name it
    mostly = len(re.sub(r"[^a-z0-9]", "", plain)) * 2 >= sum(character.isalnum() for character in words)
    return letters[:_LONGEST].strip("-") if mostly else ""
