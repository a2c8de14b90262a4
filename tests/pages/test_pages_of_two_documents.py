"""Pages whose rows are of several documents, each of which numbers its bibliography for itself."""

import httpx
import pytest

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
