"""Words in both languages."""

from typing import NamedTuple


class Rendered(NamedTuple):
    """The same in English and in Chinese."""

    en: str
    zh: str
