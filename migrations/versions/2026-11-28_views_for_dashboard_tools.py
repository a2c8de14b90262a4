"""Rebuild the views for dashboards, and add bridge views and a table of what each column means.

`facts_flat` has each fact once: of the figures without a role, the first that states it, as with `repeats=first`. No column
name has a dot or is a reserved word, each column has one type, and the same SQL reads the views on both databases.

Revision: 0026
Before: 0025
Created: 2026-11-28 23:00:00+00:00
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from app.store.schema_changes import migration

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_YEAR, _MONTH = "CAST(substr(metric.{}, 1, 4) AS integer)", "CAST(substr(metric.{}, 6, 2) AS integer)"
_FIRST, _LAST = "period_start", "period_end"
# months since the year 0, halfway
_MIDDLE = (
    f"((12 * ({_YEAR.format(_FIRST)} + {_YEAR.format(_LAST)}) + {_MONTH.format(_FIRST)} + {_MONTH.format(_LAST)} - 2) / 2)"
)
_KIND = """CASE WHEN metric.period IS NULL THEN NULL WHEN metric.period LIKE '%/%' THEN 'interval'
  WHEN metric.period LIKE '%H%' THEN 'half' WHEN metric.period LIKE '%Q%' THEN 'quarter'
  WHEN length(metric.period) = 4 THEN 'year' WHEN length(metric.period) = 7 THEN 'month' ELSE 'day' END"""
# the 15th of the middle month; between two months the 2nd of the later; within one month its first day, moved off the turn of a year
_MID = f"""CASE WHEN metric.period IS NULL THEN NULL
  WHEN substr(metric.period_start, 1, 7) = substr(metric.period_end, 1, 7) AND length(metric.period) <> 7
  THEN CASE substr(metric.period_start, 6) WHEN '01-01' THEN substr(metric.period_start, 1, 5) || '01-02'
    WHEN '12-31' THEN substr(metric.period_start, 1, 5) || '12-30' ELSE metric.period_start END
  WHEN 12 * {_YEAR.format(_LAST)} + {_MONTH.format(_LAST)} = 12 * {_YEAR.format(_FIRST)} + {_MONTH.format(_FIRST)} + 1
  THEN substr(metric.period_end, 1, 7) || '-02'
  ELSE CAST({_MIDDLE} / 12 AS text) || CASE WHEN {_MIDDLE} % 12 < 9 THEN '-0' ELSE '-' END
    || CAST({_MIDDLE} % 12 + 1 AS text) || '-15' END"""
_LOW = """CASE WHEN metric.comparator IN ('lt', 'le') THEN NULL
  WHEN metric.comparator = 'tolerance' THEN metric.value - metric.deviation ELSE metric.value END"""
_HIGH = """CASE WHEN metric.comparator IN ('gt', 'ge') THEN NULL WHEN metric.comparator = 'range' THEN metric.value_max
  WHEN metric.comparator = 'tolerance' THEN metric.value + metric.deviation ELSE metric.value END"""
_HEDGES = {
    "en": ("exactly", "over", "at least", "under", "at most", "about", "between", "within"),
    "zh": ("等于", "超过", "不低于", "不足", "不超过", "约", "区间", "允差"),
}
_COMPARATORS = ("eq", "gt", "ge", "lt", "le", "approx", "range", "tolerance")
_STATUS = {"en": (" (forecast)", " (target)"), "zh": ("（预测）", "（目标）")}
_UNCITED = {"en": "Uncited", "zh": "未引来源"}
_IS_PLAIN = "{0}.role IS NULL"
_COPIES = f"FROM metric AS copy WHERE copy.repeat_group = metric.repeat_group AND {_IS_PLAIN.format('copy')}"
_IS_FIRST = (
    f"{_IS_PLAIN.format('metric')} AND (metric.repeat_number = 0"
    f" OR NOT EXISTS (SELECT 1 {_COPIES} AND copy.repeat_number < metric.repeat_number))"
)


def _cases(column: str, values: tuple[str, ...], words: tuple[str, ...], otherwise: str) -> str:
    whens = " ".join(f"WHEN '{value}' THEN '{word}'" for value, word in zip(values, words, strict=True))
    return f"CASE {column} {whens} ELSE {otherwise} END"


def _both(name: str, english: str, chinese: str) -> dict[str, str]:
    return {name: english, f"{name}_en": english, f"{name}_zh": chinese}


class _Dialect:
    """What the two databases say differently."""

    def __init__(self, is_postgresql: bool) -> None:
        self.is_postgresql = is_postgresql

    def joined(self, array: str, what: str = "one.value", join: str = "") -> str:
        """The values of a JSON array as text, or for each value the column `what` of the row it joins to, in the array's order."""
        if self.is_postgresql:
            values = f"json_array_elements_text({array}) WITH ORDINALITY AS one (value, place)"
            return f"(SELECT string_agg({what}, '; ' ORDER BY one.place) FROM {values}{join})"
        inner = f"SELECT {what} AS what FROM json_each({array}) AS one{join} ORDER BY one.key"
        return f"CAST((SELECT group_concat(what, '; ') FROM ({inner})) AS text)"

    def day(self, text: str) -> str:
        """A date, which SQLite has only as text."""
        return f"CAST({text} AS {'date' if self.is_postgresql else 'text'})"

    def first(self, array: str) -> str:
        return f"({array} ->> 0)" if self.is_postgresql else f"json_extract({array}, '$[0]')"

    def each(self, array: str) -> str:
        """A join with each value of a JSON array, as `one.value`, and its `place`, counted from 1."""
        if self.is_postgresql:
            return f"CROSS JOIN LATERAL json_array_elements_text({array}) WITH ORDINALITY AS one (value, place)"
        return f"CROSS JOIN json_each({array}) AS one"

    @property
    def place(self) -> str:
        return "CAST(one.place AS integer)" if self.is_postgresql else "CAST(one.key + 1 AS integer)"

    def qualifiers(self, language: str) -> str:
        name = f"name_{language}"
        named = "FROM metric_qualifier AS one WHERE one.metric_id = metric.id"
        if self.is_postgresql:
            return f"(SELECT string_agg(one.{name}, '; ' ORDER BY one.key) {named})"
        return f"CAST((SELECT group_concat(what, '; ') FROM (SELECT one.{name} AS what {named} ORDER BY one.key)) AS text)"

    def of_sources(self, array: str) -> dict[str, str]:
        """The sources of a row as text."""
        page = " JOIN source AS page ON page.id = one.value"
        publisher = f"{page} JOIN publisher ON publisher.slug = page.publisher"
        return {
            "source_urls": self.joined(array, "page.url", page),
            "source_titles": self.joined(array, "page.title", page),
            "publishers": self.joined(array, "page.publisher", page),
            "publisher_names": self.joined(array, "publisher.name_en", publisher),
            "publisher_kinds": self.joined(array, "page.publisher_kind", page),
        }


