"""Figures that state the same fact, and how a period is known."""

from typing import Any

import pytest

from app.seeding.comparisons.repeats import add_repeats
from app.seeding.connected_components import group_connected
from app.seeding.facts.period_words import only_begins, only_dates_another, only_forecast, states_period
from app.seeding.facts.subjects import points_back
from app.store import tables as m
from app.store.publishing import Build, Rows


@pytest.mark.parametrize(
    ("pairs", "groups"),
    [
        ([], []),
        ([("k", "a")], [["a"]]),
        ([("k", "a"), ("l", "b")], [["a"], ["b"]]),
        ([("k", "a"), ("k", "b"), ("l", "c")], [["a", "b"], ["c"]]),
        ([("k", "a"), ("l", "b"), ("k", "c"), ("l", "c")], [["a", "c", "b"]]),
        ([("k", "a"), ("k", "a"), ("l", "a"), ("m", "b"), ("l", "b")], [["a", "b"]]),
    ],
)
def test_groups(pairs: list[tuple[str, str]], groups: list[list[str]]) -> None:
    found = group_connected(pairs)
    assert sorted(map(sorted, found)) == sorted(map(sorted, groups))


PLAIN = {
    "document": "d", "value": 1.0, "value_max": None, "deviation": None, "indicator": "i", "unit": "CNY", "entity": "e", "subject": "s",
    "comparator": "eq", "period": "2025", "as_of": False, "status": "actual", "qualifiers": {}, "evidence": "uncited", "start": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "numbers"),
    [
        ({}, [("a", 0), ("a", 1)]),
        ({"document": "e"}, [("a", 0), ("a", 1)]),
        ({"evidence": "cited"}, [("b", 1), ("b", 0)]),
        ({"qualifiers": {"scope": "x"}}, [(None, 0), (None, 0)]),
        ({"period": None}, [(None, 0), (None, 0)]),
        ({"value": 2.0}, [(None, 0), (None, 0)]),
        ({"subject": "t"}, [(None, 0), (None, 0)]),
        ({"comparator": "gt"}, [(None, 0), (None, 0)]),
    ],
)
def test_figures_that_say_the_same_repeat_each_other(changed: dict[str, Any], numbers: list[Any]) -> None:
    found = [{**PLAIN, "id": "a"}, {**PLAIN, **changed, "id": "b", "start": 5}]
    add_repeats(_rows(found))
    assert [(row["repeat_group"], row["repeat_number"]) for row in found] == numbers


def test_words_for_what_is_no_entity_are_of_their_document() -> None:
    found = [{**PLAIN, "id": id_, "document": id_, "entity": None} for id_ in "ab"]
    add_repeats(_rows(found))
    assert {row["repeat_group"] for row in found} == {None}


def test_what_a_curator_joins_comes_in_an_order_of_its_own() -> None:
    """A dated copy says more than a cited one."""
    found = [
        {**PLAIN, "id": "a", "period": None, "evidence": "cited"},
        {**PLAIN, "id": "b", "subject": "t"},
        {**PLAIN, "id": "c", "period": None},
    ]
    add_repeats(_rows(found, ["a", "b"], ["b", "c"]))
    assert [(row["repeat_group"], row["repeat_number"]) for row in found] == [("b", 1), ("b", 0), ("b", 2)]


def _rows(metrics: list[dict[str, Any]], *corroborated: list[str]) -> Rows:
    rows = Rows(list)
    rows[m.Metric] = metrics
    rows[m.Corroboration] = [{"id": str(ids), "metric_ids": ids} for ids in corroborated]
    return rows


def test_every_repeat_is_in_one_corroboration(built: Build) -> None:
    """So whoever reads a list of all figures can tell."""
    for row in built.rows[m.Metric]:
        assert len(row["corroboration_ids"]) == (row["repeat_group"] is not None), row["id"]


def test_what_contradicts_a_figure_contradicts_each_repeat_of_it(built: Build) -> None:
    groups: dict[str, list[Any]] = {}
    claims = {row["id"]: row for row in built.rows[m.Claim]}
    conflicts = {row["id"]: row for row in built.rows[m.Conflict]}
    for row in built.rows[m.Metric]:
        groups.setdefault(row["repeat_group"] or row["id"], []).append(row)
    for group in groups.values():
        (told,) = {tuple(sorted(row["conflict_ids"])) for row in group}
        for row in group:
            assert set(told) <= set(claims[row["claim_id"]]["conflict_ids"])
            assert row["in_conflict"] == bool(told)
            assert all(row["id"] in conflicts[id_]["metric_ids"] for id_ in told)
    assert any(len(group) > 1 and group[0]["conflict_ids"] for group in groups.values())
    taking_part = {(row["conflict_id"], row["metric_id"] or row["claim_id"]) for row in built.rows[m.ConflictMember]}
    assert taking_part >= {(id_, metric) for id_, row in conflicts.items() for metric in row["metric_ids"]}


