"""Each citation convention with its examples, and each form of an entry's label."""

import pytest

from app.report import Report, parse_report
from app.report.bibliography.labels import EXAMPLES as LABELS
from app.report.bibliography.labels import label_at
from app.report.markers.conventions import bare_digits, joined_digits
from app.report.markers.conventions.catalogue import CONVENTIONS
from app.report.markers.conventions.circled import CIRCLED

ENTRIES = {
    "numeric-bracket": "[{n}] Survey {n} https://north.example/{n}",
    "worded": "[{n}] Survey {n} https://north.example/{n}",
    "round-bracket": "({n}) Survey {n} https://north.example/{n}",
    "key": "- [@{n}] Survey https://north.example/{n}",
    "author-date": "{n}",
    "numbered-note": "※{n} Survey {n} https://north.example/{n}",
    "circled": "{c} Survey {n} https://north.example/{n}",
    "superscript": "{n}. Survey {n} https://north.example/{n}",
}
AUTHORS = "Berg, A., & Lund, B. (2021). Tolls. https://north.example/berg\n\nHolm, C. (2019). Ferries. https://north.example/holm\n"


def report_of(kind: str, text: str) -> Report:
    form = ENTRIES.get(kind)
    names = ["berg2021", "lund", "Berg2021"] if kind == "key" else [str(number) for number in range(1, 15)]
    listed = (
        AUTHORS
        if kind == "author-date"
        else "\n".join(form.format(n=name, c=CIRCLED[place]) for place, name in enumerate(names))
        if form
        else ""
    )
    return parse_report(f"# T\n\n{text}\n\n## References\n\n{listed}\n" if listed else f"# T\n\n{text}\n")


EXAMPLES = [(one.kind, text, labels) for one in CONVENTIONS for text, labels in one.examples]


@pytest.mark.parametrize(("kind", "text", "labels"), EXAMPLES, ids=[text for _, text, _ in EXAMPLES])
def test_convention(kind: str, text: str, labels: tuple[str, ...]) -> None:
    report = report_of(kind, text)
    assert len(report.markers) == len(labels)
    if any(labels) and kind != "author-date":
        assert tuple(marker.label for marker in report.markers) == labels
    if kind in ENTRIES:
        assert all(marker.reference is not None for marker in report.markers)
    assert not [problem for problem in report.problems if problem.severity == "wrong"]


@pytest.mark.parametrize(("text", "labels"), [*bare_digits.EXAMPLES, *joined_digits.EXAMPLES])
def test_bare_digits(text: str, labels: tuple[str, ...]) -> None:
    listed = "\n".join(f"{number}. Survey {number}, https://north.example/{number}" for number in range(1, 4))
    report = parse_report(f"# T\n\n{text}\n\n#### **Works cited**\n\n{listed}\n")
    assert tuple(marker.label for marker in report.markers) == labels
    assert not any(digit in sentence.text[-2:] for sentence in report.sentences for digit in "123")


@pytest.mark.parametrize(("form", "entry", "label"), [(form, *example) for form, example in LABELS.items()])
def test_label(form: str, entry: str, label: str) -> None:
    found = label_at(entry, 0, len(entry))
    assert found is not None
    assert (found.form, found.text) == (form, label)


NAMES = """# T

The plan has Phase 1, Phase 2, and Phase 3. It grew.1 It fell.2 System 2 thinking is slow.

## Works cited

1. A, https://north.example/1
2. B, https://north.example/2
3. C, https://north.example/3
"""


JOINED = """# T

Tolls rose to four dollars1. Traffic fell by a tenth2. It ran on python3, with VRAM24. The bridge stayed{digits}, as the Board3 says.

The Board met. It saw the Harbour4, and Drive9.

## Works cited

{listed}
"""


def test_digits_behind_names_are_markers_where_their_number_is_due() -> None:
    listed = "\n".join(f"{number}. Survey, https://north.example/{number}" for number in range(1, 25))
    report = parse_report(JOINED.format(digits="3", listed=listed))
    assert [marker.label for marker in report.markers] == ["1", "2", "3", "3", "4"]
    # two such markers are no habit of a report
    assert not parse_report(JOINED.format(digits="", listed=listed)).markers


def test_names_with_numbers_are_not_joined_digits() -> None:
    text = "Use vec2, vec3 or vec4. A mat3 holds nine, a mat4 sixteen; layer1 and layer2 follow. See page2, utf8."
    listed = "\n".join(f"{number}. Survey, https://north.example/{number}" for number in range(1, 9))
    assert not parse_report(f"# T\n\n{text}\n\n## References\n\n{listed}\n").markers


def test_names_with_numbers_are_no_bare_digits() -> None:
    assert [marker.label for marker in parse_report(NAMES).markers] == ["1", "2"]


def test_a_marker_that_two_entries_answer_has_none() -> None:
    report = parse_report("# T\n\nIt grew[1].\n\n## References\n\n[1] A https://a.example/\n[1] B https://b.example/\n")
    assert [marker.reference for marker in report.markers] == [None]
    assert {problem.kind for problem in report.problems if problem.severity == "wrong"} == {
        "duplicate-entry",
        "ambiguous-marker",
    }


def test_an_address_that_contradicts_the_entry_is_wrong() -> None:
    report = parse_report("# T\n\nIt grew[[1]](https://b.example/).\n\n## References\n\n[1] A https://a.example/\n")
    assert [problem.kind for problem in report.problems if problem.severity == "wrong"] == ["marker-address"]


def test_the_number_of_a_heading_is_no_marker() -> None:
    text = NAMES.replace("## Works", "**3.2 The Fleet**  \nIt is young.\n\n## Works")
    assert [marker.label for marker in parse_report(text).markers] == ["1", "2"]


def test_digits_behind_a_thing_that_may_have_a_number_are_told() -> None:
    """`module 2` is a name or a word with a marker: it is text and no figure."""
    body = "Tolls rose to four dollars.1 Traffic fell by a tenth.2 Ferries gained riders.3 It tests the toll module 2, and ends."
    works = "\n".join(f"{number}. Source {number}, https://example.org/{number}" for number in range(1, 4))
    report = parse_report(f"# Tolls\n\n{body}\n\n## Works cited\n\n{works}\n")
    assert [marker.label for marker in report.markers] == ["1", "2", "3"]
    assert [problem.kind for problem in report.problems] == ["possible-marker"]
    assert "2" not in {quantity.quote for quantity in report.quantities}


def test_a_name_with_a_number_amid_a_clause_is_no_marker() -> None:
    body = "Tolls rose to four dollars.1 Traffic fell by a tenth.2 Ferries gained riders 3. It marks Sector 4 as closed."
    works = "\n".join(f"{number}. Source {number}, https://example.org/{number}" for number in range(1, 5))
    report = parse_report(f"# Tolls\n\n{body}\n\n## Works cited\n\n{works}\n")
    assert [marker.label for marker in report.markers] == ["1", "2", "3"]
    assert [problem.kind for problem in report.problems if problem.kind == "possible-marker"] == ["possible-marker"]
