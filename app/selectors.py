"""W3C Web Annotation selectors for a span of a document's text (code points, end excluded)."""

from typing import Literal

from pydantic import Field

from app.bodies import Body

CONTEXT = 32


class TextQuoteSelector(Body):
    type: Literal["TextQuoteSelector"]
    exact: str = Field(description="The words themselves, with markup as in the document.")
    prefix: str = Field(description="What stands before them.")
    suffix: str = Field(description="What stands behind them.")


class TextPositionSelector(Body):
    type: Literal["TextPositionSelector"]
    start: int = Field(description="First code point.")
    end: int = Field(description="Code point behind the last.")


Selectors = tuple[TextQuoteSelector, TextPositionSelector]


def selectors(text: str, start: int, end: int) -> list[dict[str, str | int]]:
    return [
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - CONTEXT) : start],
            "suffix": text[end : end + CONTEXT],
        },
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]
