"""The server process: its socket, its database file, its beginning and its end."""

import gc
import os
import socket
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from starlette.types import ASGIApp

from sandbox import log
from sandbox.database import open_database
from sandbox.server import Api, apis_on, build

if TYPE_CHECKING:
    from sandbox.changes.departure import Departure


class Unusable(Exception):
    """The sandbox cannot serve as asked; the text says why, in one line."""


def serve(
    host: str,
    port: int,
    database: Path | None,
    stop_with_parent: bool,
    departure: "Departure | None" = None,
) -> None:
    """Serve until SIGINT or SIGTERM or, `stop_with_parent`, until standard input ends.

    Prints the URL once connections are accepted. Raises Unusable for an address or a database
    file that cannot be used. With a `departure`, it serves otherwise than it should.
    """
    if departure:
        departure.apply()
    with (
        closing(listener(host, port)) as listening,
        _database_file(database) as file,
        closing(_opened(file)) as connection,
    ):
        server = _Server(apis_on(connection), _url(listening), departure)
        # What is there already stays to the end, which takes its time if all of it is looked at.
        gc.freeze()
        if stop_with_parent:
            threading.Thread(target=server.stop_at_end_of_input, daemon=True).start()
        server.run(sockets=[listening])


def prepare() -> None:
    """Build everything once and drop it: forks of this process start in half the time then."""
    with closing(open_database(":memory:")) as connection:
        _configuration(build(apis_on(connection))).load()
    # What is there already is not copied into every fork when it is looked at.
    gc.freeze()


class _Server(uvicorn.Server):
    """uvicorn, saying where it listens once it does."""

    def __init__(self, apis: Sequence[Api], url: str, departure: "Departure | None") -> None:
        application = build(apis)
        super().__init__(
            _configuration(departure.around(application) if departure else application)
        )
        self._url = url
        self._base_urls = [url + api.prefix for api in apis]

    def stop_at_end_of_input(self) -> None:
        """Wait until nobody can write to standard input any more, then stop."""
        # Straight from the descriptor: a thread inside sys.stdin would hold its lock, over which
        # the interpreter stumbles when it ends.
        with suppress(OSError):
            while os.read(0, 4096):
                pass
        self.stop()

    def stop(self) -> None:
        """Finish what is being answered and return from `run`; safe from any thread."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections, and say so."""
        await super().startup(sockets)
        print(f"sandbox listening on {self._url}", flush=True)
        if sys.stdout.isatty():
            self._introduce()

    def _introduce(self) -> None:
        for base_url in self._base_urls:
            print(f"  {base_url}")
        print(f"  {self._url}/openapi.json, to read at {self._url}/docs", flush=True)


def _configuration(application: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        # Starts and ends what the APIs do in the background.
        lifespan="on",
        log_config=log.CONFIGURATION,
        log_level="warning",
        access_log=False,
        # A client counts as the address it connects from, whatever its headers say.
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )


def listener(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 means any free one."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family)
        # Head and body of an answer are sent apart: without this, the second part waits 40 ms
        # for the first one's acknowledgement. Connections inherit it from their listener.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except socket.gaierror as problem:
        reason = problem.strerror
    except OSError as problem:
        # create_server adds the address to strerror, which the line names already.
        reason = os.strerror(problem.errno or 0)
    raise Unusable(f"cannot listen on {host} port {port}: {reason}")


def _url(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _database_file(chosen: Path | None) -> Iterator[Path]:
    if chosen is not None:
        yield chosen
        return
    with tempfile.TemporaryDirectory(prefix="sandbox-") as folder:
        yield Path(folder, "sandbox.sqlite")


def _opened(file: Path) -> sqlite3.Connection:
    try:
        return open_database(file)
    except sqlite3.Error as problem:
        raise Unusable(f"cannot use the database {file}: {problem}") from None
