"""The relations of an entity as a small drawing: what relates to it on the left, what it relates to on the right.

It shows the first relations of the list that stands above it. Coordinates are pixels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from unicodedata import east_asian_width

from app.pages.template_filters import named
from app.vocabulary.names import Language

_WIDTH, _BOX, _STEP = 900, 196, 40
# boxes on one side, and columns of text in a box, of which a Han character takes two
_MOST, _COLUMNS = 8, 24
_LEFT, _RIGHT = _BOX, _WIDTH - _BOX
# the level part of a line, on which its words stand
_LEVEL = 92
_NEAR, _FAR = (_WIDTH - _BOX) // 2, (_WIDTH + _BOX) // 2


@dataclass(frozen=True)
class Edge:
    """A relation: the other entity in its box, and the line between them, with an arrow at the object."""

    relation: Mapping[str, Any]
    slug: str
    name: str
    short: str
    x: int
    y: int
    line: str
    arrow: str
    label_x: int
    anchor: str


@dataclass(frozen=True)
class Graph:
    """The entity in the middle of a picture `width` by `height`. Each box is `box` wide."""

    width: ClassVar = _WIDTH
    box: ClassVar = _BOX
    short: str
    x: int
    y: int
    height: int
    edges: Sequence[Edge]


def relation_graph(entity: Mapping[str, Any], lang: Language) -> Graph | None:
    """None where no document states a relation of the entity."""
    incoming = [one for one in entity["relations"] if one["object"] == entity["slug"]][:_MOST]
    outgoing = [one for one in entity["relations"] if one["object"] != entity["slug"]][:_MOST]
    if not incoming and not outgoing:
        return None
    height = max(len(incoming), len(outgoing)) * _STEP
    middle = height // 2
    edges = [_incoming(one, y, middle, lang) for one, y in _placed(incoming, height)]
    edges += [_outgoing(one, y, middle, lang) for one, y in _placed(outgoing, height)]
    return Graph(_short(named(entity, "name", lang)), _NEAR, middle, height, edges)


def _placed(relations: Sequence[Mapping[str, Any]], height: int) -> list[tuple[Mapping[str, Any], int]]:
    """Each with the middle of its box, so that all stand in the middle of the height."""
    first = (height - len(relations) * _STEP) // 2 + _STEP // 2
    return [(one, first + place * _STEP) for place, one in enumerate(relations)]


def _incoming(one: Mapping[str, Any], y: int, middle: int, lang: Language) -> Edge:
    name = named(one, "subject_name", lang) or one["subject"]
    line = f"M{_LEFT} {y}H{_LEFT + _LEVEL}{_bend(_LEFT + _LEVEL, y, _NEAR - 6, middle)}"
    return Edge(one, one["subject"], name, _short(name), 0, y, line, _head(_NEAR, middle), _LEFT + 6, "start")


def _outgoing(one: Mapping[str, Any], y: int, middle: int, lang: Language) -> Edge:
    name = named(one, "object_name", lang) or one["object"]
    line = f"M{_FAR} {middle}{_bend(_FAR, middle, _RIGHT - _LEVEL, y)}H{_RIGHT - 6}"
    return Edge(one, one["object"], name, _short(name), _RIGHT, y, line, _head(_RIGHT, y), _RIGHT - 10, "end")


def _bend(x: int, y: int, to_x: int, to_y: int) -> str:
    """A curve that leaves and arrives level."""
    between = (x + to_x) // 2
    return f"C{between} {y} {between} {to_y} {to_x} {to_y}"


def _head(x: int, y: int) -> str:
    return f"M{x} {y}l-8 -4v8z"


def _short(name: str) -> str:
    """A name that fits into its box."""
    widths = [2 if east_asian_width(one) in "WF" else 1 for one in name]
    if sum(widths) <= _COLUMNS:
        return name
    kept = next(end for end in range(len(name), 0, -1) if sum(widths[:end]) < _COLUMNS)
    return name[:kept].rstrip() + "…"
