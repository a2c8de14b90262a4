"""Problems as a line of text in the OpenAPI document, for clients that prefer `text/plain` to JSON."""

from collections.abc import Mapping
from typing import Any

from app.http.problems import MEDIA_TYPE, TEXT_TYPE


def described_as_text(content: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """The text of a response that has problem details as its content, by its media type; nothing of another response.

    `shared` are the examples of the document by name.
    """
    if MEDIA_TYPE not in content:
        return {}
    found = content[MEDIA_TYPE]
    bodies = [found["example"]] if "example" in found else [shared[name]["body"] for name in found.get("examples", ())]
    described: dict[str, Any] = {"schema": {"type": "string"}}
    if bodies:
        described["example"] = f"{bodies[0]['title']}: {bodies[0]['detail']}"
    return {TEXT_TYPE: described}
