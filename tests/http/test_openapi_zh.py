"""The OpenAPI document in Chinese: every text of ours, and nothing else of the document changed."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.config import Settings
from app.http.openapi import document_of
from app.main import Service, create_app
from tests.support.openapi import described

_HAN = re.compile("[\u3400-\u9fff]")
_TOLD = ("description", "summary", "x-displayName")


@pytest.fixture(scope="module")
def app() -> Iterator[Service]:
    app = described(create_app(Settings(database_url="sqlite:///nothing-is-asked-of-it.db")))
    yield app
    app.state.close()


def _texts(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every description and summary with its place; what answers say in examples is no text of the document."""
    if isinstance(value, dict):
        fields = where.endswith("/properties")
        for name, one in value.items():
            if name in _TOLD and isinstance(one, str) and not fields:
                yield f"{where}/{name}", one
            elif fields or name not in {"example", "examples"} or where == "/components":
                yield from _texts(one, f"{where}/{name}") if name != "value" or fields else ()
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _texts(one, f"{where}/{place}")


def _without_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_texts(one) for name, one in value.items() if name not in _TOLD or not isinstance(one, str)}
    return [_without_texts(one) for one in value] if isinstance(value, list) else value


def test_every_text_has_its_chinese_and_nothing_else_differs(app: Service) -> None:
    english, chinese = document_of(app, "en"), document_of(app, "zh")
    assert [place for place, text in _texts(chinese) if not _HAN.search(text)] == []
    # English words in it are names, values and code
    loose = re.compile(r"(?<![\w`./-])(?:the|of|with|which|whether|is|are|it)(?![\w`/-])")
    assert [text for _, text in _texts(chinese) if loose.search(re.sub(r"`[^`]*`", "", text))] == []
    # a client that is generated from it is the same
    assert _without_texts(chinese) == _without_texts(english)


@pytest.mark.anyio
async def test_the_document_is_in_the_language_asked_for(app: Service) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://testserver") as client:
        asked = [
            (await client.get(f"/openapi.json{query}", headers={"Accept-Language": accepted}))
            for query, accepted in (("", "zh-CN,en;q=.5"), ("?lang=zh", "en"), ("?lang=en", "zh"), ("", "de"))
        ]
        assert [one.json()["paths"]["/api/v1/metrics"]["get"]["summary"] for one in asked] == [
            "列出数据", "列出数据", "List metrics", "List metrics",
        ]  # fmt: skip
        assert [one.headers["Content-Language"] for one in asked] == ["zh", "zh", "en", "en"]
        assert {one.headers["Vary"] for one in asked} == {"Accept, Accept-Encoding, Accept-Language"}
        assert (await client.get("/openapi.json?lang=de")).status_code == 422
