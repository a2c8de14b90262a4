"""Servers as processes, each pinned to its own core: starting them, waiting for them, measuring their memory."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """A server that answers; `seconds` from its start to its first answer."""

    port: int
    pid: int
    seconds: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> dict[str, float]:
        """Resident megabytes: all, those of no file (`anonymous`), and the most there ever were (`peak`)."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        sizes = {name: value for name, _, value in (line.partition(":") for line in lines)}
        names = {"all": "VmRSS", "anonymous": "RssAnon", "peak": "VmHWM"}
        return {name: round(int(sizes[key].split()[0]) / 1024, 1) for name, key in names.items()}


def get(server: Server, path: str, timeout: float = 120) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers (names in lower case) of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def started(
    command: Sequence[str],
    core: int,
    ready: str,
    log: Path,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Iterator[Server]:
    """Run the command pinned to a core, with `{port}` replaced by a free port, and wait until `ready` answers 200."""
    port = free_port()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            [part.replace("{port}", str(port)) for part in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            cwd=folder,
            start_new_session=True,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
        try:
            _wait(process, port, ready, log)
            yield Server(port, process.pid, time.perf_counter() - began)
        finally:
            _end(process)


def _wait(process: subprocess.Popen[bytes], port: int, ready: str, log: Path, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    server = Server(port, process.pid, 0)
    while time.monotonic() < end and process.poll() is None:
        try:
            if get(server, ready)[0] == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.005)
    told = log.read_text(errors="replace")[-1500:]
    raise RuntimeError(f"no answer to {ready} from {process.args!r}:\n{told}")


def _end(process: subprocess.Popen[bytes]) -> None:
    for kind in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, kind)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                continue
