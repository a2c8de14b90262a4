"""The expected lists over the rows of a dataset, with the joins that each filter's description implies."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import SQLModel

from app.store import tables as m
from app.store.publishing import Rows
from app.vocabulary import QualifierKey
from tests.support.facts import Facts, List, View, Way, year_of

FIGURE = "indicator unit status comparator period period_year period_basis value"
QUALIFIERS = " ".join(f"qualifier.{key}" for key in QualifierKey)
MARKER = "reference source publisher publisher_kind"
# of a figure: what the reader of reports knows, and what only a curator does
READ = "unit comparator value"
MEASURED = " ".join(name for name in FIGURE.split() if name not in READ.split())
ABOUT = "entity entity_type"
CITED = f"section kind topic {ABOUT} {FIGURE}"
# ids by the key of a row, and views by id
Ids = Mapping[Any, Iterable[Any]]
Views = Mapping[Any, Sequence[View]]


def facts(rows: Rows) -> Facts:
    """The expected lists of a dataset."""
    relations = [(row["subject"], row["predicate"], row["object"]) for row in rows[m.Relation]]
    return Facts(_Dataset(rows).lists(), relations)


def _list(key: str, rows: Iterable[View], own: str, *others: tuple[str, Views] | Way) -> List:
    by_key = {row[key]: {**row, "id": row[key]} for row in rows}
    ways = [Way(["id", *own.split()], {id_: [row] for id_, row in by_key.items()}, True)]
    return List(by_key, [*ways, *(other if isinstance(other, Way) else Way(other[0].split(), other[1]) for other in others)])


def _by(rows: Iterable[View], key: str) -> dict[Any, list[View]]:
    found = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def _ids(rows: Iterable[View], key: str, of: str) -> dict[Any, list[Any]]:
    return {value: [row[of] for row in found] for value, found in _by(rows, key).items()}


def _through(ids: Ids, views: Views) -> dict[Any, list[View]]:
    """The views of the ids of each row."""
    return {key: [view for one in dict.fromkeys(found) for view in views.get(one, ())] for key, found in ids.items()}


def _across(views: Iterable[View], *others: tuple[str, str, Views]) -> list[View]:
    """The outer join of views with other rows, by a field of the view, so that filters on both must match one view."""
    found = list(views)
    for names, field, rows in others:
        nothing = [dict.fromkeys(names.split())]
        found = [
            {**view, **{name: one[name] for name in names.split()}}
            for view in found
            for one in rows.get(view[field]) or nothing
        ]
    return found


class _Dataset:
    """The rows of a dataset with values from related rows, and the links between them."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.types = {row["slug"]: row["type"] for row in rows[m.Entity]}
        self.pages = {row["id"]: {**row, "source": row["id"]} for row in rows[m.Source]}
        named = {id_ for row in rows[m.Conflict] for id_ in (*row["metric_ids"], *row["claim_ids"])}

        def support(row: View) -> View:
            return {"sole_support": len(set(row["source_ids"])) == 1, "in_conflict": row["id"] in named}

        self.claims = {row["id"]: {**row, "claim_id": row["id"], **support(row)} for row in rows[m.Claim]}
        self.metrics = {
            row["id"]: {
                **row,
                **self._about(row["entity"]),
                **support(row),
                "kind": self.claims[row["claim_id"]]["kind"],
                "period_year": year_of(row),
                **{f"qualifier.{key}": row["qualifiers"].get(key) for key in QualifierKey},
            }
            for row in rows[m.Metric]
        }
        self.markers = {
            row["id"]: {**row, **self._page(row["source_id"]), "reference": row["number"]} for row in rows[m.Citation]
        }
        self.claim = {id_: [row] for id_, row in self.claims.items()}
        self.topics = _by(rows[m.ClaimTopic], "claim_id")
        self.mentions = _by([{**row, **self._about(row["entity"])} for row in rows[m.Mention]], "claim_id")
        self.markers_of_claim = _by(self.markers.values(), "claim_id")
        links = rows[m.MetricCitation]
        self.markers_of_metric = _through(_ids(links, "metric_id", "citation_id"), self._one(self.markers))
        self.metrics_of_marker = _through(_ids(links, "citation_id", "metric_id"), self._one(self.metrics))

    def _about(self, slug: str | None) -> View:
        return {"entity": slug, "entity_type": self.types[slug] if slug else None}

    def _page(self, id_: str | None) -> View:
        return {name: self.pages[id_][name] if id_ else None for name in ("source", "publisher", "publisher_kind")}

    @staticmethod
    def _one(rows: Mapping[Any, View]) -> dict[Any, list[View]]:
        return {id_: [row] for id_, row in rows.items()}

    def lists(self) -> dict[str, List]:
        return {
            "documents": self._documents(),
            "sections": _list("id", self._with("section", m.Section, "slug"), "document section level parent"),
            "claims": self._claims(),
            "metrics": self._metrics(),
            "indicators": self._measured(
                "indicator", "slug", m.Indicator, "direction aggregation name_en name_zh metric_count"
            ),
            "units": self._measured("unit", "code", m.Unit, "kind"),
            "entities": self._entities(),
            "relations": self._relations(),
            "sources": self._sources(),
            "publishers": self._publishers(),
            "references": self._references(),
            "citations": self._citations(),
            "numbers": self._numbers(),
            "conflicts": self._conflicts(),
            "corroborations": self._corroborations(),
            "topics": self._topics(),
        }

    def _with(self, name: str, model: type[SQLModel], key: str) -> list[View]:
        return [{**row, name: row[key]} for row in self.rows[model]]

    def _documents(self) -> List:
        sentences = _across(self.claims.values(), (ABOUT, "claim_id", self.mentions))
        entries = [{**row, **self._page(row["source_id"])} for row in self.rows[m.Reference]]
        own = self._with("document", m.Document, "slug")
        others = (ABOUT, _by(sentences, "document")), ("source publisher publisher_kind", _by(entries, "document"))
        return _list("slug", own, "document language title published_on", *others)

    def _claims(self) -> List:
        return _list(
            "id", self.claims.values(), "document section kind evidence text text_en sole_support in_conflict",
            ("topic", self.topics),
            (MARKER, self.markers_of_claim),
            (ABOUT, self.mentions),
            (FIGURE, _by(self.metrics.values(), "claim_id")),
        )  # fmt: skip

    def _metrics(self) -> List:
        own = "document section kind evidence sole_support in_conflict claim_id subject subject_en quote"
        own += f" {QUALIFIERS} {ABOUT} {FIGURE}"
        return _list(
            "id", self.metrics.values(), own,
            ("topic", _through(_ids(self.metrics.values(), "id", "claim_id"), self.topics)),
            (MARKER, self.markers_of_metric),
        )  # fmt: skip

    def _measured(self, name: str, key: str, model: type[SQLModel], own: str) -> List:
        """Lists that metrics refer to: indicators and units."""
        names = f"document section evidence topic {MARKER} {ABOUT} {FIGURE}".replace(f"{name} ", "")
        figures = _across(self.metrics.values(), ("topic", "claim_id", self.topics), (MARKER, "id", self.markers_of_metric))
        return _list(key, self._with(name, model, key), f"{name} {own}", (names, _by(figures, name)))

    def _entities(self) -> List:
        mentions = _ids(self.rows[m.Mention], "entity", "claim_id")
        sentences = _across(
            self.claims.values(), ("topic", "claim_id", self.topics), (MARKER, "claim_id", self.markers_of_claim)
        )
        figures = _by(self.metrics.values(), "entity")
        rows = [
            {**row, **self._about(row["slug"]), "in_conflict": any(one["in_conflict"] for one in figures[row["slug"]])}
            for row in self.rows[m.Entity]
        ]
        return _list(
            "slug", rows, f"type name_zh name_en metric_count claim_count in_conflict {ABOUT}",
            ("alias", _by([{"entity": row["entity"], "alias": row["text"]} for row in self.rows[m.Alias]], "entity")),
            (f"document section kind evidence topic {MARKER}", _through(mentions, _by(sentences, "claim_id"))),
            (FIGURE, figures),
        )  # fmt: skip

    def _relations(self) -> List:
        rows, stated = self.rows[m.Relation], self.rows[m.RelationEvidence]
        claims = _ids(stated, "relation_id", "claim_id")
        covering = [
            {**marker, "relation_id": one["relation_id"]}
            for one in stated
            for marker in self.markers_of_claim.get(one["claim_id"], [])
            if marker["scope_start"] <= one["start"] and one["end"] <= marker["scope_end"]
        ]
        return _list(
            "id", rows, "document subject object predicate evidence",
            ("section kind claim_id", _through(claims, self.claim)),
            ("topic", _through(claims, self.topics)),
            (MARKER, _by(covering, "relation_id")),
            (ABOUT, {row["id"]: [self._about(row["subject"]), self._about(row["object"])] for row in rows}),
        )  # fmt: skip

    def _entries(self) -> list[View]:
        """Bibliography entries, joined with the markers that cite them and with what these support."""
        entries, markers = (
            [{**row, "cited": (row["document"], row["number"])} for row in rows]
            for rows in (self.rows[m.Reference], self.markers.values())
        )
        placed = [{**row, **{name: self.claims[row["claim_id"]][name] for name in ("section", "kind")}} for row in markers]
        return _across(
            [{"entry": row["id"], "document": row["document"], "reference": row["number"], **row} for row in entries],
            ("id claim_id section kind", "cited", _by(placed, "cited")),
            ("topic", "claim_id", self.topics),
            (ABOUT, "claim_id", self.mentions),
            (FIGURE, "id", self.metrics_of_marker),
        )

    def _sources(self) -> List:
        own = (
            "source publisher publisher_kind platform author title title_en url source_group published_on claim_count"
            " sole_support_count document_count"
        )
        names = f"reference document {CITED}"
        return _list("id", self.pages.values(), own, (names, _by(self._entries(), "source_id")))

    def _publishers(self) -> List:
        rows = [{**row, "publisher": row["slug"], "publisher_kind": row["kind"]} for row in self.rows[m.Publisher]]
        references = _by([{**row, "reference": row["number"]} for row in self.rows[m.Reference]], "source_id")
        pages = [
            {"publisher": page["publisher"], "document": None, "reference": None, **one, "source": page["id"]}
            for page in self.pages.values()
            for one in references.get(page["id"], [{}])
        ]
        return _list(
            "slug", rows, "publisher publisher_kind document_count", ("document reference source", _by(pages, "publisher"))
        )

    def _references(self) -> List:
        rows = [{**row, **self._page(row["source_id"]), "reference": row["number"]} for row in self.rows[m.Reference]]
        return _list("id", rows, f"document number cited title url {MARKER}", (CITED, _by(self._entries(), "entry")))

    def _citations(self) -> List:
        rows = [{**row, "sole_support": self.claims[row["claim_id"]]["sole_support"]} for row in self.markers.values()]
        claims = _ids(rows, "id", "claim_id")
        return _list(
            "id", rows, f"document claim_id sole_support {MARKER}",
            Way(["section", "kind", "evidence"], _through(claims, self.claim), True),
            ("topic", _through(claims, self.topics)),
            (ABOUT, _through(claims, self.mentions)),
            (FIGURE, self.metrics_of_marker),
        )  # fmt: skip

    def _numbers(self) -> List:
        rows = self.rows[m.Number]
        claims = _ids(rows, "id", "claim_id")
        figures = _ids(self.rows[m.NumberMetric], "number_id", "metric_id")
        return _list(
            "id", rows, f"document section text script reason claim_id evidence curated read_as quote {READ}",
            Way(["kind"], _through(claims, self.claim), True),
            ("topic", _through(claims, self.topics)),
            (MARKER, _through(_ids(self.rows[m.NumberCitation], "number_id", "citation_id"), self._one(self.markers))),
            (f"{ABOUT} {MEASURED}", _through(figures, self._one(self.metrics))),
        )  # fmt: skip

    def _conflicts(self) -> List:
        members = [
            {**row, "claim_id": row["claim_id"] or self.metrics[row["metric_id"]]["claim_id"]}
            for row in self.rows[m.ConflictMember]
        ]
        figure = f"{ABOUT} {FIGURE}"
        views = _across(
            members,
            ("document section", "claim_id", self.claim),
            (figure, "metric_id", self._one(self.metrics)),
            (MARKER, "claim_id", self.markers_of_claim),
        )
        names = f"document section {figure} {MARKER}"
        return _list("id", self.rows[m.Conflict], "kind slug", (names, _by(views, "conflict_id")))

    def _corroborations(self) -> List:
        figure = f"document section {ABOUT} {FIGURE}"
        views = _across(
            self.rows[m.CorroborationMember],
            (figure, "metric_id", self._one(self.metrics)),
            (MARKER, "metric_id", self.markers_of_metric),
        )
        own = "slug metric_count independent_publisher_count"
        return _list("id", self.rows[m.Corroboration], own, (f"{figure} {MARKER}", _by(views, "corroboration_id")))

    def _topics(self) -> List:
        claims = _ids(self.rows[m.ClaimTopic], "topic", "claim_id")
        sentences = _across(self.claims.values(), (ABOUT, "claim_id", self.mentions))
        names = f"document section kind evidence {ABOUT}"
        own = self._with("topic", m.Topic, "slug")
        return _list("slug", own, "topic", (names, _through(claims, _by(sentences, "claim_id"))))
