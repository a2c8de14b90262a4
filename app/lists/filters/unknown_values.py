"""Values of a request looked up in their vocabularies: one that does not exist is refused, with the nearest that does."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection, Select, case, func, select

from app.errors import MAX_FAULTS, Fault, InvalidParameter, Moved
from app.lists.filters.filter import Filter
from app.lists.filters.value_labels import Labels
from app.store.tables import Entity, EntityRedirect, Suggestion, columns
from app.store.tokens import name_key
from app.vocabulary.addresses import suggest_address
from app.vocabulary.names import say
from app.vocabulary.nearest import nearest, nearest_named

MAX_NEAREST = 5000
# sorts after every character that may follow in a name
LAST_CHARACTER = "\U0010ffff"
SUGGESTED_LISTS = ("entities", "indicators", "sources", "publishers", "topics", "units", "documents")
# where the names of the values of a vocabulary are, by its table and column
_SUGGESTED_IN = {
    "entity.slug": "entities", "indicator.slug": "indicators", "source.id": "sources", "publisher.slug": "publishers",
    "topic.slug": "topics", "unit.code": "units", "document.slug": "documents", "publisher_kind.slug": "publisher_kind",
    "section.slug": "section", "document.language": "language",
    "entity_type.slug": "entity_type", "predicate.slug": "predicate",
}  # fmt: skip


def closed_parameters(filters: Iterable[Filter]) -> dict[str, Filter]:
    """The parameters whose values are those of a vocabulary, each with its filter."""
    return {name: one for one in filters if one.vocabulary is not None for name in (one.name, f"{one.name}__ne")}


def check_values(
    closed: Mapping[str, Filter], query: BaseModel, connection: Connection, known: set[tuple[int, Any]] | None = None
) -> None:
    """Refuse a value that is not in its vocabulary: a typing error must not look like an empty result.

    `closed` are the parameters with a vocabulary, and `known` remembers what was found in one. Raises `InvalidParameter`.
    """
    faults: list[Fault] = []
    moved: list[Fault] = []
    further = 0
    checked: set[tuple[int, Any]] = set() if known is None else known
    for name in query.model_fields_set & closed.keys():
        filter_ = closed[name]
        new = [value for value in getattr(query, name) or () if (id(filter_), value) not in checked]
        for vocabulary, given in filter_.in_vocabularies(new):
            word = vocabulary.selected_columns[0]
            found = set(connection.execute(vocabulary.where(word.in_(given))).scalars())
            lost = [value for value in given if value not in found]
            redirects = load_redirects(lost, word, connection)
            moved += [moved_fault(name, value, redirects[value]) for value in lost if value in redirects]
            missing = [value for value in lost if value not in redirects]
            # the nearest word is looked for only for as many faults as are listed
            named = missing[: MAX_FAULTS - len(faults)]
            further += len(missing) - len(named)
            faults += _unknown(name, named, vocabulary, filter_.labels, connection)
            checked.update((id(filter_), value) for value in found)
    if faults:
        raise InvalidParameter(*moved, *faults, further=further)
    if moved:
        raise Moved(*moved)


def load_redirects(values: Sequence[Any], key: Any, connection: Connection) -> dict[Any, str]:
    """The slugs that values of a key lead to now; only entities have others than their own."""
    if not values or key is not columns(Entity).slug:
        return {}
    row = columns(EntityRedirect)
    return dict(connection.execute(select(row.slug, row.entity).where(row.slug.in_(values))).all())


def moved_fault(parameter: str, old: str, new: str) -> Fault:
    return Fault(parameter, say(f"{old!r} is {new!r} now", f"{old!r} 现在是 {new!r}"), None, new)


def _unknown(
    name: str, values: Sequence[Any], vocabulary: Select[Any], labels: Labels | None, connection: Connection
) -> list[Fault]:
    if not values:
        return []
    words = [str(word) for word in connection.execute(vocabulary.limit(MAX_NEAREST)).scalars()]
    allowed = sorted(words) if len(words) <= 100 else None
    column = vocabulary.selected_columns[0]
    suggested_in = _SUGGESTED_IN.get(f"{column.table.name}.{column.name}")
    return [
        _unlisted(name, value, words, allowed, labels, connection)
        if suggested_in is None or not isinstance(value, str)
        else _unnamed(name, value, words, allowed, suggested_in, connection)
        for value in values
    ]


def _unlisted(
    name: str, value: Any, words: Sequence[str], allowed: list[str] | None, labels: Labels | None, connection: Connection
) -> Fault:
    """The fault of a value that has no names to look up."""
    said = say(f"{str(value)!r} is not in the database", f"数据库中没有 {str(value)!r}")
    return Fault(name, said, allowed, nearest(str(value), words) or _labelled(str(value), labels, connection))


def _unnamed(
    name: str, value: str, words: Sequence[str], allowed: list[str] | None, list_: str, connection: Connection
) -> Fault:
    """The fault of a value that may be a name, or the beginning of one, in a list of `/suggest`."""
    address = suggest_address(value, list_ if list_ in SUGGESTED_LISTS else None)
    if (key := named(value, list_, connection)) is not None:
        said = say(
            f"{value!r} is, or begins, a name of {key!r}; use {key!r} in the filter",
            f"{value!r} 是 {key!r} 的名称或其开头；筛选时用后者",
        )
        return Fault(name, said, allowed, key, address)
    near = nearest(value, words) or nearest_name(value, list_, connection)
    return Fault(name, say(f"{value!r} is not in the database", f"数据库中没有 {value!r}"), allowed, near, address)


def _labelled(name: str, labels: Labels | None, connection: Connection) -> str | None:
    """The value whose name in either language is this one, or spelled most like it: of qualifiers, which `/suggest` does not have."""
    if labels is None or labels.rows is None:
        return None
    named_ = connection.execute(labels.rows.limit(MAX_NEAREST)).all()
    return nearest_named(name, [(name_, str(value)) for value, *names in named_ for name_ in names if name_])


def named(name: str, list_: str, connection: Connection) -> str | None:
    """The key of the row of most weight that has a name, or whose name begins with it; null if there is none."""
    row, folded = columns(Suggestion), name_key(name)
    if not folded:
        return None
    begun = row.folded >= folded, row.folded < folded + LAST_CHARACTER
    order = (case((row.folded == folded, 0), else_=1), row.whole.desc(), row.weight.desc(), func.length(row.text), row.key)
    found: str | None = connection.execute(
        select(row.key).where(row.list == list_, *begun).order_by(*order).limit(1)
    ).scalar()
    return found


def nearest_name(name: str, list_: str, connection: Connection) -> str | None:
    """The key of the row whose name is spelled most like this one."""
    row = columns(Suggestion)
    names = connection.execute(select(row.folded, row.key).where(row.list == list_).limit(MAX_NEAREST)).all()
    return nearest_named(name_key(name), [(folded, key) for folded, key in names])
