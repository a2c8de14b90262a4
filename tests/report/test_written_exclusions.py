"""Numbers that the text itself writes as no figures: sub-headings run into a paragraph, and versions beside decimal commas."""

import pytest

from app.report import find_quantities, parse_report


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "3.1 Model Management keeps every release."),
        ("en", "It is stored once. 3.2 Data Access is by role."),
        ("en", "The end\n2.3.1 Data collection followed."),
        ("de", "Das war alles. 3.1 Modellverwaltung im Betrieb"),
        ("zh", "到此为止。3.1 模型管理"),
        ("ja", "以上である。3.1 モデル管理"),
    ],
)
def test_sub_headings_are_no_figures(language: str, text: str) -> None:
    assert find_quantities(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "3.1 GHz is the clock rate.", "3100000000"),
        ("en", "3.1 Million people live there.", "3100000"),
        ("en", "It grew. 3.1 percent was the rate.", "3.1"),
        ("en", "the ratio was 3.1 Good", "3.1"),
        ("de", "3,1 Tassen Mehl", "3.1"),
        ("de", "Ein Beben der Stärke 7,8 zerstörte alles.", "7.8"),
    ],
)
def test_figures_that_look_like_sub_headings_or_versions(language: str, text: str, value: str) -> None:
    assert [format(quantity.value.normalize(), "f") for quantity in find_quantities(text, language)] == [value]


def test_a_version_with_a_point_is_none_in_german() -> None:
    assert find_quantities("Es läuft unter Windows 3.1 noch.", "de") == []


def test_sub_headings_within_a_paragraph_of_a_report() -> None:
    report = parse_report("# Title\n\nThe store keeps 40 releases. 3.1 Model Management is next to it.\n")
    assert [quantity.quote for quantity in report.quantities] == ["40"]
