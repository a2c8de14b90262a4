"""Pages whose rows are of several documents, each of which numbers its bibliography for itself."""

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from tests.support.asking import SQLITE, TWO, get

pytestmark = [pytest.mark.anyio, TWO, SQLITE]


async def test_figures_of_several_documents_link_their_references(api: httpx.AsyncClient) -> None:
    answer = await get(api, "metrics", [("limit", "1000"), ("evidence", "cited")])
    named = {f"{row['document']}:{number}" for row in answer["data"] for number in row["reference_numbers"]}
    assert len({name.partition(":")[0] for name in named}) == 2
    page = await api.get("http://test/metrics?evidence=cited&limit=1000", headers={"Accept": "text/html"})
    assert page.status_code == 200
    for number in {name.partition(":")[2] for name in named}:
        assert f">[{number}]</a>" in page.text


@pytest.mark.parametrize("path", ["claims", "metrics"])
async def test_sentences_of_several_documents_are_read_report_by_report(api: httpx.AsyncClient, path: str) -> None:
    """By their places alone the first of each would come first."""
    page = HTMLParser((await api.get(f"http://test/{path}", headers={"Accept": "text/html"})).text)
    (address,) = [one.attributes["href"] or "" for one in page.css("p.count a") if one.text() == "Report by report"]
    ordered = HTMLParser((await api.get(f"http://test{address}&limit=1000", headers={"Accept": "text/html"})).text)
    assert [one.text() for one in ordered.css("p.count span strong")] == ["Report by report"]
    places = [one.attributes["href"] or "" for one in ordered.css("tbody td a[href^='/documents/']")]
    documents = [one.partition("#")[0] for one in places]
    assert documents == sorted(documents)
    assert len(set(documents)) == 2
