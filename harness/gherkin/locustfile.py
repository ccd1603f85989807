"""What Locust loads: users who run the chosen scenarios. `python -m harness load` starts it.

A process runs its users and judges what came of them; or it is a worker, and its notes go to a
master together with Locust's own figures.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from behave.parser import ParserError
from gevent import sleep
from locust import User as LocustUser
from locust import constant, events, task
from locust.env import Environment
from locust.rpc.protocol import Message
from locust.runners import WORKER_REPORT_INTERVAL, MasterRunner, Runner
from locust.stats import StatsEntry

from harness import latency, run_record
from harness import target as targets
from harness.exchange_log import ExchangeLog, Noted
from harness.gherkin import authoring
from harness.gherkin.fixtures import UnusableTarget
from harness.gherkin.repeated import Suite, User
from harness.load import summary
from harness.load.iterations import Iteration, Iterations
from harness.load.log import LoadLog
from harness.load.summary import Figures
from harness.masking.console import mask_console
from harness.masking.outlet import OUTLET
from harness.problem import AuthorError
from harness.report import EXCHANGES, REPORTS
from harness.results.run import SKIPPED
from harness.target import TargetError

_REPORTS = REPORTS / "load"
_UNUSABLE = 2
_SCENARIO = "SCENARIO"
# What Locust hands through to us.
_OWN = ("scenario", "define")
# How long a user waits, in seconds, when the scenario could not be run: it may soon, or never.
_PAUSE = 1.0


class Failed(Exception):
    """An iteration did not do what its scenario promises."""


class Gathered:
    """What users have run, here or at the workers of this master."""

    def __init__(self) -> None:
        for file in [*(_REPORTS / EXCHANGES.name).glob("*"), *run_record.files(_REPORTS)]:
            file.unlink(missing_ok=True)
        self.iterations = Iterations()
        self.log = ExchangeLog(_REPORTS / EXCHANGES.name)

    def take(self, data: dict[str, Any]) -> None:
        """Take in what a worker has sent."""
        for note in msgspec.convert(data.pop("notes", []), list[Noted]):
            self.log.write(note)
        for iteration in msgspec.convert(data.pop("iterations", []), list[Iteration]):
            self.iterations.add(iteration)


class Sent:
    """What users have run, until a worker sends it to its master."""

    def __init__(self) -> None:
        self.notes: list[Noted] = []
        self.iterations: list[Iteration] = []

    def note(self, noted: Noted) -> None:
        """Keep a note."""
        self.notes.append(noted)

    def iterate(self, iteration: Iteration) -> None:
        """Keep an iteration."""
        self.iterations.append(iteration)

    def put_into(self, data: dict[str, Any]) -> None:
        """Send what has come together."""
        data["notes"] = msgspec.to_builtins(self.notes)
        data["iterations"] = msgspec.to_builtins(self.iterations)
        self.notes, self.iterations = [], []


class Load:
    """The users of this process, with the suite and its target open."""

    def __init__(
        self, options: Namespace, reports: Path, note: Callable[[Iteration], None]
    ) -> None:
        self._note = note
        self.suite = Suite(options.scenario, options.define)
        self.suite.open(reports, by_many=options.worker or options.users > 1)

    def log_to(self, folder: Path, hand_on: Callable[[Noted], None] | None = None) -> None:
        """Note exchanges in a folder, or hand the notes on; what a run keeps stays as it is."""
        endpoints = latency.endpoints_at(self.suite.target)
        self.suite.share(exchanges=LoadLog(folder, endpoints, _tell, hand_on), records=None)

    def run(self, user: User) -> None:
        """Run the next scenario of a user; that it fails is told once, as a failure of its own."""
        iteration = user.run_next()
        self._note(iteration)
        if iteration.verdict.status == SKIPPED:
            sleep(_PAUSE)
            return
        failed = Failed(iteration.complaint) if iteration.is_red else None
        _fire(_SCENARIO, iteration.name, iteration.seconds, failed)


def _tell(endpoint: str, seconds: float) -> None:
    api, method, path = endpoint.split(" ", 2)
    _fire(method, f"{api} {path}", seconds)


def _fire(kind: str, name: str, seconds: float, exception: Exception | None = None) -> None:
    events.request.fire(
        request_type=kind,
        name=name,
        response_time=seconds * 1000,
        response_length=0,
        exception=exception,
        context={},
    )


def _run_users(options: Namespace) -> Load:
    """Run users and judge what came of it."""
    gathered = Gathered()
    load = Load(options, _REPORTS, gathered.iterations.add)
    load.log_to(_REPORTS / EXCHANGES.name)

    def end(environment: Environment, **_: object) -> None:
        _runner(environment).stop()
        _judge(environment, gathered.iterations, load.suite.close())

    events.quitting.add_listener(end)
    return load


def _work(options: Namespace) -> Load:
    """Run users and send all that they do to the master."""
    sent = Sent()
    load = Load(options, _REPORTS / "worker", sent.iterate)
    load.log_to(_REPORTS / "worker", sent.note)

    def end(environment: Environment, **_: object) -> None:
        _runner(environment).stop()
        environment.process_exit_code = 0
        for left in load.suite.close():
            print(left)
            environment.process_exit_code = 1

    events.report_to_master.add_listener(lambda client_id, data: sent.put_into(data))
    events.quitting.add_listener(end)
    return load


def _gather(options: Namespace) -> None:
    """Run no users, and judge what the workers have sent."""
    gathered = Gathered()
    target = targets.load(Suite(options.scenario, options.define).named_target)
    record = run_record.begin(target, _REPORTS)

    def let_workers_end(environment: Environment, **_: object) -> None:
        """Wait for what users still run, and for the last report; Locust waits half a second.

        Of workers that have stopped, it forgets for a while that they are there.
        """
        events.test_stopping.remove_listener(let_workers_end)
        master = environment.runner
        assert isinstance(master, MasterRunner)
        workers = [worker.id for worker in master.clients.all]
        master.stop()
        sleep(WORKER_REPORT_INTERVAL + _PAUSE)
        for worker in workers:
            master.server.send_to_client(Message("quit", None, worker))

    def end(environment: Environment, **_: object) -> None:
        _runner(environment).stop()
        run_record.end(record, target, _REPORTS)
        _judge(environment, gathered.iterations, [])

    events.test_stopping.add_listener(let_workers_end)
    events.worker_report.add_listener(lambda client_id, data: gathered.take(data))
    events.quitting.add_listener(end)


def _runner(environment: Environment) -> Runner:
    assert environment.runner
    return environment.runner


def _judge(environment: Environment, iterations: Iterations, left: Sequence[str]) -> None:
    """Let the exit code say what came of it, and say why below Locust's own figures."""
    times = latency.times(_REPORTS)
    environment.process_exit_code = 1 if summary.reasons(times, iterations, left) else 0
    text = "\n".join(summary.lines(times, _by_locust(environment), iterations, left))
    events.quit.add_listener(lambda exit_code, **_: print(text))


