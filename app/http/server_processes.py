"""Several server processes of one parent."""

from uvicorn.supervisors import Multiprocess


class ServerProcesses(Multiprocess):
    """Processes that serve, each of which is replaced when it has died, also while it is asked whether it lives."""

    def keep_subprocess_alive(self) -> None:
        for process in self.processes:
            # as long as the parent too has the worker's end of their pipe, nothing tells that the worker is gone, and its answer
            # would be waited for as long as a busy one may take
            process.child_conn.close()
        super().keep_subprocess_alive()
