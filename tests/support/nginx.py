"""nginx with a configuration of ours, in a folder of its own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.support.live import running

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
# where nginx puts its temporary files, which is a folder of the system's otherwise
TEMPORARY = "".join(f"{kind}_temp_path temp-{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))


@contextmanager
def nginx(configuration: str, folder: Path, health: str) -> Iterator[None]:
    """nginx, once an address behind it answers with 200; ended afterwards."""
    file, log = folder / "nginx.conf", folder / "log"
    file.write_text(configuration)
    user = "user root;" if os.geteuid() == 0 else ""
    command = [NGINX, "-p", folder, "-c", file, "-e", log, "-g", f"daemon off; {user}"]
    with running(command, log, lambda: _answers(health), seconds=20):
        yield


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.TransportError:
        return False
