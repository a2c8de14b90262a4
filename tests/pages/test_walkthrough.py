"""The walk-through of the guide, from an empty folder to the first figure, as a newcomer runs it."""

import re
import shlex
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.config import Settings
from app.main import create_app
from app.pages.routes import guide

pytestmark = pytest.mark.anyio
BASE = "http://127.0.0.1:8000"


def blocks() -> list[tuple[str, str]]:
    """The language and the text of each code block of the walk-through."""
    text = guide(BASE)
    part = text[text.index("## Bring a report of your own") :]
    return re.findall(r"^```(\w+)\n(.*?)^```", part, re.MULTILINE | re.DOTALL)


@pytest.mark.slow
async def test_a_newcomer_reaches_the_first_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FACTBASE_SEEDS", raising=False)
    monkeypatch.setenv("FACTBASE_DATABASE_URL", f"sqlite:///{tmp_path / 'factbase.db'}")
    answers: list[list[dict[str, Any]]] = []
    for language, text in blocks():
        if language == "sh":
            for line in text.splitlines():
                answers += [await _run(line)]
        else:
            path = Path("coffee.md" if language == "markdown" else "seeds/facts/coffee/1.yaml")
            if text.startswith("- {slug:"):
                path = Path("seeds/vocabulary/indicators.yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            # what is no whole file is added to what is there
            with path.open("a", encoding="utf-8") as file:
                file.write(text)
    claims, numbers, metrics, counted = [rows for rows in answers if rows]
    assert [(row["text"], row["reference_numbers"], row["sources"][0]["url"]) for row in claims] == [
        ("Lisbon had 420 cafes in 2024.", [1], "https://www.example.pt/2025/02/14/cafes"),
        ("They sold coffee worth EUR 90 million.", [2], "https://prices.example.org/2024"),
    ]
    assert [(row["quote"], row["evidence"]) for row in numbers] == [("420", "cited"), ("EUR 90 million", "cited")]
    assert [(row["value"], row["unit"], row["reference_numbers"]) for row in metrics] == [(90000000, "EUR", [2])]
    assert [(row["display"], row["period"], row["reference_numbers"]) for row in counted] == [
        ("420 (number of cafes)", "2024", [1])
    ]


async def _run(line: str) -> list[dict[str, Any]]:
    """The rows of an answer; none of a command, which must succeed."""
    program, *arguments = shlex.split(line)
    if program == "curl":
        app = create_app(Settings())
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=BASE) as client:
            answer = await client.get(arguments[0])
        app.state.close()
        assert answer.status_code == 200, answer.text
        rows: list[dict[str, Any]] = answer.json()["data"]
        return rows
    if arguments[0] != "serve":
        result = CliRunner().invoke(cli, arguments)
        assert result.exit_code == 0, result.output
    return []