def _same(table: str, names: str) -> dict[str, str]:
    return {name: f"{table}.{name}" for name in names.split()}


def _metrics(sql: _Dialect, *, facts: bool) -> str:
    forecast = {lang: _cases("metric.status", ("forecast", "target"), words, "''") for lang, words in _STATUS.items()}
    hedge = {
        lang: f"CAST({_cases('metric.comparator', _COMPARATORS, words, 'NULL')} AS text)" for lang, words in _HEDGES.items()
    }
    kinds = {lang: f"CAST(coalesce(publisher_kind.name_{lang}, '{word}') AS text)" for lang, word in _UNCITED.items()}
    in_conflict = "metric.in_conflict"
    if facts:
        in_conflict = f"(metric.in_conflict OR EXISTS (SELECT 1 {_COPIES} AND copy.in_conflict))"
    times = f"CASE WHEN metric.repeat_group IS NULL THEN 1 ELSE (SELECT count(*) {_COPIES}) END"
    columns = {
        **_same("metric", "id document section"),
        "section_title": "section.title",
        "section_title_en": "section.title_en",
        **_same("metric", "claim_id indicator"),
        **_both("indicator_name", "indicator.name_en", "indicator.name_zh"),
        "aggregation": "indicator.aggregation",
        "entity": "metric.entity",
        **_both("entity_name", "entity.name_en", "entity.name_zh"),
        "entity_type": "entity.type",
        **_both(
            "series_name",
            "CAST(coalesce(entity.name_en, metric.subject_en) AS text)",
            "CAST(coalesce(entity.name_zh, metric.subject) AS text)",
        ),
        **_same("metric", "subject subject_en value value_max deviation"),
        "value_low": f"CAST({_LOW} AS double precision)",
        "value_high": f"CAST({_HIGH} AS double precision)",
        "comparator": "metric.comparator",
        **_both("hedge", hedge["en"], hedge["zh"]),
        "unit": "metric.unit",
        **_both("unit_name", "unit.name_en", "unit.name_zh"),
        "unit_text": "metric.unit_text",
        **_both("display", "metric.display_en", "metric.display_zh"),
        **_both(
            "label",
            f"CAST(metric.display_en || {forecast['en']} AS text)",
            f"CAST(metric.display_zh || {forecast['zh']} AS text)",
        ),
        "period": "metric.period",
        "period_start": sql.day("metric.period_start"),
        "period_end": sql.day("metric.period_end"),
        "period_mid": sql.day(_MID),
        "period_kind": f"CAST({_KIND} AS text)",
        "year": f"CASE WHEN substr(metric.period_start, 1, 4) = substr(metric.period_end, 1, 4)"
        f" THEN {_YEAR.format(_FIRST)} END",
        "period_basis": "metric.period_basis",
        "is_cumulative": "metric.as_of",
        "status": "metric.status",
        "is_forecast": "CAST(metric.status <> 'actual' AS boolean)",
        **{name: f"CAST(metric.{name} AS text)" for name in ("qualifiers", "qualifiers_en", "qualifiers_zh")},
        **_both("qualifier_label", sql.qualifiers("en"), sql.qualifiers("zh")),
        "quote": "metric.quote",
        "start_offset": 'metric."start"',
        "end_offset": 'metric."end"',
        "evidence": "metric.evidence",
        "in_conflict": f"CAST({in_conflict} AS boolean)",
        "times_stated": f"CAST({times} AS integer)",
        **{
            name: sql.joined(f"metric.{name}")
            for name in ("reference_numbers", "source_ids", "conflict_ids", "corroboration_ids")
        },
        "exempt": "metric.exempt",
        "claim_text": "claim.text",
        "claim_text_en": "claim.text_en",
        "source_url": "page_1.url",
        "source_title": "page_1.title",
        **_both("publisher_kind_label", kinds["en"], kinds["zh"]),
        **sql.of_sources("metric.source_ids"),
    }
    year = columns["year"]
    columns["year"] = f"CAST({year} AS integer)"
    where = f"WHERE {_IS_FIRST}" if facts else ""
    return f"""{_select(columns)} FROM metric
LEFT JOIN claim ON claim.id = metric.claim_id
LEFT JOIN indicator ON indicator.slug = metric.indicator
LEFT JOIN unit ON unit.code = metric.unit
LEFT JOIN entity ON entity.slug = metric.entity
LEFT JOIN section ON section.document = metric.document AND section.slug = metric.section
LEFT JOIN source AS page_1 ON page_1.id = {sql.first("metric.source_ids")}
LEFT JOIN publisher_kind ON publisher_kind.slug = page_1.publisher_kind {where}"""


