"""The limits that the README tells are those of the code, number by number."""

import re

import pytest
from typer.testing import CliRunner

from app import errors
from app.api.aggregate import sampling
from app.api.availability import queries as availability
from app.cli import cli
from app.config import HOME, Settings
from app.http import connection_limit, request_limits
from app.intake import report_files
from app.lists import embedded_rows, known_values, listing, pagination, parameter_types, parameters, walked_counts
from app.lists.facets import facet_counts
from app.report import parse_report
from app.seeding.seed_files import comparison_schemas, resource_limits, yaml_files
from app.seeding.seed_files.files import FileRefusedError
from app.store import engines
from app.store.tables import conflicts

README = (HOME / "README.md").read_text()
_READING = (
    resource_limits.MAX_CHARACTERS, resource_limits.MAX_LINES, resource_limits.MAX_SENTENCE, resource_limits.MAX_DIGITS,
    resource_limits.MAX_SECONDS,
)  # fmt: skip

LIMITS = [
    ("address with its query", [request_limits.MAX_ADDRESS // 1024]),
    ("request headers in all", [request_limits.MAX_HEADERS // 1024]),
    ("connections at once in a process", [connection_limit.MAX_CONNECTIONS]),
    ("pictures drawn at once in a process", [1]),
    ("faults that a 422 names", [errors.MAX_FAULTS]),
    ("values of one parameter, fields of one answer", [parameter_types.MAX_VALUES]),
    (
        "metrics that `/aggregate` and `/availability` read",
        [sampling.MOST_READ, sampling.MOST_SAMPLED, walked_counts.WALKED, sampling.MOST_COMPUTED],
    ),
    ("one document of the seeds", [_READING[0] // 1_000_000, *_READING[1:]]),
    ("report that `add`, `audit` or `parse` reads", [report_files.MAX_REPORT_BYTES // 2**20, report_files.MAX_LINE]),
    (
        "one YAML file of the seeds",
        [yaml_files._MAX_VALUES, yaml_files._MAX_CHARACTERS, yaml_files._MAX_DEPTH, resource_limits.MAX_SECONDS],
    ),
    ("an export that PostgreSQL keeps waiting", [pagination._LONGEST_SILENCE]),
    ("of an object", [embedded_rows.MAX_SHOWN, 5]),
    ("figures that the row of a conflict names", [conflicts.MAX_NAMED]),
    (
        "rows of a list that facets count",
        [
            *(facet_counts._MAX_COUNTED, facet_counts._MIN_COUNTED, facet_counts._MAX_SAMPLED, facet_counts._MIN_SAMPLED),
            *(facet_counts._MAX_FAR_COUNTED, facet_counts._MAX_FAR_SAMPLED, walked_counts.WALKED),
        ],
    ),
    ("members of a conflict or corroboration", [comparison_schemas.MAX_MEMBERS]),
    ("caveats of documents in an answer", [known_values._FEW]),
    ("`limit`", [1, parameters.MAX_LIMIT, parameters.DEFAULT_LIMIT]),
    ("`count=exact", [listing.MAX_COUNT]),
    ("`facet_limit=20`", [parameters.DEFAULT_FACET_LIMIT, parameters.MAX_LIMIT]),
]


@pytest.mark.parametrize(("first", "numbers"), LIMITS)
def test_the_readme_tells_the_limit(first: str, numbers: list[float]) -> None:
    (row,) = [line for line in README.splitlines() if line.startswith(f"| {first}")]
    told = re.split(r"(?<!\\)\|", row)[2]
    assert [float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?<!,)", told)] == numbers


def test_one_number_holds_of_lines_numbers_and_sentences() -> None:
    most = {resource_limits.MAX_LINES, resource_limits.MAX_NUMBERS, resource_limits.MAX_SENTENCES}
    assert most == {100_000}
    assert (availability.MOST_READ, availability.MOST_SAMPLED) == (sampling.MOST_READ, sampling.MOST_SAMPLED)


def test_a_document_of_too_many_sentences_is_refused_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    report = parse_report("One is 1.\n\nTwo is 2.\n\nThree is 3.\n")
    resource_limits.check_report(report)
    monkeypatch.setattr(resource_limits, "MAX_SENTENCES", 2)
    with pytest.raises(FileRefusedError, match=r"^line 5: more than 2 sentences"):
        resource_limits.check_report(report)


@pytest.mark.parametrize("text", ["\n\nOne plus two is 3.\n", "One is 1.\n\n## Many words\n\nTwo.\n"])
def test_a_sentence_or_heading_that_no_index_keeps_is_refused_by_line(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    report = parse_report(text)
    resource_limits.check_report(report)
    monkeypatch.setattr(resource_limits, "MAX_SENTENCE", 9)
    with pytest.raises(FileRefusedError, match=r"^line 3: a sentence, heading or reference of more than 9 characters"):
        resource_limits.check_report(report)


def test_exports_are_half_as_many_as_answers_and_wait_six_times_as_long() -> None:
    settings = Settings(pool_size=10, pool_timeout=5)
    assert (engines.exports_at_once(settings), engines.export_patience(settings)) == (5, 30)


@pytest.mark.parametrize("command", ["audit", "parse"])
def test_a_report_beyond_the_limits_is_refused_by_every_command(command: str) -> None:
    done = CliRunner().invoke(cli, [command, "-"], input="# A\n\n" + "百" * (resource_limits.MAX_DIGITS + 1))
    assert done.exit_code
    assert "line 3: a number of more than 1000 digits" in " ".join(done.output.split())
