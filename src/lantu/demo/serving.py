"""Serves the open deployment over HTTP, on this machine only unless told otherwise.

The background process runs beside the web workers. It is started again when it falls over, and it
stops when this process does, however that ends: it listens to a pipe that closes with it.
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lantu.kernel.errors import Conflict

WAITING = 64
"""Requests that each worker takes in at once; others wait outside."""

AGAIN = 3
"""Seconds before a background process that fell over is started again."""


def serve(host: str, port: int) -> None:
    """Until interrupted. Conflict when another program has the port."""
    _must_be_free(host, port)
    with _background():
        Granian(
            "lantu.apps.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=min(4, _cores()),
            blocking_threads=2 * _cores(),
            backpressure=WAITING,
            log_level=LogLevels.warning,
        ).serve()


@contextmanager
def _background() -> Iterator[None]:
    """`lantu work` for as long as the block runs."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep_working, args=(over,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep_working(over: threading.Event) -> None:
    command = [sys.executable, "-m", "lantu", "work", "--attached"]
    command += ["--home", os.environ["LANTU_HOME"]]
    while not over.is_set():
        worker = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
        while worker.poll() is None and not over.wait(0.5):
            pass
        if worker.stdin is not None:
            worker.stdin.close()
        worker.wait()
        over.wait(AGAIN)


def _cores() -> int:
    return os.cpu_count() or 1


def _must_be_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Conflict(
                "demo.port.taken",
                f"端口 {port} 不能用：{error.strerror}。",
                f"请换一个端口，例如 --port {port + 1}。",
            ) from error
