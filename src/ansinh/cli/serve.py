"""`ansinh serve`: the application on this machine and the worker beside it, until they are stopped together."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Final

from ansinh.cli.django_ready import ready
from ansinh.cli.errors import ERROR, OK
from ansinh.cli.tied import tied
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_, _

HOST: Final = "127.0.0.1"
PORT, TRIES = 8000, 40
PATH: Final = "/dang-nhap/"
_ANSWERS_WITHIN: Final = 60  # seconds
_STOPS_WITHIN: Final = 15
_PAUSE: Final = 0.2
_TOO_OFTEN: Final = 5  # a worker that died this often will not live


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--port", type=int, help=_("the port (default: {port}, or the next that is free)").format(port=PORT)
    )
    parser.add_argument(
        "--workers", type=int, choices=(1, 2), help=_("processes that answer (default: 2 on PostgreSQL)")
    )


def run(args: argparse.Namespace) -> int:
    """Start both, say READY once the application answers, stop both on Ctrl-C.

    Raises:
        AnSinhError: `port`, `upgrade-needed`; `not-a-demo` when people who were not made up would be one click away.
    """
    port = free_port(args.port)
    schema = ready("ansinh.registry.loading.schema")
    if ready("django.conf").settings.DEMO:
        ready("ansinh.registry.loading.demo").make_sure_of_demo()
    schema.make_sure_of_tables()
    database = ready("django.db").connection
    workers = args.workers or (2 if database.vendor == "postgresql" else 1)
    database.close()
    with _stopping() as stopped:
        return Serving(port, workers).run(stopped)


def free_port(wish: int | None) -> int:
    """The port that is asked for, or the first free one from 8000 on.

    Raises:
        AnSinhError: `port` when it is none, is taken, or none is free.
    """
    if wish is not None and not 0 < wish < 1 << 16:
        raise AnSinhError("port", N_("{port} is no port"), port=wish)
    for port in [wish] if wish is not None else range(PORT, PORT + TRIES):
        with contextlib.closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((HOST, port))
                return port
    raise AnSinhError(
        "port", N_("Port {port} is taken by another program; name another one with --port"), port=wish or PORT
    )


class Serving:
    """The two processes, and what happens to them."""

    def __init__(self, port: int, workers: int) -> None:
        self._port = port
        server = ["granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", str(workers)]
        quiet = ["--no-ws", "--log-level", "warning", "--blocking-threads", "4", "--respawn-failed-workers"]
        self.commands: dict[str, list[str]] = {
            "web": [sys.executable, "-m", *server, *quiet, "ansinh.config.wsgi:application"],
            "worker": [sys.executable, "-m", "ansinh.cli.main", "worker"],
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self._deaths = 0

    def run(self, stopped: Sequence[int]) -> int:
        """Serve until somebody adds to `stopped`; returns the exit status."""
        try:
            for name in self.commands:
                self._start(name)
            if not self._answers(stopped):
                return OK if stopped else ERROR
            sys.stdout.write(f"READY http://{HOST}:{self._port}\n")
            sys.stdout.flush()
            return self._watch(stopped)
        finally:
            self._stop()

    def _start(self, name: str) -> None:
        # A group of their own: Ctrl-C reaches this process alone, which then stops them in order.
        # Tied to this process: however it dies, they end.
        self.running[name] = subprocess.Popen(tied(self.commands[name]), start_new_session=True)  # noqa: S603 - our own

    def _answers(self, stopped: Sequence[int]) -> bool:
        """Wait until the application answers a request."""
        until = time.monotonic() + _ANSWERS_WITHIN
        while time.monotonic() < until and not stopped and self.running["web"].poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                asked = http.client.HTTPConnection(HOST, self._port, timeout=_ANSWERS_WITHIN)
                with contextlib.closing(asked):
                    asked.request("GET", PATH)
                    if asked.getresponse().status < http.client.INTERNAL_SERVER_ERROR:
                        return True
            time.sleep(_PAUSE)
        return False

    def _watch(self, stopped: Sequence[int]) -> int:
        while not stopped:
            time.sleep(_PAUSE)
            if self.running["web"].poll() is not None:
                sys.stderr.write(_("The application ended by itself; the worker is stopped too.") + "\n")
                return ERROR
            if self.running["worker"].poll() is not None:
                self._deaths += 1
                if self._deaths >= _TOO_OFTEN:
                    sys.stderr.write(_("The worker ended again and again; the application is stopped too.") + "\n")
                    return ERROR
                self._start("worker")
        sys.stdout.write("\n" + _("Stopped.") + "\n")
        return OK

    def _stop(self) -> None:
        """Ask both to end, then end them."""
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + _STOPS_WITHIN
        for process in self.running.values():
            try:
                process.wait(max(until - time.monotonic(), _PAUSE))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def _stopping() -> Iterator[list[int]]:
    """A list that gets the signal that asks to stop."""
    got: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        got.append(number)

    before = {each: signal.signal(each, note) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield got
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
