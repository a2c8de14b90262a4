"""YAML as this project writes it: every text in double quotes, one item a line, so that changes show as changed lines."""

import json
import re
from collections.abc import Mapping
from typing import Any

# what YAML does not allow in a file although JSON does
_UNPRINTABLE = re.compile("[\x7f-\x84\x86-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def quoted(text: str) -> str:
    """The text in double quotes: `{q: 1,509 个}` would be two keys."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def flow(value: Any) -> str:
    """A value on one line; keys are written plain."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else quoted(value) if isinstance(value, str) else str(value)


def items(rows: list[Mapping[str, Any]]) -> str:
    """A list of mappings, one a line; keys without a value are left out."""
    return "".join(f"- {flow({key: value for key, value in row.items() if value is not None})}\n" for row in rows)
