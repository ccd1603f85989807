"""How near `--jobs N` comes to what N workers can do at best.

`python benchmarks/parallel.py [JOBS ...]` runs 96 scenarios in 8 files against a server on this
machine that takes 50 ms to answer, and 2 s for a job. Each scenario makes four kinds of requests:
health, a new job, the job every 250 ms until it is done, payment. For each number of jobs, 1 4 16
and 32 unless given, it prints the wall time of the whole command, start-up included, beside
max(longest scenario, sum of all / N) and the ratio of the two. Longest and sum are those of the
first run in the list.
"""

import json
import multiprocessing
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parent.parent
LATENCY, JOB = 0.05, 2.0
FILES, SCENARIOS = 8, 12
SCENARIO = """
  Scenario: job {number}
    Given the API "example"
    When I GET "/health"
    Then the response status is 200
    When I POST "/jobs"
      '''
      {{"request": "job {number}"}}
      '''
    Then the response status is 201
    And I remember the response field "$.id" as "job"
    When I poll "/jobs/{{{{job}}}}" until the field "$.state" is "done"
    Then the response field "$.id" is {{{{job}}}}
    When I POST "/pay/{{{{job}}}}"
      '''
      {{"amount": 1}}
      '''
    Then the response status is 201
"""
TARGET = """
[apis.example]
base_url = "http://127.0.0.1:{port}"
poll_interval_seconds = 0.25
poll_limit_seconds = 30
"""


class SlowApi(BaseHTTPRequestHandler):
    """The id of a job is the moment at which it was made."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A job, or that the server is well."""
        made = self.path.rpartition("/")[2]
        is_done = made.isdigit() and time.time_ns() - int(made) >= JOB * 1e9
        self._answer(200, {"id": made, "state": "done" if is_done else "running"})

    def do_POST(self) -> None:
        """A new job."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer(201, {"id": str(time.time_ns())})

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def _answer(self, status: int, document: Mapping[str, object]) -> None:
        time.sleep(LATENCY)
        body = json.dumps(document).encode()
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\n"
        self.wfile.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


class Server(ThreadingHTTPServer):
    """Takes as many connections at once as there may be workers."""

    request_queue_size = 256
    daemon_threads = True


def main(numbers: list[int]) -> None:
    """Print the table."""
    server = Server(("127.0.0.1", 0), SlowApi)
    process = multiprocessing.Process(target=server.serve_forever, daemon=True)
    process.start()
    print(f"{'jobs':>4} {'wall s':>7} {'best s':>7} {'ratio':>6}")
    seconds: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        make_project(Path(folder), server.server_port)
        for jobs in numbers:
            wall = run(Path(folder), jobs)
            times = json.loads((Path(folder) / "reports" / "times.json").read_bytes())
            seconds = seconds or list(times.values())
            best = max(*seconds, sum(seconds) / jobs)
            print(f"{jobs:4} {wall:7.2f} {best:7.2f} {wall / best:6.3f}", flush=True)
    process.terminate()


def make_project(folder: Path, port: int) -> None:
    """The suite with features and a target of its own."""
    for part in ("environment.py", "behave.ini", "steps"):
        (folder / part).symlink_to(ROOT / part)
    (folder / "target.toml").write_text(TARGET.format(port=port))
    (folder / "features").mkdir()
    for file in range(FILES):
        numbers = range(file * SCENARIOS, (file + 1) * SCENARIOS)
        text = "".join(SCENARIO.format(number=number) for number in numbers)
        (folder / "features" / f"jobs_{file}.feature").write_text(f"Feature: Jobs {file}\n{text}")


def run(folder: Path, jobs: int) -> float:
    """Run all scenarios, which must pass; the seconds that the command takes."""
    command = [sys.executable, "-m", "behave", "--jobs", str(jobs), "-D", "target=target.toml"]
    began = time.perf_counter()
    finished = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    took = time.perf_counter() - began
    if f"{FILES * SCENARIOS} scenarios passed" not in finished.stdout:
        raise SystemExit(finished.stdout + finished.stderr)
    return took


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1, 4, 16, 32])
