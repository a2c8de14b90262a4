"""Coverage: how much of a document its claims, metrics and number ledger cover, and why the rest was left out.

Nothing is stored; each call counts the rows.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, exists, func, select

from app.store.tables import (
    Citation,
    Claim,
    ClaimTopic,
    Document,
    Metric,
    MetricCitation,
    Number,
    PublisherKind,
    Reference,
    Section,
    Source,
    columns,
)
from app.store.transactions import fetch_rows
from app.vocabulary import NOT_YET_CURATED, ClaimKind, Evidence, Reason, Script, Status
from app.vocabulary.addresses import API, local
from app.vocabulary.names import LANGUAGE, names_of, say

claim, metric, number, section, reference, citation, source = map(
    columns, (Claim, Metric, Number, Section, Reference, Citation, Source)
)
publisher_kind, document_, metric_citation, claim_topic = map(columns, (PublisherKind, Document, MetricCitation, ClaimTopic))

# the explanation of each reason, in English and in Chinese
WHY = {
    Reason.DATE: ("a date or part of one; figures carry it as their period", "日期或其一部分；数据以其为时期"),
    Reason.NAME: ("part of a name, such as GPT-4 or Ascend 910B", "名称的一部分，如 GPT-4 或昇腾 910B"),
    Reason.HEADING: ("in the title or a heading, which states nothing by itself", "在标题中，标题本身不陈述事实"),
    Reason.ORDINAL: ("counts steps or items of the text itself", "给正文自身的步骤或条目编号"),
    Reason.OTHER: (
        "no figure about a subject; `note` of the number says what it is",
        "不是关于某一主体的数据；该数字的 `note` 说明它是什么",
    ),
    Reason.NOT_YET_CURATED: ("nobody has read it yet", "尚无人整理"),
}

# documents that need an English rendering: those not written in English
_TO_RENDER = select(document_.slug).where(document_.language != "en")


def _problem(problem: dict[str, Any]) -> dict[str, Any]:
    """A problem found while parsing the document, in the language of the request."""
    told = dict(problem)
    chinese = {name: told.pop(f"{name}_zh") for name in ("message", "advice")}
    return told | chinese if LANGUAGE.get() == "zh" else told


def coverage(slug: str, connection: Connection, *, by_section: bool = True) -> dict[str, Any]:
    """The coverage of one document, as the fields of the API's `Coverage`, or without its sections."""
    claims = _tally(connection, claim, claim.document == slug, "kind", "evidence", "section")
    metrics = _tally(connection, metric, metric.document == slug, "status", "evidence", "section")
    numbers = _tally(connection, number, number.document == slug, "script", "reason", "section")
    read = select(document_.complete, document_.problems).where(document_.slug == slug)
    (row,) = fetch_rows(connection, read)
    return {
        "document": slug,
        "complete": row["complete"],
        "problems": [_problem(problem) for problem in row["problems"]],
        "claims": {
            "count": _sum(claims),
            "by_kind": {kind.value: _sum(claims, kind=kind) for kind in ClaimKind},
            **_by_evidence(claims),
            "without_rendering": _count(
                connection, Claim, claim.document == slug, claim.text_en.is_(None), claim.document.in_(_TO_RENDER)
            ),
            "without_topic": sum(not topics for (topics,) in _topics(connection, slug)),
        },
        "metrics": {
            "count": _sum(metrics),
            "by_status": {row["status"]: _sum(metrics, status=row["status"]) for row in metrics},
            **_by_evidence(metrics),
            "exempt": _count(connection, Metric, metric.document == slug, metric.exempt.is_not(None)),
        },
        "numbers": {
            "count": _sum(numbers),
            "in_metrics": _sum(numbers, reason=None),
            "by_reason": {reason.value: _sum(numbers, reason=reason) for reason in Reason},
            "by_script": {row["script"]: _sum(numbers, script=row["script"]) for row in numbers},
        },
        "sections": _by_section(slug, claims, metrics, numbers, connection) if by_section else [],
        "publisher_kinds": _publisher_kinds(connection, slug),
        "not_extracted": _not_extracted(slug, numbers, connection),
        "labels": {
            name: {value.value: names_of(value)[LANGUAGE.get() == "zh"] for value in kind}
            for name, kind in (("kind", ClaimKind), ("status", Status), ("reason", Reason), ("script", Script))
        },
    }


