"""Search entries, derived from the finished rows."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.store.publishing import Row, Rows
from app.store.tables import (
    Claim,
    Conflict,
    Corroboration,
    Document,
    Entity,
    Indicator,
    Metric,
    Publisher,
    Reference,
    Relation,
    SearchEntry,
    Section,
    Source,
    Topic,
    Unit,
    entry_ids,
    table,
)
from app.vocabulary.periods import words_of

Fields = Callable[[Row], Mapping[str, Any]]


def add_search_entries(rows: Rows, first: int = 1) -> None:
    """Add search entries for all rows; `first` is the number of the first entry of each list.

    Entries are numbered by weight within their list, heaviest first, so that a search that stops early has seen those.
    """
    for list_, model, weight, fields in _searched(rows):
        start = entry_ids(list_)[0] + first
        ordered = _heaviest_first(rows[model], weight) if weight else rows[model]
        for number, row in enumerate(ordered, start):
            said = {name: text for name, text in fields(row).items() if text}
            rows[SearchEntry].append({"id": number, "list": list_, "key": row[_key(model)], "fields": said})


def _heaviest_first(rows: list[Row], weight: str) -> list[Row]:
    return sorted(rows, key=lambda row: -int(row[weight]))


def _key(model: Any) -> str:
    return str(next(iter(table(model).primary_key)).name)


def _searched(rows: Rows) -> list[tuple[str, Any, str | None, Fields]]:
    entities = {row["slug"]: row for row in rows[Entity]}
    indicators = {row["slug"]: row for row in rows[Indicator]}
    publishers = {row["slug"]: row for row in rows[Publisher]}

    def of_metric(row: Row) -> dict[str, Any]:
        entity, indicator = entities.get(row["entity"], {}), indicators[row["indicator"]]
        return {
            "quote": row["quote"],
            "subject": row["subject"],
            "subject_en": row["subject_en"],
            "entity_name": entity.get("name_en"),
            "entity_name_zh": entity.get("name_zh"),
            "entity_aliases": _joined(entity.get("aliases", [])),
            "period": row["period"] and words_of(row["period"]),
            "indicator_name": indicator["name_en"],
            "indicator_name_zh": indicator["name_zh"],
            "qualifiers_en": _joined(row["qualifiers_en"].values()),
            "qualifiers_zh": _joined(row["qualifiers_zh"].values()),
            "display_en": row["display_en"],
            "display_zh": row["display_zh"],
        }

    def of_source(row: Row) -> dict[str, Any]:
        publisher = publishers[row["publisher"]]
        names = {"publisher_name": publisher["name_en"], "publisher_name_zh": publisher["name_zh"]}
        return {"title": row["title"], "title_en": row["title_en"], "author": row["author"], **names, "url": row["url"]}

    def of_relation(row: Row) -> dict[str, Any]:
        names = {
            side: _joined(entities[row[side]][name] for name in ("name_zh", "name_en")) for side in ("subject", "object")
        }
        return {"quote": row["quote"], **names, "predicate": row["predicate"].replace("_", " ")}

    titled = _of("title", "title_en")
    in_both = _of("title_en", "title_zh")
    named = _of("name_en", "name_zh", "description_en", "description_zh")
    return [
        ("entities", Entity, "claim_count", _of("name_en", "name_zh", "aliases", "description_en", "description_zh")),
        ("indicators", Indicator, "metric_count", named),
        ("claims", Claim, None, _of("text", "text_en")),
        ("metrics", Metric, None, of_metric),
        ("sources", Source, "claim_count", of_source),
        ("conflicts", Conflict, None, _of("title_en", "title_zh", "explanation_en", "explanation_zh")),
        ("corroborations", Corroboration, None, in_both),
        ("references", Reference, None, _of("title", "url")),
        ("relations", Relation, None, of_relation),
        ("sections", Section, None, titled),
        ("publishers", Publisher, "source_count", _of("name_en", "name_zh", "hosts")),
        ("topics", Topic, "claim_count", named),
        ("units", Unit, "metric_count", _of("name_en", "name_zh", "symbol", "code")),
        ("documents", Document, None, titled),
    ]


def _of(*names: str) -> Fields:
    return lambda row: {name: _joined(row[name]) if isinstance(row[name], list) else row[name] for name in names}


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(texts)