def _by_locust(environment: Environment) -> dict[str, Figures]:
    """Locust's own figures, by our names of the endpoints."""
    entries = _runner(environment).stats.entries.items()
    return {
        "{0} {2} {1}".format(*name.split(" ", 1), method): _figures(entry)
        for (name, method), entry in entries
        if method != _SCENARIO
    }


def _figures(entry: StatsEntry) -> Figures:
    p50, p95, p99 = (entry.get_response_time_percentile(each) / 1000 for each in (0.5, 0.95, 0.99))
    return Figures(entry.num_requests, p50, p95, p99, entry.max_response_time / 1000)


@events.init_command_line_parser.add_listener
def _add_arguments(parser: ArgumentParser) -> None:
    for name in _OWN:
        parser.add_argument(f"--{name}", action="append", default=[])


def _options() -> Namespace:
    """What is needed before Locust has read its command line."""
    parser = ArgumentParser(add_help=False, allow_abbrev=False)
    _add_arguments(parser)
    parser.add_argument("--users", type=int, default=1)
    parser.add_argument("--master", action="store_true")
    parser.add_argument("--worker", action="store_true")
    return parser.parse_known_args()[0]


def _opened() -> Load | None:
    """Open everything now: a worker is ready when its master hears of it."""
    options = _options()
    mask_console(OUTLET.secrets.mask)
    role = _gather if options.master else _work if options.worker else _run_users
    try:
        return role(options)
    except (UnusableTarget, TargetError) as error:
        print(f"unusable target: {error}", file=sys.stderr)
        raise SystemExit(_UNUSABLE) from None
    except (AuthorError, ParserError) as error:
        said = authoring.explained(error) if isinstance(error, ParserError) else str(error)
        print(f"not runnable: {said}", file=sys.stderr)
        raise SystemExit(1) from None


_LOAD = _opened()


class ScenarioUser(LocustUser):
    """A user of Locust's."""

    wait_time = constant(0)

    def on_start(self) -> None:
        """Get scenarios of one's own."""
        assert _LOAD
        self.user = _LOAD.suite.user()

    @task
    def run_next(self) -> None:
        """Run a scenario."""
        assert _LOAD
        _LOAD.run(self.user)

    def on_stop(self) -> None:
        """Leave the features."""
        self.user.leave()
