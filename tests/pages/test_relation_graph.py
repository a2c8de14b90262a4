"""The drawing of an entity's relations."""

from typing import Any

import pytest

from app.pages.relation_graph import relation_graph


def relation(subject: str, object_: str) -> dict[str, Any]:
    return {"subject": subject, "subject_name_en": subject.title(), "object": object_, "object_name_en": object_.title()}


def entity(*relations: dict[str, Any]) -> dict[str, Any]:
    return {"slug": "baidu", "name_en": "Baidu", "relations": relations}


def test_an_arrow_leads_from_subject_to_object() -> None:
    graph = relation_graph(entity(relation("ernie", "baidu"), relation("baidu", "maps")), "en")
    assert graph is not None
    incoming, outgoing = graph.edges
    assert (incoming.slug, incoming.x, incoming.arrow) == ("ernie", 0, f"M{graph.x} {graph.y}l-8 -4v8z")
    assert (outgoing.slug, outgoing.arrow) == ("maps", f"M{outgoing.x} {outgoing.y}l-8 -4v8z")
    assert graph.x < outgoing.x


def test_an_entity_without_relations_is_not_drawn() -> None:
    assert relation_graph(entity(), "en") is None


def test_only_the_first_are_drawn_and_stand_apart() -> None:
    graph = relation_graph(entity(*(relation(f"model-{number}", "baidu") for number in range(30))), "en")
    assert graph is not None
    heights = [one.y for one in graph.edges]
    assert [one.slug for one in graph.edges] == [f"model-{number}" for number in range(8)]
    assert heights == sorted(set(heights))
    assert heights[-1] < graph.height


@pytest.mark.parametrize(
    ("name", "short"),
    [("Baidu AI Cloud", "Baidu AI Cloud"), ("a" * 24, "a" * 24), ("a" * 25, "a" * 23 + "…"), ("百" * 12, "百" * 12), ("百" * 13, "百" * 11 + "…")],
)  # fmt: skip
def test_long_names_are_cut_to_the_box(name: str, short: str) -> None:
    graph = relation_graph(entity(relation("ernie", "baidu") | {"subject_name_en": name}), "en")
    assert graph is not None
    assert (graph.edges[0].short, graph.edges[0].name) == (short, name)
