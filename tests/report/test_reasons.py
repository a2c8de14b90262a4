"""A number that is part of no figure has its reason, and a sign of money that says too little is told."""

import pytest

from app.report.parser import parse_report


@pytest.mark.parametrize(
    ("sentence", "number", "reason"),
    [
        ("It opened on 3 May 2021 in Bonn.", "2021", "date"),
        ("工厂于 2025 年 7 月投产。", "7", "date"),
        ("The talks began at 9:30 in Bonn.", "30", "other: time of day"),
        ("Rents rose in the 1990s everywhere.", "1990", "other: decade"),
        ("50-60 年代建起的房子多为砖房。", "50", "other: decade"),
        ("80 年代至 90 年代建起的房子多为砖房。", "80", "other: decade"),
        ("The desk is staffed 24/7 by volunteers.", "24", "other: around the clock"),
        ("Most films are cut to 16:9 for screens.", "16", "other: aspect ratio"),
        ("Call +1 (555) 123-4567 for the ferry.", "555", "other: phone number"),
        ("The book is ISBN 978-3-16-148410-0 by now.", "978", "other: ISBN"),
        ("See 10.1000/xyz123 for the data.", "10.1000", "other: DOI"),
        ("Fees are set by Article 12 of the code.", "12", "other: law"),
        ("Table 4 shows the tolls.", "4", "other: reference"),
        ("如表1所示，车流下降。", "1", "other: reference"),
        ("The 3rd bridge opened late.", "3", "ordinal"),
        ("The pump runs version 2.4.1 now.", "2.4", "other: version"),
        ("Drivers prefer GPT-4 for this.", "4", "name"),
        ("The boats use H100 chips by now.", "100", "name"),
        ("Tolls rose in H1 2025 again.", "2025", "date"),
        ("It killed 3.6 per 100,000 people.", "100,000", "other: base of a rate"),
        ("They are (1) quick and (2) cheap.", "2", "other: list enumerator"),
        ("The page returned 403 and stayed shut.", "403", "other: status code"),
        ("Both Veo 3.0/3.1 and others do so.", "3.1", "other: version"),
        ("彼は2回目の挑戦で成功した。", "2", "ordinal"),
        ("Tolls rose by 12 % at once.", "12", None),
        ("The rank is $r=64$ in all.", "64", "other: code or formula"),
    ],
)
def test_a_number_has_its_reason(sentence: str, number: str, reason: str | None) -> None:
    report = parse_report(f"# Tolls\n\n{sentence}\n")
    found = next(one for one in report.numbers if one.text == number)
    assert found.reason == reason


def test_a_number_of_a_heading_has_its_reason() -> None:
    report = parse_report("# Tolls\n\n## Ferries in 12 towns\n\nTolls rose.\n")
    assert [one.reason for one in report.numbers] == ["heading"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The ferry cost ¥500 million to build.", ["¥"]),
        ("轮渡耗资¥500万元。", []),
        ("The ferry cost $500 million and the pier C$20 million.", ["$"]),
        ("The ferry cost $500 million and the pier $20 million.", []),
    ],
)
def test_an_ambiguous_sign_of_money_is_told(text: str, told: list[str]) -> None:
    report = parse_report(f"# Tolls\n\n{text}\n")
    problems = [one for one in report.problems if one.kind == "ambiguous-currency"]
    assert [one.message.split()[2] for one in problems] == told
    assert all(one.severity == "note" for one in problems)


def test_a_list_of_numbers_is_read_as_far_as_a_sentence_goes_and_told() -> None:
    report = parse_report("# T\n\n" + ", ".join(map(str, range(3000, 4500))) + " km.\n\nThe pier is 5 km long.\n")
    first, last = report.sentences
    read = [one for one in report.quantities if one.start < first.end]
    assert (read[0].quote, read[-1].quote, len(read)) == ("3000", "3999", 1000)
    assert [one.reason for one in report.numbers] == [None] * 1000 + ["other: list of numbers"] * 500 + [None]
    assert report.quantities[-1].quote == "5 km"
    (problem,) = (one for one in report.problems if one.kind == "too-many-figures")
    assert report.text[problem.start : problem.end].startswith("4000, 4001")
    assert problem.end == first.end <= last.start
