"""Changing YAML files by the lines that are touched: what is not meant to change stays byte for byte."""

from dataclasses import dataclass
from typing import Any

import yaml

from app.intake.yaml_text import flow


@dataclass(frozen=True)
class Item:
    """An item of a list, with the lines that it takes, its keys, and the places of the values of these in the lines."""

    node: Any
    text: str
    offset: int

    def value(self, key: str) -> Any:
        """The node of a key's value; null where the item has no such key."""
        return next((value for name, value in self.node.value if name.value == key), None)

    def scalar(self, key: str) -> str | None:
        node = self.value(key)
        return None if node is None or not isinstance(node, yaml.ScalarNode) or node.tag.endswith(":null") else node.value

    def with_values(self, **changed: Any) -> str:
        """The lines with other values for keys that are there, and new keys behind the first."""
        edits = []
        for key, value in changed.items():
            node = self.value(key)
            if node is not None:
                edits.append((node.start_mark.index, node.end_mark.index, flow(value)))
            else:
                first = self.node.value[0][1]
                is_flow = self.node.flow_style
                indent = " " * self.node.start_mark.column
                added = f", {key}: {flow(value)}" if is_flow else f"\n{indent}{key}: {flow(value)}"
                edits.append((first.end_mark.index, first.end_mark.index, added))
        text = self.text
        for start, end, replacement in sorted(edits, reverse=True):
            # the value of a folded or literal scalar ends with its line break, which stays
            kept = "\n" if text[start - self.offset : end - self.offset].endswith("\n") else ""
            text = text[: start - self.offset] + replacement + kept + text[end - self.offset :]
        return text


@dataclass(frozen=True)
class Listed:
    """A file that is a list, or a mapping with one under a key: what comes before the items, the items, what comes after."""

    root: Any
    head: str
    items: list[Item]
    tail: str


def read_listed(text: str, key: str | None = None) -> Listed:
    """The file with its items apart. Raises `yaml.YAMLError`."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.Node):
        return Listed(root, text, [], "")
    nodes = root if key is None else next((value for name, value in root.value if name.value == key), None)
    if nodes is None or not isinstance(nodes, yaml.SequenceNode) or not nodes.value or nodes.flow_style:
        return Listed(root, text, [], "")
    starts = [_line_start(text, node.start_mark.index) for node in nodes.value]
    end = _line_start(text, nodes.end_mark.index) if nodes.end_mark.index < len(text) else len(text)
    bounds = [*starts, end]
    items = [Item(node, text[bounds[i] : bounds[i + 1]], bounds[i]) for i, node in enumerate(nodes.value)]
    return Listed(root, text[: starts[0]], items, text[end:])


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1
