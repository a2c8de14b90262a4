"""What `fields` and `include` select: the fields of a row, those of embedded rows, and the names under which they are shown.

`fields=sources.url` embeds the sources with their URL, and `fields=source_url:sources.url` shows these as a field of the row.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from app.errors import Fault, InvalidParameter
from app.lists.embedded_rows import Include
from app.lists.parameter_types import MAX_VALUES, split_values
from app.vocabulary.column_names import column_name
from app.vocabulary.names import say

# the word for all fields of a row
EVERYTHING = "*"
_MAX_NAME = 63


class Output(NamedTuple):
    """A field that is shown: the field `name` of the row, or the rows embedded as `name`, perhaps under the name `alias`.

    Of these rows `picked` is shown alone; otherwise all `inner` fields of each.
    """

    name: str
    alias: str = ""
    inner: tuple[str, ...] = ()
    picked: str | None = None

    @property
    def title(self) -> str:
        return self.alias or self.name

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the embedded rows."""
        return (self.picked,) if self.picked else self.inner


@dataclass(frozen=True)
class Selection:
    """The fields of a row that are read (`names`), the rows that are embedded (`includes`), and what is shown of both.

    `is_whole` is true if no fields were chosen.
    """

    names: Sequence[str]
    includes: Sequence[str]
    outputs: Sequence[Output]
    is_whole: bool

    @cached_property
    def is_plain(self) -> bool:
        """Whether rows are shown exactly as the database returns them."""
        return not self.includes and not any(one.alias for one in self.outputs)

    def embedded(self, name: str) -> tuple[str, ...]:
        """The fields that are shown of the rows embedded as `name`, each once."""
        return tuple(dict.fromkeys(field for one in self.outputs if one.name == name for field in one.fields))


def split_name(word: str) -> tuple[str, str]:
    """The name that a field is given, empty if none, and the field."""
    alias, colon, field = word.partition(":")
    return (alias, field) if colon else ("", word)


def select_fields(
    columns: Sequence[str], selectable: Sequence[str], includes: Mapping[str, Include], fields: tuple[str, ...],
    include: tuple[str, ...],
) -> Selection:  # fmt: skip
    """The selection of the words of `fields` and `include` from what a list has.

    Raises `InvalidParameter` if two fields would be shown under one name.
    """
    words = [one for word in fields or columns for one in (selectable if word == EVERYTHING else [word])]
    pairs = [split_name(word) for word in words]
    embedded = [*include, *(field.partition(".")[0] for _, field in pairs)]
    whole = {field for alias, field in pairs if not alias} | set(include)
    inner: dict[str, list[str]] = {}
    for alias, field in pairs:
        name, _, of = field.partition(".")
        if of and not alias:
            inner.setdefault(name, []).append(of)

    def outputs() -> Iterator[Output]:
        for alias, field in pairs:
            name, _, of = field.partition(".")
            if field in selectable:
                yield Output(field, alias)
            elif alias:
                yield Output(name, alias, () if of else tuple(includes[name].columns), of or None)
        for name in dict.fromkeys(embedded):
            if name in includes and (name in inner or name in whole):
                yield Output(name, inner=tuple(inner.get(name) or includes[name].columns))

    shown = tuple(outputs())
    refuse_twice([one.title for one in shown])
    return Selection(
        tuple(dict.fromkeys(field for _, field in pairs if field in selectable)),
        tuple(dict.fromkeys(name for name in embedded if name in includes)),
        shown,
        not fields or EVERYTHING in fields,
    )


def refuse_twice(names: Sequence[str]) -> None:
    """Raise `InvalidParameter` if two fields or columns would have one name."""
    if twice := sorted(name for name, count in Counter(names).items() if count > 1):
        several = ", ".join(twice)
        said = say(
            f"two fields would be named {several}; rename one of them", f"有两个字段会同名 {several}；请给其中一个另取名称"
        )
        raise InvalidParameter(Fault("fields", said))


def fields_type(allowed: Sequence[str]) -> Any:
    """Comma-separated fields, each perhaps with a name of its own; no two under one name."""
    # what a file calls a field otherwise, as people copy names from there
    by_column = {"_".join(map(column_name, field.split("."))): field for field in allowed}

    def read(value: Any) -> list[str]:
        words = split_values(value)
        if isinstance(value, str):
            return list(known(tuple(words)))
        return list(checked(tuple(words)))

    def checked(words: tuple[str, ...]) -> tuple[str, ...]:
        if len(words) > MAX_VALUES:
            why = "{count} fields are named; at most {most} are shown at once"
            raise PydanticCustomError("many_fields", why, {"count": len(words), "most": MAX_VALUES})
        for word in words:
            alias, field = split_name(word)
            if field not in allowed and word != EVERYTHING:
                context = {"allowed": list(allowed), "word": field, "nearest": by_column.get(field)}
                raise PydanticCustomError("not_listed", "{word} is not a field here", context)
            if word != field and not (alias.isidentifier() and len(alias) <= _MAX_NAME):
                why = "{alias} is not a valid field name: use letters, digits and _, no leading digit, at most {most} characters"
                raise PydanticCustomError("alias", why, {"alias": repr(alias), "most": _MAX_NAME})
        if len(set(words)) < len(words):
            raise PydanticCustomError("given_twice", "a field is given twice")
        return words

    known = lru_cache(maxsize=256)(checked)
    return Annotated[list[str], BeforeValidator(read)] | None
