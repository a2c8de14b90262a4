"""Draws charts in a separate process, which starts with the first chart."""

import json
import logging
import subprocess
import sys
import time
from contextlib import suppress
from threading import Lock, Timer
from typing import Any

from app.errors import Internal, Unavailable
from app.formats.charts.worker import REFUSED
from app.vocabulary.names import say

log = logging.getLogger(__name__)

# seconds that one chart may take, the start of the process included
_PATIENCE = 20


class ChartRenderer:
    """One worker for all threads of this process, restarted after it failed or hung."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._worker: subprocess.Popen[bytes] | None = None

    def draw(self, spec: dict[str, Any], format_: str, lang: str) -> bytes:
        """An SVG or PNG. Raises `Unavailable` where the worker does not start or answer, `Internal` where it cannot draw."""
        request = json.dumps({"spec": spec, "format": format_, "lang": lang}, ensure_ascii=False).encode() + b"\n"
        if not self._lock.acquire(timeout=_PATIENCE):
            raise Unavailable(say("too many charts are being drawn", "正在绘制的图过多"), retry_after=5)
        try:
            return self._drawn(request)
        finally:
            self._lock.release()

    def _drawn(self, request: bytes) -> bytes:
        head, began = b"", time.monotonic()
        for _ in range(2):
            head, body = self._ask(request)
            if body is not None:
                return body
            # a chart that was refused can make the next, innocent one fail
            self._stop()
            if time.monotonic() - began >= _PATIENCE:
                break
        if head == REFUSED:
            raise Internal(say("the chart could not be drawn", "无法绘制此图"))
        if time.monotonic() - began >= _PATIENCE:
            raise Unavailable(say("the chart was not drawn in time", "未能及时绘制此图"), retry_after=5)
        raise Unavailable(say("the process that draws charts ended", "绘图进程已退出"), retry_after=5)

    def close(self) -> None:
        """End the worker; the next chart starts another."""
        with self._lock:
            self._stop()

    def _ask(self, request: bytes) -> tuple[bytes, bytes | None]:
        """The first line of the worker's answer, and the picture; null if it refused, died or took too long."""
        worker = self._started()
        assert worker.stdin is not None
        assert worker.stdout is not None
        limit = Timer(_PATIENCE, worker.kill)
        limit.start()
        try:
            worker.stdin.write(request)
            worker.stdin.flush()
            head = worker.stdout.readline().strip()
            body = worker.stdout.read(int(head)) if head.isdigit() else None
            return head, body if body is None or len(body) == int(head) else None
        except OSError:
            return b"", None
        finally:
            limit.cancel()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._worker is None or self._worker.poll() is not None:
            self._stop()
            command = [sys.executable, "-m", "app.formats.charts.worker"]
            try:
                self._worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            except OSError as error:
                # no memory, no more processes allowed, no permission
                log.warning("the process that draws charts cannot be started: %s", error)
                why = say("the process that draws charts cannot be started", "无法启动绘图进程")
                raise Unavailable(f"{why} ({error.strerror})", retry_after=60) from None
        return self._worker

    def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        for stream in (worker.stdin, worker.stdout):
            if stream is not None:
                # what it was not sent any more is still to be written
                with suppress(OSError):
                    stream.close()
        try:
            worker.wait(2)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
