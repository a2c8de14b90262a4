"""Reading one export as a stream."""

import http.client
import threading
import time

from benchmarks.servers import Server


def export(server: Server, path: str) -> dict[str, float]:
    """Milliseconds to the first byte of the body, seconds to the last, rows, and the server's memory before and at most."""
    before, most = server.memory(), server.memory()
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            for name, size in server.memory().items():
                most[name] = max(most[name], size)

    watcher = threading.Thread(target=watch)
    watcher.start()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    try:
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        # what the first byte is part of, but no more than has come
        first = answer.read1(1)
        waited = time.perf_counter() - began
        size, lines = len(first), 0
        while part := answer.read(1 << 20):
            size, lines = size + len(part), lines + part.count(b"\n")
        took = time.perf_counter() - began
    finally:
        done.set()
        watcher.join()
        connection.close()
    if answer.status != 200:
        raise ValueError(f"{answer.status} for {path}")
    memory = {"rss_before": before["all"], "rss_most": most["all"], "anonymous_before": before["anonymous"]}
    memory |= {"anonymous_most": most["anonymous"]}
    return {"first_byte_ms": waited * 1000, "seconds": took, "rows": lines - 1, "mb": size / 1e6, **memory}
