"""What lives for the run and what for the scenario; environment.py says when."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import allure
from behave import fixture
from behave.model import Scenario
from behave.runner import Context, Runner

from harness import latency, run_record
from harness import target as targets
from harness.addresses import ClientAddresses
from harness.authentication.tokens import Tokens
from harness.ending import end_leftovers
from harness.evidence import Evidence
from harness.exchange_log import ExchangeLog
from harness.gherkin.opened import Opened
from harness.gherkin.sandbox_process import OwnSandbox
from harness.judge import Judge
from harness.ledger import Ledger
from harness.masking import learning
from harness.masking.outlet import OUTLET
from harness.once import Once
from harness.openapi import Contracts
from harness.proof import departure
from harness.report import EXCHANGES, RECORDS, REPORTS
from harness.spending import Budget, forbidden, plan
from harness.surroundings import Surroundings
from harness.target import Target, TargetError
from harness.webhook.inbox import InboxServer
from harness.world import World

# What behave adds to the name of an outline's row.
ROW_SUFFIX = " -- @"


class UnusableTarget(BaseException):
    """Ends the run before any scenario.

    No Exception: behave would turn that into a failed hook and exit code 1.
    """


class NotCleanedUp(Exception):
    """Something that costs money is still there."""


@fixture
def target(context: Context) -> Iterator[Target]:
    """The target of the run, and its record."""
    with open_target(context) as chosen:
        reports: Path = context.reports if "reports" in context else REPORTS
        context.exchanges = ExchangeLog(reports / EXCHANGES.name)
        context.add_cleanup(context.exchanges.close)
        context.records = RECORDS
        if getattr(context._runner, "opened", None):
            yield chosen
            return
        context.opened = _opened(chosen, context._runner.private_folder.path)
        jobs, shard = context.config.jobs, context.config.userdata.get("shard", "")
        record = run_record.begin(chosen, reports, jobs, shard)
        yield chosen
        run_record.end(record, chosen, reports)


@contextmanager
def open_target(context: Context) -> Iterator[Target]:
    """A target, checked and reachable, with all that scenarios need; nothing is recorded.

    The sandbox runs while this does.
    """
    shared: Path = context._runner.private_folder.path
    in_advance: InAdvance | None = getattr(context._runner, "in_advance", None)
    opened: Opened | None = getattr(context._runner, "opened", None)
    with ExitStack() as stack:
        try:
            chosen = (in_advance and in_advance.target) or _load(context._runner)
            learning.from_target(OUTLET.secrets, chosen)
            if opened:
                _use(opened, chosen, shared)
            else:
                begun = in_advance.sandbox if in_advance else None
                _start_sandbox_if_asked(chosen, context, stack, begun)
            targets.check_reachable(chosen)
            latency.check_budgets(chosen)
            if not opened:
                _announce_spending(chosen, context)
            context.ledger = Ledger(target=chosen.file, secrets=chosen.secrets)
            for line in end_leftovers(context.ledger):
                print(line)
        except TargetError as error:
            raise UnusableTarget(str(error)) from None
        context.target = chosen
        context.addresses = ClientAddresses(
            chosen.client_addresses, REPORTS / "client-addresses", chosen.address_window_seconds
        )
        context.once = Once(shared / "once")
        limits = {} if chosen.all_local else chosen.spending.budget
        context.budget = Budget(shared / "spent", chosen.file, limits)
        context.inboxes = InboxServer(chosen.webhook_inbox, shared / "webhook-inbox")
        stack.callback(context.inboxes.stop)
        context.tokens = Tokens()
        context.exchanges = context.records = None
        context.surroundings = Surroundings()
        context.contracts = Contracts()
        yield chosen


@fixture
def world(context: Context, scenario: Scenario) -> Iterator[World]:
    """A fresh World for one scenario; skips the scenario when it may not spend what it would."""
    chosen = context.target
    refused = "" if chosen.all_local else forbidden(chosen.spending, scenario.effective_tags)
    if refused:
        scenario.skip(f"{chosen.file}: spending.allowed does not name {refused}")
    context.world = World(
        context.target,
        context.addresses,
        Evidence(OUTLET.secrets),
        Path(scenario.filename),
        context.ledger,
        f"{scenario.filename}:{scenario.line}",
        _judge(context.target),
        context.once,
        context.budget,
        context.inboxes,
        scenario_name=scenario.name.partition(ROW_SUFFIX)[0].strip(),
        exchanges=context.exchanges,
        tokens=context.tokens,
        records=context.records,
        surroundings=context.surroundings,
        contracts=context.contracts,
    )
    yield context.world
    problems = context.world.clean_up()
    context.world.attach_deliveries()
    context.world.attach_commands()
    context.world.close()
    if problems:
        allure.global_error("\n".join(problems))
        raise NotCleanedUp("\n".join(problems))


def end_what_workers_left(context: Context) -> None:
    """End what is left of workers that died or were interrupted, while the target is open."""
    if "ledger" in context:
        for line in end_leftovers(context.ledger, of="a worker"):
            print(line)


def _opened(chosen: Target, shared: Path) -> Opened:
    addresses = {name: api.base_url for name, api in chosen.apis.items()}
    return Opened(addresses if chosen.starts_sandbox else {}, str(shared))


def _use(opened: Opened, chosen: Target, shared: Path) -> None:
    """Be a worker on a cluster, of a run that has opened the target.

    Raises TargetError when the target has what must not be counted or lent twice, and this
    worker does not share the folder in which the run keeps that.
    """
    for name, address in opened.base_urls.items():
        chosen.apis[name].base_url = address
    counted = {
        "spending.budget": bool(chosen.spending.budget) and not chosen.all_local,
        "client_addresses": bool(chosen.client_addresses),
        "webhook_inbox.public_url": bool(chosen.webhook_inbox.public_url),
    }
    for key in [key for key, is_given in counted.items() if is_given]:
        if shared != Path(opened.shared):
            raise TargetError(
                f"{chosen.file}: {key} is for one machine, and this worker does not share the "
                "folder of the run; use workers in that folder, or shards"
            )


def _start_sandbox_if_asked(
    chosen: Target, context: Context, stack: ExitStack, begun: OwnSandbox | None
) -> None:
    """Start it with the defect or the variant that is asked for; a rehearsal has its own way."""
    asked = _departures(context.config.userdata)
    if not chosen.starts_sandbox:
        if asked:
            raise TargetError(
                f"{chosen.file}: -D {asked[0][2:]}: only a sandbox that the run starts has it"
            )
        return
    if start := getattr(context, "start_sandbox", None):
        running = start(asked)
    else:
        log = _sandbox_log(context._runner)
        stack.callback(OUTLET.copy, log, REPORTS / log.name)
        running = (begun or OwnSandbox(log, asked)).running()
    address = stack.enter_context(running)
    for api in chosen.apis.values():
        if api.base_url.startswith("/"):
            api.base_url = address + api.base_url


class InAdvance:
    """What a run begins before it loads: its target is read, and its sandbox is told to start.

    There is no target when something is wrong with it, which is told when it is opened.
    """

    def __init__(self, runner: Runner) -> None:
        self.target: Target | None = None
        self.sandbox: OwnSandbox | None = None
        with suppress(TargetError):
            self.target = _load(runner)
            if self.target.starts_sandbox:
                asked = _departures(runner.config.userdata)
                self.sandbox = OwnSandbox(_sandbox_log(runner), asked)

    def stop(self) -> None:
        """Stop the sandbox, unless that is done."""
        if self.sandbox:
            self.sandbox.stop()


def _load(runner: Runner) -> Target:
    return targets.load(runner.config.userdata.get("target", "sandbox"))


def _departures(userdata: Mapping[str, str]) -> list[str]:
    return [f"--{kind}={userdata[kind]}" for kind in departure.KINDS if kind in userdata]


def _sandbox_log(runner: Runner) -> Path:
    folder: Path = runner.private_folder.path
    return folder / "sandbox.log"


def _announce_spending(chosen: Target, context: Context) -> None:
    """Say what the run is going to spend where that is real money, before it spends any."""
    if chosen.all_local:
        return
    selected = [
        scenario.effective_tags
        for feature in context._runner.features
        for scenario in feature.walk_scenarios()
        if scenario.should_run(context.config)
    ]
    bought = {purchase.kind for api in chosen.apis.values() for purchase in api.purchases}
    try:
        for line in plan(chosen.spending, selected, bought):
            print(line)
    except ValueError as problem:
        raise TargetError(f"{chosen.file}: {problem}") from None


def _judge(chosen: Target) -> Judge | None:
    if chosen.judge is None:
        return None
    key = chosen.secrets.get("judge.api_key", "")
    return Judge(chosen.judge.base_url, chosen.judge.model, key, chosen.timeout_seconds)
