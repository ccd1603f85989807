"""`python -m sandbox.fleet SOCKET`: a sandbox for each connection to that Unix socket.

Its users start hundreds: loading the sandbox takes ten times as long as starting one in a fork
of a process that has loaded it. The first line that a connection says is the options of its
sandbox; the connection then is its standard input, output and error, and it ends with it. The
fleet ends when its own standard input does.
"""

import os
import select
import shlex
import socket
import sys
from contextlib import suppress

from sandbox import __main__ as command
from sandbox import process
from sandbox.changes import catalogue

# What a fork would load.
_LOADED = (catalogue,)


def main() -> None:
    """Say so when there can be connections, then serve them until standard input ends."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(sys.argv[1])
        listening.listen()
        process.prepare()
        print("fleet ready", flush=True)
        while listening in select.select([listening, sys.stdin], [], [])[0]:
            connection, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                _be_sandbox(connection)
            connection.close()
            _bury()


def _bury() -> None:
    """Wait for those that have ended; what they have used counts as the fleet's then."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _be_sandbox(connection: socket.socket) -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        os.dup2(connection.fileno(), stream.fileno())
    connection.close()
    asked = shlex.split(sys.stdin.readline())
    command.main([*asked, "--stop-with-parent"])
    sys.exit(0)


if __name__ == "__main__":
    main()
