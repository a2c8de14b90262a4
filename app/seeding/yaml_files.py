"""Loading YAML files, with the line of every value. Plain scalars stay text: 5:1, 1.10 and 010 are kept as written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from app.seeding.problems import Problem

YamlPath = tuple[str | int, ...]
Item = TypeVar("Item", bound=BaseModel)
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass
class SeedFile:
    """A YAML file: its data, the line of each value by path, and the list that collects its problems."""

    name: str
    problems: list[Problem]
    data: Any = None
    lines: dict[YamlPath, int] = field(default_factory=dict)

    def line(self, path: YamlPath) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def add_problem(self, path: YamlPath, message: str) -> None:
        self.problems.append(Problem(self.name, self.line(path), message))


@dataclass(frozen=True)
class Location:
    """A path into a YAML file; a problem added here gets the file and line. `/` goes one key or index down."""

    file: SeedFile
    path: YamlPath = ()

    def __truediv__(self, step: str | int) -> "Location":
        return Location(self.file, (*self.path, step))

    def add_problem(self, message: str) -> None:
        self.file.add_problem(self.path, message)


def read_yaml(path: Path, root: Path, problems: list[Problem]) -> SeedFile:
    file = SeedFile(path.relative_to(root).as_posix(), problems)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        file.add_problem((), f"not UTF-8: byte {error.start}")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.append(Problem(file.name, line, f"not YAML: {error.problem or error.context}"))
    except (yaml.YAMLError, OSError) as error:
        file.add_problem((), f"cannot be read: {error}")
    else:
        file.data = None if node is None else _value(node, (), file)
    return file


def read_items(path: Path, root: Path, kind: type[Item], problems: list[Problem]) -> list[tuple[Item, Location]]:
    """The items of a file that is a list of `kind`. Invalid items are added to `problems` and left out."""
    file = read_yaml(path, root, problems)
    if not isinstance(file.data, list):
        file.add_problem((), "a list is expected")
        return []
    return [(item, Location(file, (i,))) for i, raw in enumerate(file.data) for item in _validated(raw, kind, file, (i,))]


def read_item(path: Path, root: Path, kind: type[Item], problems: list[Problem]) -> Iterator[tuple[Item, Location]]:
    """The item of a file that is one `kind`, or nothing if it is invalid."""
    file = read_yaml(path, root, problems)
    for item in _validated(file.data, kind, file, ()):
        yield item, Location(file)


def _validated(raw: Any, kind: type[Item], file: SeedFile, at: YamlPath) -> Iterator[Item]:
    try:
        yield TypeAdapter(kind).validate_python(raw)
    except ValidationError as error:
        for fault in error.errors():
            path = at + fault["loc"]
            where = ".".join(str(step) for step in fault["loc"] if not isinstance(step, int))
            given = f", not {fault['input']!r}" if isinstance(fault["input"], str) else ""
            file.add_problem(path, f"{where}: {fault['msg']}{given}" if where else fault["msg"])


def _value(node: yaml.Node, path: YamlPath, file: SeedFile) -> Any:
    file.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), file) for index, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in mapping:
                file.problems.append(Problem(file.name, key_node.start_mark.line + 1, f"{key!r} is given twice"))
            mapping[key] = _value(value_node, (*path, key), file)
            file.lines[(*path, key)] = key_node.start_mark.line + 1
        return mapping
    assert isinstance(node, yaml.ScalarNode)
    return _WORDS.get(node.value, node.value) if not node.style else node.value
