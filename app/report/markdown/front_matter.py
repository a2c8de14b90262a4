"""Metadata in front of a report: YAML between `---`, TOML between `+++`, or pandoc's `%` lines."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

_YAML = re.compile(r"\A\ufeff?[ \t\r\n]*---[ \t]*\r?\n(?P<body>(?:.*\r?\n){0,400}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_TOML = re.compile(r"\A\ufeff?[ \t\r\n]*\+\+\+[ \t]*\r?\n(?P<body>(?:.*\r?\n){0,400}?)\+\+\+[ \t]*(?:\r?\n|\Z)")
_PANDOC = re.compile(
    r"\A\ufeff?%[ \t]*(?P<title>[^\r\n]*)\r?\n(?:%[ \t]*(?P<author>[^\r\n]*)\r?\n)?(?:%[ \t]*(?P<date>[^\r\n]*)\r?\n)?"
)
_KEY = re.compile(r"^[\w][\w .-]{0,40}:(?:\s|$)", re.M)
_LINE = re.compile(r"^(?P<key>\w[\w .-]{0,40}):[ \t]+(?P<value>\S[^\r\n]*)$", re.M)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the front matter says; `values` are all of its keys with the values as text."""

    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    span: tuple[int, int] | None = None
    title_span: tuple[int, int] | None = None


def read_front_matter(text: str) -> Metadata:
    """The metadata and its span; empty if the text does not begin with metadata."""
    for pattern, load in ((_YAML, _yaml), (_TOML, _toml)):
        match = pattern.match(text)
        if match and (values := load(match["body"])):
            return _metadata(values, match, text)
    match = _PANDOC.match(text)
    return (
        _metadata({name: value for name, value in match.groupdict().items() if value}, match, text) if match else Metadata()
    )


def _yaml(body: str) -> dict[str, Any]:
    if not _KEY.search(body):
        return {}
    import yaml

    try:
        values = yaml.load(body, yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)
    except (yaml.YAMLError, ValueError):
        return {match["key"]: match["value"].strip().strip("\"'") for match in _LINE.finditer(body)}
    return values if isinstance(values, dict) else {}


def _toml(body: str) -> dict[str, Any]:
    try:
        return tomllib.loads(body.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _metadata(values: dict[str, Any], match: re.Match[str], text: str) -> Metadata:
    known = {str(key).lower(): value for key, value in values.items()}
    title = _text(known.get("title"))
    at = text.find(title, match.start(), match.end()) if title else -1
    return Metadata(
        title=title,
        date=_text(known.get("date") or known.get("published") or known.get("created")),
        authors=_texts(known.get("authors") or known.get("author")),
        tags=_texts(known.get("tags") or known.get("keywords")),
        language=_text(known.get("language") or known.get("lang")),
        values={str(key): _text(value) or "" for key, value in values.items()},
        span=match.span(),
        title_span=(at, at + len(title)) if title and at >= 0 else None,
    )


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, (dict, list)):
        return None if value is None else "; ".join(_texts(value))
    return " ".join(str(value).split()) or None


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, dict):
        return tuple(str(item) for item in [value.get("name") or value.values()] if item)
    items: Iterable[Any] = value if isinstance(value, list) else str(value).split(",") if value else ()
    return tuple(text for item in items if (text := _text(item.get("name") if isinstance(item, dict) else item)))
