"""Which figures are listed as candidates for conflicts, and for a period."""

from typing import Any

from app.seeding.comparisons.conflict_candidates import candidates
from app.seeding.facts.period_context import undated
from app.store import tables as m
from app.store.publishing import Build

DOCUMENT = "china-llm-industry-2025"


def listed(build: Build, *, without: str = "") -> dict[str, set[str]]:
    left_out = {one["id"] for one in build.rows[m.Conflict] if one["slug"] == without}
    members = [one for one in build.rows[m.ConflictMember] if one["conflict_id"] not in left_out]
    rows: dict[Any, Any] = {**build.rows, m.ConflictMember: members}
    return {shared: {row["quote"] for row in group} for shared, group in candidates(rows, DOCUMENT)}


def test_every_candidate_comes_from_more_than_one_sentence(built: Build) -> None:
    for _, group in candidates(built.rows, DOCUMENT):
        assert len({row["claim_id"] for row in group}) > 1
        assert len({row["repeat_group"] or row["id"] for row in group}) > 1


def test_a_contradiction_is_listed_until_a_conflict_joins_it(built: Build) -> None:
    shared = "latency 50 毫秒以内: for different things"
    assert listed(built, without="on-device-latency")[shared] == {"50 毫秒以内"}
    assert shared not in listed(built)


def test_a_figure_by_a_year_is_listed_until_it_has_a_period(built: Build) -> None:
    rows: dict[Any, Any] = {**built.rows, m.Metric: [{**row, "period": None} for row in built.rows[m.Metric]]}
    head = "在技术架构创新方面，混合专家 (MoE) 架构成为 2025 年的主流技术路线。"
    assert ["200B 参数", "20B 参数", "60%", "20 毫秒"] in [
        [row["quote"] for row in group] for dated, group in undated(rows, DOCUMENT) if dated == head
    ]
    assert head not in dict(undated(built.rows, DOCUMENT))
