"""Two numbers that are a change (`from 30 % to 45 %`) or the ends of a range (`ranging from 30 % to 45 %`)."""

import re

_FROM = re.compile(
    r"(?:\b(?:from|von|desde|dal|pass(?:ant|[eé]e?s?|ent|ait|aient|a|èrent)\sde|pas(?:ó|aron|a|an|ado|ar|ou|aram|saram|sat[aoei])\s(?:de|da|dal))\s"
    r"|[从由自]\s?|\bсо?\s)$",
    re.I,
)
# characters of the longest word before the first number
_LONGEST = 14
# anywhere from 6 to 9 months, reicht von 6 bis 9 Monaten
_RANGING = re.compile(
    r"\b(?i:anywhere|rang(?:ing|es?|ed)|var(?:y|ies|ied|ying)|span(?:s|ning|ned)?|reich(?:t|en|te|ten)|schwank\w+|variier\w+|bewegt\w*\ssich"
    r"|ages|aged|scale|temperatures|sizes)\s(?:in\s\w+\s|widely\s|zwischen\s)?$"
)
_BEFORE_FROM = 32


def is_change(text: str, start: int) -> bool:
    """Whether what stands before the first of two numbers says that it was the value before."""
    said = _FROM.search(text, max(0, start - _LONGEST), start)
    return said is not None and _RANGING.search(text, max(0, said.start() - _BEFORE_FROM), said.start()) is None
