"""Dashboards of a seeds folder: what is wrong with them is told with its line and the nearest name."""

from pathlib import Path

import pytest

from app.api.dashboards.addresses import faults_of
from app.intake.starter_folder import STARTER
from app.seeding.build import build
from app.seeding.seed_files.problems import SeedError
from app.store.tables import Dashboard
from tests.support.small_folder import small_folder

_FILE = """name_en: One
tiles:
  - {{name_zh: 一, address: "/metrics"}}
  - name_en: Two
    address: "{address}"
"""


def dashboard(root: Path, address: str, name: str = "one") -> Path:
    small_folder(root)
    (root / "dashboards").mkdir()
    (root / f"dashboards/{name}.yaml").write_text(_FILE.format(address=address), encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/metrcs?limit=3", "there is nothing to show at '/metrcs'; did you mean '/metrics'?"),
        ("/api/v1/metrics", "there is nothing to show at '/api/v1/metrics'; did you mean '/metrics'?"),
        ("/metrics?indicatr=market-size", "indicatr: there is no parameter 'indicatr' here; did you mean 'indicator'?"),
        ("/metrics?indicator=market-sise", "indicator: 'market-sise' is nowhere in this folder; did you mean 'market-size'?"),
        ("/claims?entity=lisbo", "entity: 'lisbo' is nowhere in this folder; did you mean 'lisbon'?"),
        ("/metrics?qualifier.of=market-sise", "qualifier.of: 'market-sise' is nowhere in this folder"),
        ("/aggregate?group_by=evidens", "did you mean 'evidence'?"), ("/aggregate?limit=0", "limit: "),
        ("/metrics?format=csv", "format: readers choose it"),
        ("/metrics?limit=1&limit=2", "limit: given 2 times"), ("metrics", "should match pattern"),
        ("/sources?sort=-claim_cont", "did you mean 'claim_count'?"),
    ],
)  # fmt: skip
def test_a_wrong_address_is_told_with_its_line(tmp_path: Path, address: str, told: str) -> None:
    with pytest.raises(SeedError) as caught:
        build(dashboard(tmp_path, address), check_address=faults_of)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("dashboards/one.yaml", 5)
    assert told in problem.message


def test_the_name_of_the_file_is_an_address(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="'My Board' is not of a-z"):
        build(dashboard(tmp_path, "/metrics", "My Board"), check_address=faults_of)


def test_a_right_one_is_kept_as_it_is_written(tmp_path: Path) -> None:
    address = "/aggregate?group_by=year&indicator=market-size&document=coffee"
    (row,) = build(dashboard(tmp_path, address), check_address=faults_of).rows[Dashboard]
    assert (row["slug"], row["name_zh"], row["file"]) == ("one", "One", _FILE.format(address=address))
    assert [one["address"] for one in row["tiles"]] == ["/metrics", address]
    assert [one["name_en"] for one in row["tiles"]] == ["一", "Two"]


def test_that_of_a_new_folder_is_right(tmp_path: Path) -> None:
    (dashboard(tmp_path, "/metrics") / "dashboards/one.yaml").write_text(
        (STARTER / "dashboards/overview.yaml").read_text("utf-8"), "utf-8"
    )
    (row,) = build(tmp_path, check_address=faults_of).rows[Dashboard]
    assert len(row["tiles"]) == 7
