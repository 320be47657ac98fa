"""`ansinh view`: serve a roll's folder on this machine, and nothing else, to nobody else."""

from __future__ import annotations

import argparse
import http.client
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_, _
from ansinh.lawdesk.roll.page import policy

HOST = "127.0.0.1"
PAGE = "index.html"
SECONDS = 30
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".yaml": "text/plain; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--port", type=int, default=0, help=_("the port (default: one that is free)"))
    parser.add_argument("--check", action="store_true", help=_("ask for the page once, say how it went, and end"))
    parser.add_argument("folder", type=Path, metavar=_("FOLDER"), help=_("the folder of a roll"))


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C; with --check, serve one request to itself."""
    if not (args.folder / PAGE).is_file():
        raise AnSinhError("no_page", N_("{folder} holds no page of a roll."), folder=args.folder)
    if not 0 <= args.port < 1 << 16:
        raise AnSinhError("port", N_("{port} is no port"), port=args.port)
    server = make_server(args.folder, args.port)
    address = f"http://{HOST}:{server.server_port}/"
    with server:
        if args.check:
            return _check(server, address)
        sys.stdout.write(_("The roll is shown at {address} – Ctrl-C ends it.").format(address=address) + "\n")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            sys.stdout.write("\n" + _("Stopped.") + "\n")
    return 0


def _check(server: ThreadingHTTPServer, address: str) -> int:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        client = http.client.HTTPConnection(HOST, server.server_port, timeout=SECONDS)
        client.request("GET", "/")
        answer = client.getresponse()
        size = len(answer.read())
        client.close()
    finally:
        server.shutdown()
        thread.join()
    sys.stdout.write(f"{address} {answer.status} {size}\n")
    return 0 if answer.status == http.client.OK else 1


def make_server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server of the files that lie in `folder` now, by name; there are no paths to climb.

    Raises:
        OSError: the port is taken.
    """
    files = {item.name: item for item in folder.iterdir() if item.is_file() and item.suffix in TYPES}

    class Handler(_Handler):
        served = files

    return ThreadingHTTPServer((HOST, port), Handler)


class _Handler(BaseHTTPRequestHandler):
    served: dict[str, Path]
    server_version = "ansinh"
    sys_version = ""
    timeout = SECONDS

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        name = unquote(urlsplit(self.path).path).removeprefix("/") or PAGE
        place = self.served.get(name)
        host, colon, port = (self.headers.get("Host") or "").partition(":")
        if host not in (HOST, "localhost") or (colon and not port.isdigit()):
            self.send_error(http.client.FORBIDDEN)  # a foreign name that leads here: another page's trick
            return
        if place is None or not place.is_file():
            self.send_error(http.client.NOT_FOUND)
            return
        content = place.read_bytes()
        self.send_response(http.client.OK)
        self.send_header("Content-Type", TYPES[place.suffix])
        self.send_header("Content-Length", str(len(content)))
        if place.suffix != ".html":
            self.send_header("Content-Disposition", f'attachment; filename="{place.name}"')
        self.end_headers()
        if body:
            self.wfile.write(content)

    def end_headers(self) -> None:
        """Every answer, errors too, carries the same protection."""
        self.send_header("Content-Security-Policy", f"{policy()}; frame-ancestors 'none'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Nothing is logged: addresses and names of files say nothing to an officer."""
