"""What pandoc's divs and spans say, written as plain Markdown of the same length.

`::: {#ref-key .csl-entry}` labels the entry below it, `::: {#refs}` begins the list; other fences and attributes are markup,
as is ChatGPT's `:::writing{variant="standard"}`.
"""

import re

_FENCE = re.compile(r"^[ \t]{0,3}:{3,}[ \t]*[\w-]*(?:[ \t]*\{(?P<attributes>[^{}\n]*)\}[ \t]*:*)?[ \t]*(?=\r?$)", re.M)
_ENTRY = re.compile(r"#ref-(?P<key>[\w:.+-]{1,80})")
_LEFT = re.compile(r"\[(?P<label>\\?\[?\d{1,4}\\?[\].]\]?[ ]?)\]\{\.csl-left-margin\}\[")
_SPAN_END = re.compile(r"(?<=[\])])\{[.#][\w .#=\"-]{1,120}\}")
_HEADING = "References"


def plain_divs(text: str) -> str:
    """The same length: fences blanked out, keys as `[@key]`, the attributes of spans away."""
    if ":::" not in text and "{." not in text and "{#" not in text:
        return text
    text = _LEFT.sub(lambda match: f" {match['label']}".ljust(len(match[0])), text)
    text = text.replace("]{.csl-right-inline}", " " * len("]{.csl-right-inline}"))
    text = _FENCE.sub(_fence, text)
    return _SPAN_END.sub(lambda match: " " * len(match[0]), text)


def _fence(match: re.Match[str]) -> str:
    attributes = match["attributes"] or ""
    entry = _ENTRY.search(attributes)
    if entry and not re.match(r"\s*\\?\[?\d{1,4}\\?[\].]", match.string[match.end() : match.end() + 40]):
        return f"[@{entry['key']}]".ljust(len(match[0]))[: len(match[0])]
    if "#refs" in attributes.split() and not re.search(
        r"(?m)^#.*\s*\Z", match.string[max(0, match.start() - 200) : match.start()]
    ):
        return _HEADING.ljust(len(match[0]))[: len(match[0])]
    return " " * len(match[0])