def missing(connection: Connection) -> dict[str, dict[str, int]]:
    """How many claims and numbers of each document still have to be curated, by what they lack."""
    has_topic = exists().where(claim_topic.claim_id == claim.id)
    lacking = {
        "claims without a kind": (claim, claim.kind == NOT_YET_CURATED),
        "claims without a rendering": (claim, claim.text_en.is_(None) & claim.document.in_(_TO_RENDER)),
        "claims without a topic": (claim, ~has_topic),
        "numbers without a metric or a reason": (number, number.reason == NOT_YET_CURATED),
    }
    slugs = connection.execute(select(document_.slug).order_by(document_.slug)).scalars().all()
    found = {slug: dict.fromkeys(lacking, 0) for slug in slugs}
    for what, (row, condition) in lacking.items():
        counted = select(row.document, func.count()).where(condition).group_by(row.document)
        for slug, count in connection.execute(counted):
            found[slug][what] = count
    return found


def summaries(connection: Connection) -> Iterator[str]:
    """The coverage of every document, as lines for a terminal."""
    for slug in connection.execute(select(document_.slug).order_by(document_.slug)).scalars().all():
        found = coverage(slug, connection, by_section=False)
        yield slug
        for what in ("claims", "metrics", "numbers"):
            counts = [(name, count) for name, count in _flat(found[what]) if count]
            yield f"  {what}: " + (", ".join(f"{name} {count}" for name, count in counts) or "none")
        for row in found["publisher_kinds"]:
            yield f"  {row['publisher_kind']}: claims {row['claims']}, metrics {row['metrics']}, sources {row['sources']}"
        for row in found["not_extracted"]:
            yield f"  not extracted: {row['count']} {row['what']} ({row['reason']}): {row['why']}"