def _claims(sql: _Dialect) -> str:
    columns = {
        **_same("claim", "id document section"),
        "section_title": "section.title",
        "section_title_en": "section.title_en",
        **_same("claim", "ordinal paragraph kind text text_en"),
        "start_offset": 'claim."start"',
        "end_offset": 'claim."end"',
        **{name: sql.joined(f"claim.{name}") for name in ("topics", "entities", "metric_ids")},
        "evidence": "claim.evidence",
        **{name: sql.joined(f"claim.{name}") for name in ("reference_numbers", "source_ids", "conflict_ids")},
        **sql.of_sources("claim.source_ids"),
    }
    return f"{_select(columns)} FROM claim LEFT JOIN section ON section.document = claim.document AND section.slug = claim.section"


def _sources(sql: _Dialect) -> str:
    columns = {
        **_same("source", "id url title title_en author author_en publisher"),
        **_both("publisher_name", "publisher.name_en", "publisher.name_zh"),
        "publisher_kind": "source.publisher_kind",
        **_both("publisher_kind_label", "publisher_kind.name_en", "publisher_kind.name_zh"),
        **_same("source", "platform published_on"),
        **_both("published_from", "source.published_from_en", "source.published_from_zh"),
        **{name: sql.joined(f"source.{name}") for name in ("same_as", "reference_numbers", "reference_ids")},
        **_same("source", "claim_count metric_count sole_support_count"),
    }
    return f"""{_select(columns)} FROM source JOIN publisher ON publisher.slug = source.publisher
LEFT JOIN publisher_kind ON publisher_kind.slug = source.publisher_kind"""


