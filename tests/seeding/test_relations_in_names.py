"""What names state: which series a version belongs to."""

import pytest

from app.seeding.facts.relations_in_names import series_by_name


@pytest.mark.parametrize(
    ("surfaces", "series"),
    [
        ({"gpt": ["GPT"], "gpt-4o": ["GPT-4o"]}, {"gpt-4o": ["gpt"]}),
        ({"r": ["DeepSeek-R 系列"], "r1": ["DeepSeek-R1"]}, {"r1": ["r"]}),
        ({"llama": ["Llama family"], "llama-3": ["Llama 3"]}, {"llama-3": ["llama"]}),
        # of series within series the nearest
        ({"a": ["Nova"], "b": ["Nova 2"], "c": ["Nova 2-0324"]}, {"b": ["a"], "c": ["b"]}),
        # by any of its names
        ({"ernie": ["文心", "ERNIE"], "x1": ["文心 X1"], "v4": ["ERNIE 4.5"]}, {"x1": ["ernie"], "v4": ["ernie"]}),
        # what begins alike is no version
        ({"glm": ["GLM"], "glm-architecture": ["GLM 架构"], "glmpro": ["GLMs"]}, {}),
        # each by a name of the other: neither is the wider one
        ({"one": ["Pico", "Pico 2-1"], "two": ["Pico 2"]}, {"one": ["two"], "two": ["one"]}),
    ],
)
def test_series_of_versions(surfaces: dict[str, list[str]], series: dict[str, list[str]]) -> None:
    assert series_by_name(surfaces) == series