@pytest.mark.parametrize(
    ("sentence", "period", "states"),
    [
        ("2024 年市场规模达 294 亿元", "2024", True),
        ("市场规模达 294 亿元", "2024", False),
        ("编号 12024 的产品", "2024", False),
        ("二〇二五年的市场", "2025", True),
        ("二零二五年的市场", "2025", True),
        ("24 年营收 3 亿元", "2024", True),
        ("用了 24 年时间", "2024", False),
        ("截至 2025 年 7 月，已发布 1509 个", "2025-07", True),
        ("截至 2025 年 07 月", "2025-07", True),
        ("截至 2025 年七月", "2025-07", True),
        ("截至 2025 年 17 月", "2025-07", False),
        ("截至 2025 年十一月", "2025-01", False),
        ("截至 2025 年十一月", "2025-11", True),
        ("截至 2025 年", "2025-07", False),
        ("数据更新到 2025-07-31", "2025-07-31", True),
        ("2025.07.31 发布", "2025-07", True),
        ("2025/7/31 发布", "2025-07-31", True),
        ("2025 年 7 月 31 日", "2025-07-31", True),
        ("2025 年 7 月 3 日", "2025-07-31", False),
        ("2025 年上半年", "2025-H1", True),
        ("2025 年下半年", "2025-H1", False),
        ("2025H2 出货", "2025-H2", True),
        ("2025 H2 出货", "2025-H2", True),
        ("2025 年前 6 个月", "2025-H1", True),
        ("2025 年 1-6 月", "2025-H1", True),
        ("2025 年第三季度", "2025-Q3", True),
        ("2025 年三季度", "2025-Q3", True),
        ("三季度", "2025-Q3", False),
        ("2025年前三季度", "2025-01/2025-09", True),
        ("2025 年 1-9 月", "2025-01/2025-09", True),
        ("较 2024 年增长 90%", "2024/2025", False),
        ("从 2021 年到 2025 年", "2021/2025", True),
        ("2021-25 年", "2021/2025", True),
        ("2021—2025 年", "2021/2025", True),
        ("in the third quarter of 2025", "2025-Q3", True),
        ("Q3 2025 revenue", "2025-Q3", True),
        ("the first half of 2025", "2025-H1", True),
        ("as of July 2025", "2025-07", True),
        ("as of Sep. 2025", "2025-09", True),
        ("on July 31, 2025", "2025-07-31", True),
        ("the market may grow in 2025", "2025-05", False),
        ("the market marches on in 2025", "2025-03", False),
    ],
)
def test_a_period_that_a_sentence_says(sentence: str, period: str, states: bool) -> None:
    assert states_period(sentence, period) == states


@pytest.mark.parametrize(
    ("sentence", "period", "begins"),
    [
        ("2025 年 6 月开源后，开源率超 90%", "2025-06", True),
        ("2025 年上市之后，份额达 5%", "2025", True),
        ("2025 年 6 月 30 日发布后，下载量达 9 万次", "2025-06-30", True),
        ("2025 年 6 月，开源率超 90%", "2025-06", False),
        ("2025 年前后，份额达 5%", "2025", False),
        ("2025 年后半年，份额达 5%", "2025", False),
        ("2024 年发布后，2025 年份额达 5%", "2025", False),
        ("2024 年发布后，2024 年底份额达 5%", "2024", False),
        ("2023 年开源后，到 2025 年增长 90%", "2023/2025", False),
    ],
)
def test_a_period_that_a_sentence_only_begins_with(sentence: str, period: str, begins: bool) -> None:
    assert only_begins(sentence, period) == begins


def test_a_year_in_a_name_only_is_no_word_of_the_sentence(built: Build) -> None:
    """根据 2025 年 AI 大模型行业应用峰会的数据, against 2025 年企业 AI 渗透率达 45.2%."""
    shares = [row for row in built.rows[m.Metric] if row["qualifiers"].get("basis") == "distribution-by-industry"]
    dated = [row for row in built.rows[m.Metric] if row["quote"] == "45.2%"]
    assert [(row["period"], row["period_basis"]) for row in shares] == [("2025", "context")] * 6
    assert [(row["period"], row["period_basis"]) for row in dated] == [("2025", "sentence")]


@pytest.mark.parametrize(
    ("sentence", "is_so"),
    [
        ("2025 年能耗预计达 77.7 太瓦时，能源成本占 60% 以上。", True),
        ("2025 年规模将突破 8200 亿元，渗透率达到 36.5%。", True),
        ("预计 2025 年达 800 亿元，成本降低 40%。", True),
        ("2025 年将成本降低 40%，预计明年再降。", False),
        ("2025 年，预计规模达 800 亿元。", False),
        ("In 2025 it is expected to reach 5 billion, and costs are 60%.", True),
        ("In 2025 it was more than expected, and costs are 60%.", False),
    ],
)
def test_year_of_a_forecast_is_told_apart(sentence: str, is_so: bool) -> None:
    assert only_forecast(sentence, "2025") is is_so


@pytest.mark.parametrize(
    ("quote", "is_so"),
    [("85%", True), ("17%", True), ("32%", False)],
)
def test_year_of_another_figure_is_told_apart(quote: str, is_so: bool) -> None:
    sentence = "份额从 2024 年的 17% 提升至 2025 年的 32%，四家企业占据国产市场 85% 的份额。"
    assert only_dates_another(sentence, "2025", quote) is is_so
    assert not only_dates_another("2025 年，" + sentence, "2025", quote)


@pytest.mark.parametrize(
    ("subject", "is_refused"),
    [
        *((one, True) for one in ("该模型", "三大区域", "两者", "其成本", "the latter", "Both")),
        *(
            (one, False)
            for one in (
                "其他行业企业",
                "美国四大科技公司（亚马逊、微软、谷歌、Meta）",
                "三大运营商",
                "Italy",
                "thesis writers",
            )
        ),
    ],
)
def test_subject_that_points_back_is_refused(subject: str, is_refused: bool) -> None:
    assert points_back(subject) is is_refused