def _bridge(sql: _Dialect, table: str) -> str:
    columns = {
        f"{table}_id": f"{table}.id",
        "place": sql.place,
        "source_id": "source.id",
        **_same("source", "url title publisher publisher_kind published_on"),
    }
    return f"{_select(columns)} FROM {table} {sql.each(f'{table}.source_ids')} JOIN source ON source.id = one.value"


def _views(sql: _Dialect) -> dict[str, str]:
    topic = _both("topic_name", "topic.name_en", "topic.name_zh")
    entity = _both("entity_name", "entity.name_en", "entity.name_zh")
    conflict = {**_same("conflict", "id slug kind"), **_both("title", "conflict.title_en", "conflict.title_zh")}
    conflict |= _both("explanation", "conflict.explanation_en", "conflict.explanation_zh")
    conflict |= {name: sql.joined(f"conflict.{name}") for name in ("metric_ids", "claim_ids")}
    entities = {**_same("entity", "slug type"), **_both("name", "entity.name_en", "entity.name_zh")}
    entities |= _both("description", "entity.description_en", "entity.description_zh")
    entities |= {"aliases": sql.joined("entity.aliases"), **_same("entity", "claim_count metric_count in_conflict")}
    indicators = {"slug": "indicator.slug", **_both("name", "indicator.name_en", "indicator.name_zh")}
    indicators |= _both("description", "indicator.description_en", "indicator.description_zh")
    indicators |= _same("indicator", "direction aggregation metric_count")
    return {
        "metrics_flat": _metrics(sql, facts=False),
        "facts_flat": _metrics(sql, facts=True),
        "claims_flat": _claims(sql),
        "sources_flat": _sources(sql),
        "conflicts_flat": f"{_select(conflict)} FROM conflict",
        "entities_flat": f"{_select(entities)} FROM entity",
        "indicators_flat": f"{_select(indicators)} FROM indicator",
        "dataset_flat": "SELECT dataset.version AS version, dataset.built_at AS published_at FROM dataset",
        "metric_sources": _bridge(sql, "metric"),
        "claim_sources": _bridge(sql, "claim"),
        "claim_topics": f"{_select({**_same('claim_topic', 'claim_id topic'), **topic})} FROM claim_topic"
        " JOIN topic ON topic.slug = claim_topic.topic",
        "claim_entities": f"{_select({**_same('mention', 'claim_id entity'), **entity, 'entity_type': 'entity.type'})}"
        " FROM (SELECT DISTINCT claim_id, entity FROM mention) AS mention JOIN entity ON entity.slug = mention.entity",
    }


