"""The benchmark queries: one question in the API of each server, and the SQL it amounts to."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection, text

ROWS = 50
API = "/api/v1"
# joined from metric, indicator and entity, as every server is asked for them
FIELDS = (
    "id", "document", "section", "claim_id", "indicator", "indicator_name", "entity", "entity_name", "entity_type", "subject",
    "value", "comparator", "unit", "unit_text", "display", "period", "status", "quote", "evidence", "source_ids",
)  # fmt: skip
_JOINED = {
    "indicator_name": "indicator.name_en",
    "entity_name": "entity.name_en",
    "entity_type": "entity.type",
}
SELECT = "SELECT {} FROM metric JOIN indicator ON indicator.slug = metric.indicator LEFT JOIN entity ON entity.slug = metric.entity"
COLUMNS = ", ".join(f"{_JOINED.get(name, f'metric.{name}')} AS {name}" for name in FIELDS)
JOIN = f"{SELECT.format(COLUMNS)} WHERE metric.indicator = :indicator AND metric.value < :below ORDER BY metric.value DESC, metric.id LIMIT :limit"


@dataclass(frozen=True)
class Question:
    """The figures of an indicator below a value, the greatest first: `limit` rows."""

    indicator: str
    below: float
    limit: int = ROWS

    def factbase(self) -> str:
        return _url(
            f"{API}/metrics",
            indicator=self.indicator,
            value__lt=self.below,
            sort="-value",
            limit=self.limit,
            count="none",
            fields=",".join(FIELDS),
        )

    def datasette_table(self) -> str:
        return _url(
            "/peers/metrics.json",
            indicator__exact=self.indicator,
            value__lt=self.below,
            _sort_desc="value",
            _size=self.limit,
            _shape="array",
            _nocount=1,
            _nofacet=1,
            _nosuggest=1,
        )

    def datasette_query(self) -> str:
        return _url("/factbase/figures.json", indicator=self.indicator, below=self.below, limit=self.limit, _shape="array")

    def soul(self) -> str:
        filters = f"indicator__eq:{self.indicator},value__lt:{self.below!r}"
        return _url("/api/tables/metrics/rows", _filters=filters, _ordering="-value", _limit=self.limit)

    def roapi(self) -> str:
        filters = {"filter[indicator]": f"'{self.indicator}'", "filter[value]lt": repr(self.below)}
        return _url("/api/tables/metrics", **filters, sort="-value,id", limit=self.limit)


def _url(path: str, **parameters: Any) -> str:
    return f"{path}?{urlencode(parameters)}"


class Questions:
    """Questions about the data that a database holds; every one of them has `ROWS` rows for an answer."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def _values(self) -> dict[str, list[float]]:
        """For the ten most frequent indicators what values a page can begin below, the greatest first."""
        common = text("SELECT slug FROM indicator WHERE metric_count > :rows ORDER BY metric_count DESC, slug LIMIT 10")
        values = text("SELECT value FROM metric WHERE indicator = :slug ORDER BY value DESC")
        slugs = self._connection.execute(common, {"rows": ROWS}).scalars().all()
        found = {slug: list(self._connection.execute(values, {"slug": slug}).scalars()) for slug in slugs}
        full = {slug: [value for value in given if value > given[-ROWS]] for slug, given in found.items()}
        return {slug: given for slug, given in full.items() if given}

    def hot(self, count: int = 4) -> list[Question]:
        """The first page of the most frequent indicators: what a dashboard asks for, the same each time."""
        return [Question(slug, 1e300) for slug in list(self._values)[:count]]

    def distinct(self, seed: int) -> Iterator[Question]:
        """Questions without end, none asked before: a value between two that are stored, of an indicator at random."""
        chosen = random.Random(seed)
        slugs = list(self._values)
        asked = set()
        while True:
            slug = chosen.choice(slugs)
            value = chosen.choice(self._values[slug])
            question = Question(slug, value + (abs(value) * 1e-4 or 1e-9) * chosen.random())
            if question not in asked:
                asked.add(question)
                yield question

    def heavy(self) -> list[str]:
        """Paths of requests that read far more rows than they return."""
        indicator = next(iter(self._values))
        return [
            f"{API}/entities?evidence=uncited",
            f"{API}/availability",
            f"{API}/availability?indicator={indicator}",
            f"{API}/availability?status=actual",
            f"{API}/indicators?publisher=toutiao",
            f"{API}/units?facets=topic&limit=1",
            f"{API}/aggregate?group_by=indicator,unit&measures=median",
            f"{API}/sources?entity=huawei",
            f"{API}/metrics?entity=baidu&related=true",
            f"{API}/metrics?facets=source&limit=1",
            f"{API}/metrics?facets=reference&limit=1",
            f"{API}/claims?facets=source&limit=1",
            f"{API}/metrics?facets=topic&status=actual&limit=1",
            f"{API}/metrics?evidence=cited&publisher_kind=news",
            f"{API}/metrics?topic=chips&facets=entity",
            f"{API}/claims?evidence=uncited&facets=document",
            f"{API}/aggregate?group_by=entity",
            f"{API}/aggregate?group_by=year",
            f"{API}/aggregate?group_by=section",
            f"{API}/aggregate?group_by=document",
            f"{API}/sources?period=2025&facets=source",
            f"{API}/references?indicator__isnull=false&facets=kind,period_year",
            f"{API}/corroborations?source__isnull=false&facets=section",
            f"{API}/conflicts?period__gte=2025&facets=unit",
            f"{API}/availability?topic=market",
            f"{API}/availability?period=2025&value__gte=10",
            f"{API}/sources?indicator={indicator}&facets=publisher",
            f"{API}/numbers?entity_type=company&facets=reason",
            f"{API}/claims?entity=huawei&limit=20",
            f"{API}/metrics?status=actual&sort=entity,-value",
            f"{API}/metrics?repeats=first&facets=unit,entity",
            f"{API}/indicators?entity_type=model&facets=topic",
            f"{API}/documents?document__ne=china-llm-industry-2025&facets=publisher_kind,entity",
            f"{API}/relations?section=2&facets=entity_type,predicate,entity",
            f"{API}/indicators?unit__isnull=false&facets=source",
            f"{API}/units?indicator__isnull=false&facets=publisher",
            f"{API}/conflicts?source={self._rare_source}&facets=status",
            f"{API}/corroborations?section__ne=5&facets=status",
            f"{API}/sources?status=actual&facets=source,publisher,reference,document,section,topic,kind,entity,indicator,unit,period",
            f"{API}/units?period__ne=2026&topic__isnull=false&facets=source,section,reference",
            f"{API}/units?value__lt=1000000000&facets=entity",
            f"{API}/claims?q=model&topic__ne=market",
            f"{API}/claims?period_basis=sentence&evidence=cited&sort=kind",
            f"{API}/metrics?repeats=first&source__isnull=false&facets=entity,topic",
            f"{API}/indicators?period_year=2021&section__isnull=false&facets=comparator",
            f"{API}/aggregate?group_by=indicator,unit&source__isnull=false",
            f"{API}/aggregate?group_by=source&period=2025",
            f"{API}/series?indicator={indicator}&topic=market",
            f"{API}/numbers?period__lt=2025&facets=period&sort=reason",
            f"{API}/numbers?topic__isnull=true&facets=entity&sort=-value",
            f"{API}/numbers?curated=true&indicator__isnull=true&sort=value",
            f"{API}/claims?in_conflict=false&status=actual&facets=period",
            f"{API}/claims?value__lt=1000000000&publisher=xinhua",
            f"{API}/citations?entity_type__isnull=false&kind=opinion&sort=number",
            f"{API}/units?publisher_kind__isnull=false&section=4.2&facets=indicator",
            f"{API}/references?period_year__ne=2030&facets=comparator",
            f"{API}/conflicts?section__ne=5&count=exact",
            f"{API}/sources?status=actual&topic__ne=talent&facets=publisher_kind&sort=claim_count",
            f"{API}/sources?status=forecast&period__isnull=true&facets=publisher,topic,source",
            f"{API}/conflicts?publisher__isnull=true&period_year=2025&facets=section",
            f"{API}/claims?text_en__isnull=false&entity_type__isnull=true&facets=in_conflict",
        ]

    @cached_property
    def _rare_source(self) -> str:
        """A source that as few sentences as any cite."""
        few = text("SELECT id FROM source WHERE claim_count > 0 ORDER BY claim_count, id LIMIT 1")
        return str(self._connection.execute(few).scalar_one())

    def claims(self, count: int) -> list[str]:
        """Paths of claims from all over the dataset, each with at least one metric."""
        ids = self._connection.execute(text("SELECT DISTINCT claim_id FROM metric LIMIT 100000")).scalars().all()
        return [f"{API}/claims/{id_}" for id_ in random.Random(1).sample(ids, min(count, len(ids)))]

    def ids(self, question: Question) -> list[str]:
        """The answer, from the database itself."""
        values = {"indicator": question.indicator, "below": question.below, "limit": question.limit}
        return [row.id for row in self._connection.execute(text(JOIN), values)]

    def documents(self, rows: int) -> list[str]:
        """Documents that have about so many figures together, or all there are."""
        found = self._connection.execute(text("SELECT slug, metric_count FROM document ORDER BY slug")).all()
        return [slug for slug, _ in found[: max(1, rows // found[0].metric_count)]]

    def words(self, count: int) -> list[str]:
        """Two-character Chinese words of the report's sentences, common and rare alike."""
        from app.store.tokens import tokens

        texts = self._connection.execute(text("SELECT text FROM claim ORDER BY document, ordinal LIMIT 557")).scalars()
        pairs = sorted({token for one in texts for token in tokens(one) if len(token) == 2 and token[0] >= "\u4e00"})
        return random.Random(2).sample(pairs, min(count, len(pairs)))
