"""A server whose database, folder or whole disk it cannot write."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from app.config import HOME, Settings
from app.store.publishing import Build
from tests.conftest import loaded
from tests.support.live import environment, served

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away, and mount")]
NOBODY = 65534
# without the rights of root over the files of others
AS_STRANGER = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
ANSWERED = (
    "/readyz", "/api/v1/metrics?limit=1", "/api/v1/claims?q=AI", "/api/v1/aggregate?group_by=unit&measures=max", "/guide",
)  # fmt: skip
WRITTEN = ("/api/v1/metrics?format=csv", "/api/v1/export.zip")


@pytest.fixture
def database(built: Build) -> Iterator[Path]:
    """A database of somebody else, in a folder of theirs."""
    folder = Path(tempfile.mkdtemp())
    loaded(Settings(database_url=f"sqlite:///{folder}/facts.db"), built)
    folder.chmod(0o755)
    for path in (folder, *folder.iterdir()):
        os.chown(path, NOBODY, NOBODY)
    yield folder / "facts.db"
    shutil.rmtree(folder)


def on_a_read_only_disk(folder: Path) -> list[str]:
    """A command with no folder to write, temporary ones included. Skips where it may not be run."""
    mounts = [tempfile.gettempdir(), "/var/tmp", "/dev/shm", str(folder), "/"]
    steps = [f"mount --bind {one} {one} && mount -o remount,bind,ro {one}" for one in mounts if Path(one).is_dir()]
    command = ["unshare", "--mount", "sh", "-c", " && ".join([*steps, 'cd / && exec "$@"']), "sh"]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no mounts may be made here")
    return command


def status(port: int, path: str) -> tuple[int, str]:
    """The status and, of a problem, its kind."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            answer.read()
            return answer.status, ""
    except HTTPError as error:
        with error:
            return error.code, json.load(error)["type"]


@pytest.mark.parametrize(("is_disk_read_only", "written"), [(False, (200, "")), (True, (507, "/problems/storage-full"))])
def test_a_server_that_cannot_write_answers(
    database: Path, tmp_path: Path, is_disk_read_only: bool, written: tuple[int, str]
) -> None:
    before = sorted(path.name for path in database.parent.iterdir())
    within = on_a_read_only_disk(database.parent) if is_disk_read_only else AS_STRANGER
    with served(Settings(database_url=f"sqlite:///{database}"), tmp_path, within) as server:
        assert {path: status(server.port, path) for path in ANSWERED} == dict.fromkeys(ANSWERED, (200, ""))
        assert {path: status(server.port, path) for path in WRITTEN} == dict.fromkeys(WRITTEN, written)
        # again, now that these were tried
        assert status(server.port, "/api/v1/metrics?limit=2") == (200, "")
    assert sorted(path.name for path in database.parent.iterdir()) == before
    assert "Traceback" not in (tmp_path / "serve.log").read_text()


def test_a_tool_reads_the_views_in_a_folder_it_cannot_write(database: Path) -> None:
    read = (
        "import sys, sqlalchemy as sa; found = sa.create_engine(sys.argv[1]).connect();"
        " print(found.execute(sa.text('SELECT count(*) > 300 FROM facts_flat')).scalar())"
    )
    address = f"sqlite:///file:{database}?mode=ro&immutable=1&uri=true"
    command = [*AS_STRANGER, sys.executable, "-c", read, address]
    assert subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout == "1\n"
    assert [path.name for path in database.parent.iterdir()] == [database.name]


def test_changes_that_cannot_be_read_are_told_in_one_line(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE document SET title_en = 'changed'")
        connection.commit()
        copy = database.with_name("copy.db")
        shutil.copy(database, copy)
        shutil.copy(f"{database}-wal", f"{copy}-wal")
    connection.close()
    os.chown(copy, NOBODY, NOBODY)
    command = [*AS_STRANGER, sys.executable, "-c", "from app.cli import cli; cli()", "serve"]
    environ = environment(Settings(database_url=f"sqlite:///{copy}"))
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HOME, env=environ, timeout=60)
    told = "copy.db-wal holds changes and cannot be read without copy.db-shm: copy copy.db and copy.db-wal to a folder"
    assert ended.returncode == 1
    assert told in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
