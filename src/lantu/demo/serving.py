"""Serves the open deployment over HTTP, on this machine only unless told otherwise."""

import os
import socket

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lantu.kernel.errors import Conflict

WAITING = 64
"""Requests that each worker takes in at once; others wait outside."""


def serve(host: str, port: int) -> None:
    """Until interrupted. Conflict when another program has the port."""
    _must_be_free(host, port)
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
