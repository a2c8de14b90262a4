"""A dataset with a second document, and with gaps that the first report does not have."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from app.store import tables as m
from app.store.publishing import Build, Row

SECOND = "another-report"
# the version of the dataset
TWO_DOCUMENTS = "two documents"
_OF_A_DOCUMENT = (
    m.Document, m.Section, m.EnclosingSection, m.Reference, m.Claim, m.ClaimTopic, m.Citation, m.Mention, m.Relation, m.Metric,
    m.MetricCitation, m.MetricQualifier, m.Number, m.NumberCitation, m.NumberMetric, m.Conflict, m.ConflictMember,
    m.Corroboration, m.CorroborationMember,
)  # fmt: skip
# each stands in some pattern language or folds in some alphabet
ODD = ' 100%_x\\y "É"'


def two_documents(built: Build) -> Build:
    """The real rows, and all of their document once more under other ids.

    The second is English by name, has other units and indicators and no sentence on the market; every seventh sentence is
    in no section, every fifth entry of the bibliography has no page, and every fifth sentence ends in odd characters.
    One entity has a former slug.
    """
    (first,) = (row["slug"] for row in built.rows[m.Document])
    names = {first: SECOND}
    for model in _OF_A_DOCUMENT:
        names |= {row["id"]: _name(row["id"], first) for row in built.rows[model] if "id" in row}
    rows = built.rows.copy()
    second = {model: [_renamed(row, names) for row in built.rows[model]] for model in _OF_A_DOCUMENT}
    for model in (m.Conflict, m.Corroboration):
        second[model] = [{**row, "slug": f"{row['slug']}-2"} for row in second[model]]
    _make_different(second)
    _make_holes(second)
    for model, added in second.items():
        rows[model] = [*rows[model], *added]
    listed = Counter(page for page, _ in {(row["source_id"], row["document"]) for row in rows[m.Reference]})
    rows[m.Source] = [{**row, "document_count": listed[row["id"]]} for row in rows[m.Source]]
    rows[m.EntityRedirect] = [{"slug": "baidu-inc", "entity": "baidu"}]
    return Build(rows, TWO_DOCUMENTS, built.files)


def _name(id_: str, first: str) -> str:
    document, colon, rest = id_.partition(":")
    return f"{SECOND}:{rest}" if colon and document == first else f"{id_}-2"


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, dict):
        return {key: _renamed(one, names) for key, one in value.items()}
    return [_renamed(one, names) for one in value] if isinstance(value, list) else value


def _make_different(rows: Mapping[Any, list[Row]]) -> None:
    for row in rows[m.Document]:
        row.update(title="第二份", title_en="The second", language="en", published_on="2025-12-20")
    for row in rows[m.Section]:
        if row["slug"] == "1.1":
            row.update(title="另一节", title_en="Another section")
    for row in rows[m.Metric]:
        row["unit"] = "USD" if row["unit"] == "CNY" else row["unit"]
        row["indicator"] = "share" if row["indicator"] == "market-size" else row["indicator"]
    rows[m.ClaimTopic][:] = [row for row in rows[m.ClaimTopic] if row["topic"] != "market"]


def _make_holes(rows: Mapping[Any, list[Row]]) -> None:
    for row in rows[m.Reference]:
        if row["number"] % 5 == 0:
            row["source_id"] = row["url"] = None
    for row in rows[m.Citation]:
        if row["number"] % 5 == 0:
            row["source_id"] = None
    pages = {row["id"]: row["source_id"] for row in rows[m.Citation]}
    markers = [(row["claim_id"], row["id"]) for row in rows[m.Citation]]
    markers += [(row["metric_id"], row["citation_id"]) for row in rows[m.MetricCitation]]
    markers += [(row["number_id"], row["citation_id"]) for row in rows[m.NumberCitation]]
    homeless = {row["id"] for row in rows[m.Claim] if row["ordinal"] % 7 == 0}
    for row in (*rows[m.Claim], *rows[m.Metric], *rows[m.Number]):
        row["source_ids"] = sorted({page for key, id_ in markers if key == row["id"] and (page := pages[id_])})
    for row in (*rows[m.Claim], *rows[m.Metric], *rows[m.Number]):
        if row.get("claim_id", row["id"]) in homeless:
            row["section"] = None
    for row in rows[m.Claim]:
        if row["ordinal"] % 5 == 0:
            row["text"] += ODD
            row["text_en"] = row["text_en"] and row["text_en"] + ODD