def _select(columns: dict[str, str]) -> str:
    return "SELECT " + ",\n  ".join(f"{sql} AS {name}" for name, sql in columns.items()) + "\n"


_VIEWS_MEAN = {
    "facts_flat": "A fact, once however often it is stated: the best-cited statement of it. Figures with a role are left out. For charts and sums.",
    "metrics_flat": "A statement of a figure: a fact that is stated three times has three rows. Do not add these up.",
    "claims_flat": "A claim, a sentence of a document, with its topics, entities and sources.",
    "sources_flat": "A source, with its publisher and what it supports.",
    "conflicts_flat": "Figures or claims that cannot all be right.",
    "entities_flat": "Someone or something that documents name.",
    "indicators_flat": "What is measured, and whether its values may be added up.",
    "dataset_flat": "The version of the data that is served, and when it was published.",
    "metric_sources": "A figure and a source behind it: one row for each of its sources.",
    "claim_sources": "A claim and a source behind it: one row for each of its sources.",
    "claim_topics": "A claim and a topic of it: one row for each of its topics.",
    "claim_entities": "A claim and an entity in it: one row for each of its entities.",
}
# by column, or as `view.column` where one view differs
_MEANINGS = {
    "id": "Stable public id.",
    "document": "Slug of the document.",
    "section": "Slug of the section: its number, or a name if it has none.",
    "section_title": "Title of the section.",
    "section_title_en": "Title of the section, in English.",
    "claim_id": "Id of the claim that contains it.",
    "indicator": "Slug of the indicator.",
    "indicator_name": "Name of the indicator, in English.",
    "indicator_name_en": "Name of the indicator, in English.",
    "indicator_name_zh": "Name of the indicator, in Chinese.",
    "aggregation": "Whether values of the indicator may be added up: sum, mean or none.",
    "entity": "Slug of the entity the metric is about.",
    "entity_name": "Name of the entity, in English.",
    "entity_name_en": "Name of the entity, in English.",
    "entity_name_zh": "Name of the entity, in Chinese.",
    "entity_type": "Type of the entity.",
    "series_name": "What a line or bar is called: the entity, or the subject where there is none; in English.",
    "series_name_en": "What a line or bar is called, in English.",
    "series_name_zh": "What a line or bar is called, in Chinese.",
    "subject": "What the metric is about, in the words of the document.",
    "subject_en": "The subject in English; as in the document where nobody has rendered it.",
    "value": "Value in the base unit, with every digit of the text. For a range, its lower end.",
    "value_max": "Upper end of a range; null if the value is not a range.",
    "deviation": "What the value may be off by on either side (±), in the base unit; null without a ±.",
    "value_low": "Lower end of what the figure says; null where it is open (under, at most).",
    "value_high": "Upper end of what the figure says; null where it is open (over, at least).",
    "comparator": "How the value relates to the true one: eq, gt, ge, lt, le, approx, range or tolerance (±).",
    "hedge": "How the value relates to the true one, in a word: over, about; in English.",
    "hedge_en": "How the value relates to the true one, in an English word.",
    "hedge_zh": "How the value relates to the true one, in a Chinese word.",
    "unit": "Code of the base unit.",
    "unit_name": "Name of the unit, in English.",
    "unit_name_en": "Name of the unit, in English.",
    "unit_name_zh": "Name of the unit, in Chinese.",
    "unit_text": "Unit as the text writes it.",
    "display": "The figure in words, with every qualifier, in English.",
    "display_en": "The figure in words, with every qualifier, in English.",
    "display_zh": "The figure in words, with every qualifier, in Chinese.",
    "label": "What a bar says: the figure in words, marked where it is a forecast or a target; in English.",
    "label_en": "What a bar says, in English.",
    "label_zh": "What a bar says, in Chinese.",
    "period": "Observation period, ISO 8601; null if the text gives none.",
    "period_start": "First day of the period.",
    "period_end": "Last day of the period.",
    "period_mid": "A day in the middle of the period, which falls into its year in every time zone.",
    "period_kind": "How long the period is: year, half, quarter, month, day or interval.",
    "year": "The year of the period; null over several years and without a period.",
    "period_basis": "How the period is known: the sentence says it, or the context (the sentence before, the head of a running list, a stated baseline); null without a period.",
    "is_cumulative": "Whether the value is cumulative up to the end of the period.",
    "status": "actual, forecast or target.",
    "is_forecast": "Whether the figure is a forecast or a target rather than an actual value.",
    "qualifiers": "Qualifiers as JSON: what else the value needs to be read rightly.",
    "qualifiers_en": "The qualifiers as JSON, in English.",
    "qualifiers_zh": "The qualifiers as JSON, in Chinese.",
    "qualifier_label": "The qualifiers in words, joined by `; `; in English.",
    "qualifier_label_en": "The qualifiers in words, in English.",
    "qualifier_label_zh": "The qualifiers in words, in Chinese.",
    "quote": "The words of the document, verbatim.",
    "start_offset": "Start offset in the document, in Unicode code points.",
    "end_offset": "End offset in the document, exclusive.",
    "evidence": "`cited` if a marker supports it, otherwise `uncited`.",
    "in_conflict": "Whether another figure or claim contradicts it.",
    "times_stated": "How many statements of the same fact there are among figures without a role.",
    "reference_numbers": "Numbers of the bibliography entries, joined by `; `.",
    "source_ids": "Ids of the sources, joined by `; `.",
    "conflict_ids": "Ids of the conflicts, joined by `; `.",
    "corroboration_ids": "Ids of the corroborations, joined by `; `.",
    "exempt": "Why the value is not derived from the quote; null if it is.",
    "claim_text": "The sentence.",
    "claim_text_en": "Machine translation of the sentence into English.",
    "source_url": "Address of the first source behind it; null if it is uncited.",
    "source_title": "Title of the first source; null if it is uncited.",
    "publisher_kind_label": "Kind of the first source's publisher, or Uncited; in English.",
    "publisher_kind_label_en": "Kind of the first source's publisher, or Uncited; in English.",
    "publisher_kind_label_zh": "Kind of the first source's publisher, or that there is none; in Chinese.",
    "source_urls": "Addresses of its sources, joined by `; `.",
    "source_titles": "Titles of its sources, joined by `; `.",
    "publishers": "Publishers of its sources, joined by `; `.",
    "publisher_names": "Names of the publishers of its sources, in English, joined by `; `.",
    "publisher_kinds": "Kinds of the publishers of its sources, joined by `; `.",
    "facts_flat.in_conflict": "Whether another figure or claim contradicts any statement of the fact.",
    "ordinal": "Position in the document, counted from 1.",
    "paragraph": "Number of the paragraph in the document, counted from 1.",
    "kind": "Kind of claim, from a closed list.",
    "text": "Text as a reader sees it, without markers and escapes.",
    "text_en": "English, by machine where the report is in another language; the words of the report are the evidence.",
    "topics": "Topics, joined by `; `.",
    "entities": "Entities, joined by `; `.",
    "metric_ids": "Ids of the figures, joined by `; `.",
    "url": "Canonical URL.",
    "title": "Title.",
    "title_en": "English rendering of the title.",
    "author": "Person or account; null unless the title or URL names one.",
    "author_en": "English rendering of the author's name, where there is one.",
    "publisher": "Slug of the publisher responsible for the page.",
    "publisher_name": "Name of the publisher, in English.",
    "publisher_name_en": "Name of the publisher, in English.",
    "publisher_name_zh": "Name of the publisher, in Chinese.",
    "publisher_kind": "Kind of publisher responsible for the page.",
    "platform": "Slug of the platform that hosts the page for its publisher.",
    "published_on": "Publication date: a day, month or year. Null unless the URL or title states it.",
    "published_from": "What the publication date was derived from, in English.",
    "published_from_en": "What the publication date was derived from, in English.",
    "published_from_zh": "What the publication date was derived from, in Chinese.",
    "same_as": "Other sources that are probably the same article, joined by `; `.",
    "reference_ids": "The entries that point to it as `document:number`, joined by `; `.",
    "claim_count": "Number of claims.",
    "metric_count": "Number of metrics.",
    "sole_support_count": "Number of claims supported by this source alone.",
    "slug": "Readable id.",
    "conflicts_flat.kind": "Kind of conflict: value, arithmetic, scope or chronology.",
    "conflicts_flat.title": "Title, in English.",
    "conflicts_flat.title_en": "Title, in English.",
    "title_zh": "Title, in Chinese.",
    "explanation": "What the members state, and what would follow if all were true, in English.",
    "explanation_en": "What the members state, and what would follow if all were true, in English.",
    "explanation_zh": "What the members state, and what would follow if all were true, in Chinese.",
    "claim_ids": "Ids of the claims, joined by `; `.",
    "entities_flat.slug": "Stable readable id.",
    "type": "Type, from a closed list.",
    "name": "Name, in English.",
    "name_en": "Name, in English.",
    "name_zh": "Name, in Chinese.",
    "description": "Short description, in English.",
    "description_en": "Short description, in English.",
    "description_zh": "Short description, in Chinese.",
    "aliases": "Other names, joined by `; `.",
    "indicators_flat.slug": "Stable readable id.",
    "direction": "Which direction is usually considered better: higher, lower or neutral.",
    "version": "Version of the data.",
    "published_at": "When it was published, UTC.",
    "metric_id": "Id of the figure.",
    "place": "Place of the source among those of the row, from 1.",
    "source_id": "Id of the source.",
    "claim_sources.claim_id": "Id of the claim.",
    "claim_topics.claim_id": "Id of the claim.",
    "topic": "Slug of the topic.",
    "topic_name": "Name of the topic, in English.",
    "topic_name_en": "Name of the topic, in English.",
    "topic_name_zh": "Name of the topic, in Chinese.",
    "claim_entities.claim_id": "Id of the claim.",
    "claim_entities.entity": "Slug of the entity.",
}


def upgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name in ("metrics_flat", "claims_flat", "sources_flat"):
        op.execute(f"DROP VIEW {name}")
    views = _views(_Dialect(is_postgresql))
    for name, select in views.items():
        op.execute(f"CREATE VIEW {name} AS {select}")
    meanings = list(_meanings(list(views)))
    rows = ", ".join(f"({_quoted(view)}, {_quoted(column)}, {_quoted(meaning)})" for view, column, meaning in meanings)
    op.execute(_escaped(f"CREATE VIEW view_columns (view_name, column_name, meaning) AS VALUES {rows}"))
    for view, column, meaning in meanings if is_postgresql else ():
        named = f"COLUMN {view}.{column}" if column else f"VIEW {view}"
        op.execute(_escaped(f"COMMENT ON {named} IS {_quoted(meaning)}"))


def downgrade() -> None:
    for name in ("view_columns", *_VIEWS_MEAN):
        op.execute(f"DROP VIEW {name}")
    migration("0020").create_views()


def _meanings(views: list[str]) -> Iterator[tuple[str, str, str]]:
    """View, column and meaning; the column is empty for the view itself."""
    connection = op.get_bind()
    for view in views:
        yield view, "", _VIEWS_MEAN[view]
        columns = list(connection.execute(sa.text(f"SELECT * FROM {view} LIMIT 0")).keys())
        for column in columns:
            yield view, column, _MEANINGS.get(f"{view}.{column}") or _MEANINGS[column]


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _escaped(sql: str) -> str:
    return sql.replace(":", r"\:")
