"""Loading YAML files, with the line of every value. Plain scalars stay text: 5:1, 1.10 and 010 are kept as written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from app.config import MAX_FILE_BYTES
from app.seeding.seed_files.files import FileRefusedError, decode, read_bytes
from app.seeding.seed_files.problems import Problem
from app.seeding.seed_files.resource_limits import limited_time
from app.vocabulary.nearest import nearest

YamlPath = tuple[str | int, ...]
Item = TypeVar("Item", bound=BaseModel)
# bounds on the time and memory that a file can take: values of one file, levels of nesting, characters of one value
_MAX_VALUES = 250_000
_MAX_DEPTH = 20
_MAX_CHARACTERS = 20_000
# problems of one file that are listed, and characters of a wrong value that are shown
_MAX_PROBLEMS = 1000
_SHOWN = 100
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass
class SeedFile:
    """A YAML file: its data, the line of each value by path, and the list that collects its problems."""

    name: str
    problems: list[Problem]
    data: Any = None
    problem_count: int = 0
    lines: dict[YamlPath, int] = field(default_factory=dict)

    def line(self, path: YamlPath) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def add_problem(self, path: YamlPath, message: str) -> None:
        self.add_problem_in_line(self.line(path), message)

    @property
    def is_full(self) -> bool:
        """Whether further problems are no longer listed."""
        return self.problem_count >= _MAX_PROBLEMS

    def add_problem_in_line(self, line: int, message: str) -> None:
        self.problem_count += 1
        if self.problem_count == _MAX_PROBLEMS:
            message = f"more than {_MAX_PROBLEMS} problems: the others of this file are not listed"
        if self.problem_count <= _MAX_PROBLEMS:
            self.problems.append(Problem(self.name, line, message))


@dataclass(frozen=True)
class Location:
    """A path into a YAML file; a problem added here gets the file and line. `/` goes one key or index down."""

    file: SeedFile
    path: YamlPath = ()

    def __truediv__(self, step: str | int) -> "Location":
        return Location(self.file, (*self.path, step))

    def add_problem(self, message: str) -> None:
        self.file.add_problem(self.path, message)


def read_items(
    path: Path, root: Path, kind: type[Item], problems: list[Problem], max_bytes: int = MAX_FILE_BYTES
) -> list[tuple[Item, Location]]:
    """The items of a file that is a list of `kind`. Invalid items are added to `problems` and left out."""
    file = _read(path, root, problems, max_bytes)
    if file is None:
        return []
    if not isinstance(file.data, list):
        file.add_problem((), "a list is expected")
        return []
    adapter = TypeAdapter(kind)
    return [
        (item, Location(file, (i,)))
        for i, raw in enumerate(file.data)
        for item in _validated(raw, kind, adapter, file, (i,))
    ]


def read_item(
    path: Path, root: Path, kind: type[Item], problems: list[Problem], max_bytes: int = MAX_FILE_BYTES
) -> Iterator[tuple[Item, Location]]:
    """The item of a file that is one `kind`, or nothing if it is invalid."""
    file = _read(path, root, problems, max_bytes)
    if file is not None:
        for item in _validated(file.data, kind, TypeAdapter(kind), file, ()):
            yield item, Location(file)


def _read(path: Path, root: Path, problems: list[Problem], max_bytes: int) -> SeedFile | None:
    """The parsed file, or None with a problem where it is not YAML."""
    file = SeedFile(path.relative_to(root).as_posix(), problems)
    try:
        content = read_bytes(path, root, max_bytes)
        decode(content)
        with limited_time():
            file.data = _Composer(content, file).compose()
    except FileRefusedError as error:
        file.add_problem((), str(error))
    except _YamlRefusedError as error:
        file.add_problem_in_line(error.line, str(error))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        file.add_problem_in_line(line, f"not YAML: {error.problem or error.context}")
    except yaml.YAMLError as error:
        line = content.count(b"\n", 0, getattr(error, "position", 0)) + 1
        file.add_problem_in_line(line, f"not YAML: {getattr(error, 'reason', error)}")
    else:
        return file
    return None


def _validated(raw: Any, kind: type[Item], adapter: TypeAdapter[Item], file: SeedFile, at: YamlPath) -> Iterator[Item]:
    try:
        yield adapter.validate_python(raw)
    except ValidationError as error:
        if file.is_full:
            return
        for fault in error.errors(include_url=False, include_context=False):
            path = at + fault["loc"]
            where = ".".join(str(step) for step in fault["loc"] if not isinstance(step, int))
            message = _message(fault, kind)
            file.add_problem(path, f"{_shortened(where)}: {message}" if where else message)


def _message(fault: ErrorDetails, kind: type[BaseModel]) -> str:
    given = f", not {_shortened(fault['input'])!r}" if isinstance(fault["input"], str) else ""
    match fault["type"]:
        case "extra_forbidden":
            best = nearest(str(fault["loc"][-1]), _keys(kind, fault["loc"][:-1]))
            return f"there is no such key{f'; did you mean {best!r}?' if best else ''}"
        case "model_type" | "model_attributes_type":
            return f"keys with values are expected (`key: value`){given}"
    return f"{fault['msg'].removeprefix('Value error, ')}{given}"


def _keys(kind: Any, path: YamlPath) -> list[str]:
    """The keys that an item has at a path into it; none where that is no model."""
    for step in path:
        if isinstance(step, str) and step in getattr(kind, "model_fields", {}):
            kind = _model(kind.model_fields[step].annotation)
    return list(getattr(kind, "model_fields", {}))


def _model(annotation: Any) -> Any:
    """The first model that a type is made of: `EntitySeed` of `list[EntitySeed] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model(part)) is not None), None)


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


class _YamlRefusedError(Exception):
    """The file is YAML that is not accepted here."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class _Composer:
    """Makes the data of one document from the events of the parser, and notes the line of every value.

    `yaml.compose` would first make a tree of nodes, a hundred times as large as the file, and follows nesting and aliases
    without limit. An alias counts here for as many values as it repeats.
    """

    def __init__(self, content: bytes, file: SeedFile) -> None:
        self.events: Iterator[Any] = yaml.parse(content, Loader=yaml.CSafeLoader)
        self.file = file
        self.count = 0
        self.anchors: dict[str, tuple[Any, int]] = {}

    def compose(self) -> Any:
        data: Any = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _refused(event, "the file has more than one document")
                data = self._value(next(self.events), ())
        return data

    def _value(self, event: Any, path: YamlPath) -> Any:
        first = self.count
        self._add(event, 1)
        self.file.lines[path] = _line(event)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise _refused(event, f"the alias *{event.anchor} repeats nothing that ends before it")
            value, size = self.anchors[event.anchor]
            self._add(event, size)
            return value
        if len(path) > _MAX_DEPTH:
            raise _refused(event, f"nested more than {_MAX_DEPTH} levels deep")
        if isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(path)
        elif isinstance(event, yaml.MappingStartEvent):
            value = self._mapping(path)
        else:
            value = _scalar(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, self.count - first)
        return value

    def _sequence(self, path: YamlPath) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: YamlPath) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _refused(event, "a key must be plain text")
            _scalar(event)
            line = _line(event)
            if event.value in mapping:
                self.file.add_problem_in_line(line, f"{_shortened(event.value)!r} is given twice")
            mapping[event.value] = self._value(next(self.events), (*path, event.value))
            self.file.lines[(*path, event.value)] = line
        return mapping

    def _add(self, event: Any, values: int) -> None:
        self.count += values
        if self.count > _MAX_VALUES:
            raise _refused(event, f"more than {_MAX_VALUES} values, aliases counted for what they repeat")


def _scalar(event: Any) -> Any:
    value = event.value
    if len(value) > _MAX_CHARACTERS:
        raise _refused(event, f"a value of more than {_MAX_CHARACTERS} characters")
    if "\0" in value:
        raise _refused(event, "a NUL character, which PostgreSQL cannot store")
    return value if event.style else _WORDS.get(value, value)


def _refused(event: Any, message: str) -> _YamlRefusedError:
    return _YamlRefusedError(_line(event), message)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
