"""W3C Web Annotation selectors for a span of a document's text."""

# code points of context before and after the quote
CONTEXT = 32


def selectors(text: str, start: int, end: int) -> list[dict[str, str | int]]:
    """A TextQuoteSelector and a TextPositionSelector; offsets are in Unicode code points, `end` is exclusive."""
    return [
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - CONTEXT) : start],
            "suffix": text[end : end + CONTEXT],
        },
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]
