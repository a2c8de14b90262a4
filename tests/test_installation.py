"""What the README says of installing: the version of Python, the wheel, the pictures, and a copy of a database in use."""

import ast
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from app.config import HOME
from app.pages.assets import STATIC
from tests.browser import screenshots

README = (HOME / "README.md").read_text()
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text())
PAGES = ("/", "/guide", "/docs", "/assets/current/report.webp")
REPORT = "# Coffee\n\nLisbon had 420 cafes in 2024 [1].\n\n## References\n\n[1] Cafes, https://www.example.pt/cafes\n"


def test_the_oldest_python_is_the_one_that_is_named() -> None:
    """The code parses by its grammar, and the type check and the image are of it."""
    (oldest,) = re.findall(r"^Requires Python (3\.\d+) or newer and make\.$", README, re.MULTILINE)
    assert PROJECT["project"]["requires-python"] == f">={oldest}"
    assert sys.version_info >= tuple(map(int, oldest.split(".")))
    minor = int(oldest.partition(".")[2])
    for path in (HOME / "app").rglob("*.py"):
        ast.parse(path.read_text(), feature_version=(3, minor))
    with pytest.raises(SyntaxError):
        ast.parse("type Newer = int", feature_version=(3, 11))


@pytest.mark.slow
def test_one_file_is_installed_and_works_from_any_folder(tmp_path: Path) -> None:
    """As `pip install` unpacks it, beside what it depends on."""
    (wheel,) = WheelBuilder(str(HOME)).build(directory=str(tmp_path), versions=["standard"])
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    with zipfile.ZipFile(wheel) as file:
        file.extractall(site)
    elsewhere.mkdir()
    (elsewhere / "report.md").write_text(REPORT)
    held = {"PYTHONPATH": str(site), "FACTBASE_DATABASE_URL": f"sqlite:///{elsewhere / 'facts.db'}"}
    variables = {name: value for name, value in os.environ.items() if not name.startswith("FACTBASE_")} | held

    commands = (["init", "seeds"], ["add", "--seeds", "seeds", "report.md"], ["publish", "--seeds", "seeds"])
    # one process for all: what is installed is loaded once
    asked = (
        "import contextlib, sys, app, asyncio, httpx; from app.cli import cli\n"
        f"for arguments in {commands}:\n"
        "    with contextlib.redirect_stdout(sys.stderr): assert not cli(arguments, standalone_mode=False)\n"
        "from app.config import Settings; from app.main import create_app\n"
        "async def ask():\n"
        "    transport = httpx.ASGITransport(app=create_app(Settings()))\n"
        "    async with httpx.AsyncClient(transport=transport, base_url='http://test') as client:\n"
        f"        for path in {('/api/v1/claims', *PAGES)}:\n"
        "            answer = await client.get(path, headers={'Accept': 'text/html' if path == '/' else '*/*'})\n"
        "            print(path, answer.status_code, path == '/api/v1/claims' and answer.json()['data'][0]['text'])\n"
        "print(app.__file__); asyncio.run(ask())"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", asked],
        cwd=elsewhere,
        env=variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    where, *answers = done.stdout.splitlines()
    assert Path(where).is_relative_to(site)
    assert answers == ["/api/v1/claims 200 Lisbon had 420 cafes in 2024.", *(f"{path} 200 False" for path in PAGES)]


def test_every_picture_is_there_and_made_anew_by_make() -> None:
    shown = set(re.findall(r"!\[[^\]]+\]\(app/pages/static/([a-z]+)\.webp\)", README))
    assert shown == set(screenshots._SHOWN)
    for guide in ("guide.md", "guide_zh.md"):
        text = (HOME / "app/pages" / guide).read_text()
        assert set(re.findall(r"!\[[^\]]+\]\(/assets/current/([a-z]+)\.webp\)", text)) == shown
    for name in shown:
        head = (STATIC / f"{name}.webp").read_bytes()[:16]
        assert (head[:4], head[8:12]) == (b"RIFF", b"WEBP")
    made = re.search(r"^screenshots:.*\n\t\$\(BIN\)/python -m (\S+)", (HOME / "Makefile").read_text(), re.MULTILINE)
    assert made is not None
    assert made[1] == screenshots.__name__


def test_a_copy_by_cp_can_miss_what_is_in_the_log(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "factbase.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("CREATE TABLE fact (value)")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("INSERT INTO fact VALUES (1)")
        shutil.copyfile(tmp_path / "factbase.db", tmp_path / "cp.db")
        database.execute("VACUUM INTO ?", [str(tmp_path / "whole.db")])
    assert (tmp_path / "cp.db").is_file()
    found = {}
    for name in ("cp", "whole"):
        with closing(sqlite3.connect(tmp_path / f"{name}.db")) as copy:
            found[name] = copy.execute("SELECT count(*) FROM fact").fetchone()[0]
    assert found == {"cp": 0, "whole": 1}
