"""A server that costs next to nothing, so that the time measured is that of whoever asks.

`python benchmarks/server.py LATENCY JOB [wrong]` prints its port. It answers after LATENCY seconds;
a job that it has made is done after JOB seconds. When it is wrong, one amount in its answers is.
"""

import asyncio
import json
import sys
import time
from functools import partial

from work import ANSWERS

_HEAD = "HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
_NANOSECONDS = 1e9


class Api(asyncio.Protocol):
    """One connection."""

    def __init__(self, latency: float, job: float) -> None:
        self._latency, self._job = latency, job
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where the answers go."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, rest = self._received.partition(b"\r\n\r\n")
            length = _length_of_body(head)
            if len(rest) < length:
                return
            self._received = rest[length:]
            method, path, _ = head.decode("latin-1").split(" ", 2)
            answer = self._answer(method, path)
            if self._latency:
                loop = asyncio.get_running_loop()
                loop.call_later(self._latency, self._transport.write, answer)
            else:
                self._transport.write(answer)

    def _answer(self, method: str, path: str) -> bytes:
        document = ANSWERS.get(f"{method} {path}")
        if path.startswith("/large/"):
            document = _large(int(path.removeprefix("/large/")))
        elif self._job:
            document = self._slow_job(path)
        body = json.dumps(document).encode()
        status = 201 if f"{method} {path}" == "POST /jobs" else 200
        return _HEAD.format(status=status, length=len(body)).encode() + body

    def _slow_job(self, path: str) -> object:
        """The id of a job is the moment at which it was made."""
        made = path.rpartition("/")[2]
        if not made.isdigit():
            return {"id": str(time.time_ns())}
        is_done = time.time_ns() - int(made) >= self._job * _NANOSECONDS
        return {"id": made, "state": "done" if is_done else "running"}


def _large(size: int) -> object:
    """A document of about that many bytes."""
    text = "x" * 980
    return {"size": size, "items": [{"n": number, "text": text} for number in range(size // 1000)]}


def _length_of_body(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


async def serve(latency: float, job: float) -> None:
    """Serve until the process ends; the port is the first line that is printed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(partial(Api, latency, job), "127.0.0.1", 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    if sys.argv[3:]:
        ANSWERS["POST /jobs"]["price"] = {"amount": 51, "unit": "sat"}
    asyncio.run(serve(float(sys.argv[1]), float(sys.argv[2])))