def _flat(counts: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for name, value in counts.items():
        yield from value.items() if isinstance(value, dict) else [(name, value)]


def _tally(connection: Connection, table: Any, condition: Any, *names: str) -> list[dict[str, Any]]:
    by = [table[name] for name in names]
    return fetch_rows(connection, select(*by, func.count().label("count")).where(condition).group_by(*by).order_by(*by))


def _sum(tally: Iterable[dict[str, Any]], **wanted: Any) -> int:
    return sum(row["count"] for row in tally if all(row[name] == value for name, value in wanted.items()))


def _by_evidence(tally: list[dict[str, Any]]) -> dict[str, int]:
    return {evidence.value: _sum(tally, evidence=evidence) for evidence in Evidence}


def _count(connection: Connection, model: Any, *conditions: Any) -> int:
    found: int = connection.execute(select(func.count()).select_from(model).where(*conditions)).scalar_one()
    return found


def _topics(connection: Connection, slug: str) -> Iterable[Any]:
    return connection.execute(select(claim.topics).where(claim.document == slug))


def _by_section(slug: str, claims: Any, metrics: Any, numbers: Any, connection: Connection) -> list[dict[str, Any]]:
    wanted = (section.slug, section.title, section.title_en)
    rows = fetch_rows(connection, select(*wanted).where(section.document == slug).order_by(section.ordinal))
    tallies = [_tallies_by_section(tally) for tally in (claims, metrics, numbers)]
    return [_section(row, *(tally.get(row["slug"], []) for tally in tallies)) for row in rows]


def _tallies_by_section(tally: list[dict[str, Any]]) -> dict[str | None, list[dict[str, Any]]]:
    found: dict[str | None, list[dict[str, Any]]] = {}
    for row in tally:
        found.setdefault(row["section"], []).append(row)
    return found


def _section(row: dict[str, Any], claims: Any, metrics: Any, numbers: Any) -> dict[str, Any]:
    return {
        "section": row["slug"],
        "title": row["title"],
        "title_en": row["title_en"],
        "claims_by_kind": {kind.value: count for kind in ClaimKind if (count := _sum(claims, kind=kind))},
        "claims_cited": _sum(claims, evidence="cited"),
        "claims_uncited": _sum(claims, evidence="uncited"),
        "metrics_cited": _sum(metrics, evidence="cited"),
        "metrics_uncited": _sum(metrics, evidence="uncited"),
        "numbers_in_metrics": _sum(numbers, reason=None),
        "numbers_by_reason": {reason.value: count for reason in Reason if (count := _sum(numbers, reason=reason))},
    }


def _publisher_kinds(connection: Connection, slug: str) -> list[dict[str, Any]]:
    """By kind of publisher: the references and sources in the bibliography, and the claims and metrics that cite them."""
    listed = (
        select(
            publisher_kind.slug.label("publisher_kind"),
            publisher_kind.name_en,
            publisher_kind.name_zh,
            func.count().label("references"),
            func.count(source.id.distinct()).label("sources"),
            func.count(source.publisher.distinct()).label("publishers"),
        )
        .join_from(Reference, Source, source.id == reference.source_id)
        .join(PublisherKind, publisher_kind.slug == source.publisher_kind)
        .where(reference.document == slug)
        .group_by(publisher_kind.slug, publisher_kind.name_en, publisher_kind.name_zh)
    )
    of_claim = (
        select(
            citation.claim_id,
            func.min(source.publisher_kind).label("kind"),
            func.count(source.publisher_kind.distinct()).label("kinds"),
        )
        .join_from(Citation, Source, source.id == citation.source_id)
        .where(citation.document == slug)
        .group_by(citation.claim_id)
        .subquery()
    )
    alone = select(of_claim.c.kind, func.count().label("number")).where(of_claim.c.kinds == 1).group_by(of_claim.c.kind)
    cited = (
        select(
            source.publisher_kind,
            func.count(source.id.distinct()).label("sources_cited"),
            func.count(citation.claim_id.distinct()).label("claims"),
            func.count(metric_citation.metric_id.distinct()).label("metrics"),
        )
        .join_from(Citation, Source, source.id == citation.source_id)
        .outerjoin(MetricCitation, metric_citation.citation_id == citation.id)
        .where(citation.document == slug)
        .group_by(source.publisher_kind)
    )
    resting = {row["publisher_kind"]: row for row in fetch_rows(connection, cited)}
    alone_by_kind = {row.kind: row.number for row in connection.execute(alone)}
    nothing = {"sources_cited": 0, "claims": 0, "metrics": 0}
    found = [
        {
            **row,
            "name": row[f"name_{LANGUAGE.get()}"],
            **resting.get(kind, nothing),
            "claims_on_these_alone": alone_by_kind.get(kind, 0),
        }
        for row in fetch_rows(connection, listed)
        if (kind := row["publisher_kind"])
    ]
    return sorted(found, key=lambda row: (-row["claims"], row["publisher_kind"]))


def _not_extracted(slug: str, numbers: list[dict[str, Any]], connection: Connection) -> list[dict[str, Any]]:
    """The numbers, references, headings and remarks that are in no claim or metric, each with the reason and the count."""
    left = [
        {
            "what": "numbers",
            "reason": reason.value,
            "why": say(*why),
            "count": count,
            "url": local(f"{API}/numbers?document={slug}&reason={reason.value.replace(' ', '%20')}"),
        }
        for reason, why in WHY.items()
        if (count := _sum(numbers, reason=reason))
    ]
    uncited = _count(connection, Reference, reference.document == slug, reference.cited.is_(False))
    if uncited:
        left.append(
            {
                "what": "references",
                "reason": "not cited",
                "why": say(
                    "entries of the bibliography that no marker of the body names; nothing is known to rest on them",
                    "正文未用标记引用的参考文献；未见有内容以其为据",
                ),
                "count": uncited,
                "url": local(f"{API}/references?document={slug}&cited=false"),
            }
        )
    headings = _count(connection, Section, section.document == slug)
    if headings:
        left.append(
            {
                "what": "headings",
                "reason": "heading",
                "why": say("kept as sections, not as claims", "作为章节保存，不作为陈述"),
                "count": headings,
                "url": local(f"{API}/sections?document={slug}"),
            }
        )
    if connection.execute(select(document_.caveat).where(document_.slug == slug)).scalar():
        left.append(
            {
                "what": "remarks",
                "reason": "caveat",
                "why": say(
                    "what the document says of itself; kept as its `caveat`", "文件关于自身的说明；保存为其 `caveat`"
                ),
                "count": 1,
                "url": local(f"{API}/documents/{slug}"),
            }
        )
    return left
