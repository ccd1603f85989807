"""The runner of the suite: behave's own, with a verdict that can be believed."""

import gc
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from behave.configuration import Configuration
from behave.model import Feature, Step
from behave.model_core import FileLocation
from behave.parser import ParserError
from behave.reporter.junit import JUnitReporter
from behave.reporter.summary import SummaryReporter
from behave.runner import Runner
from behave.runner_util import parse_features

from harness import report
from harness.gherkin import authoring, phrases, rows, shard, verdict
from harness.gherkin.allure_formatter import ResultFormatter
from harness.gherkin.cluster import checkout, setting
from harness.gherkin.cluster.client import Cluster, UnusableCluster, connect
from harness.gherkin.context import LeanContext
from harness.gherkin.fixtures import InAdvance, UnusableTarget
from harness.gherkin.forks import Forks
from harness.gherkin.nearest import unknown_sentence
from harness.gherkin.parallel import Parallel, can_be_in_pieces, number_of_jobs
from harness.gherkin.phrases import Phrases
from harness.gherkin.plan import planned
from harness.gherkin.sentence_matcher import SENTENCES
from harness.gherkin.watch import Watch
from harness.ledger import FOLDER, Ledger
from harness.masking import Secrets, learning, sweep
from harness.masking.console import mask_console
from harness.masking.outlet import OUTLET
from harness.private_folder import PrivateFolder, remove_left
from harness.problem import AuthorError
from harness.results import gate, junit, step_summary, summary, times
from harness.results.completion import conclude, note_leaks, note_problem
from harness.results.journal import Folders, Journal
from harness.results.run import RED, Problem, Terms

_UNUSABLE = 2
_Round = Callable[[Iterable[Feature]], Iterator[Feature]]
"""Runs features; yields those that are left for behave to run."""


class AcceptanceRunner(Runner):
    """Runs features; exits with 2 when the target cannot be used, before any scenario.

    A run in which nothing ran is red, and so is one with a feature file that says less than
    its author wrote. Undefined steps are answered with the nearest sentences there are.

    `-D rerun=N` runs what has not passed again when all else has run, up to N times. What
    passes then is flaky, which is red as well unless `-D flaky=accepted`.

    `--jobs N` runs up to N scenarios at the same time, each in a worker of its own;
    `-D scheduler=tcp://HOST:PORT` as many as the workers of a Dask cluster have threads.
    """

    journal: Journal
    in_advance: InAdvance | None = None
    private_folder: PrivateFolder
    _phrases: Phrases
    _unusable: UnusableCluster | None = None

    def run(self) -> bool:
        """Run everything that is selected; True when it failed."""
        # Whoever stops a CI job sends this; as an interrupt, it lets the clean-up happen.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        self._mask_console()
        if self.config.dry_run:
            report.clear_results()
            return self._run_and_explain()
        remove_left()
        self.private_folder = PrivateFolder()
        OUTLET.open(self.private_folder.path)
        self.in_advance = InAdvance(self)
        report.clear_results()
        self.journal = Journal.begin(_folders(self.config))
        try:
            return self._run_and_explain()
        except BaseException as error:
            if not isinstance(error, SystemExit):
                self._fail(verdict.said(error))
            raise
        finally:
            if self.in_advance:
                self.in_advance.stop()
            self._conclude()
            self.journal.close()
            OUTLET.close()
            self.private_folder.close()

    def _mask_console(self) -> None:
        plain = sys.stdout
        mask_console(OUTLET.secrets.mask)
        for output in self.config.outputs:
            output.stream = sys.stdout if output.stream is plain else output.stream

    def _run_and_explain(self) -> bool:
        try:
            return bool(super().run())
        except SystemExit as error:
            self._explain(f"the suite itself has ended the run: {verdict.said(error)}")
        except UnusableTarget as error:
            self._explain(f"unusable target: {error}")
            raise SystemExit(_UNUSABLE) from None
        except UnusableCluster as error:
            self._explain(f"unusable scheduler: {error}")
            raise SystemExit(_UNUSABLE) from None
        except (AuthorError, ParserError) as error:
            said = authoring.explained(error) if isinstance(error, ParserError) else str(error)
            self._explain(f"not runnable: {said}")
        return True

    def load_hooks(self, filename: str | None = None) -> None:
        """Load environment.py, with a context that costs little."""
        self.context = LeanContext(self)
        super().load_hooks(filename)

    def load_step_definitions(self, extra_step_paths: list[str] | None = None) -> None:
        """Load the vocabulary: sentences first, then the phrases that are made of them."""
        super().load_step_definitions(extra_step_paths)
        self._phrases = phrases.load_for(self)

    def check_written(self, features: Sequence[Feature]) -> None:
        """Raise AuthorError for what is wrong in features, or with phrases that they use."""
        selected = (
            scenario
            for feature in features
            for scenario in feature.walk_scenarios()
            if scenario.should_run(self.config)
        )
        if found := [*authoring.problems(features), *self._phrases.problems_in(selected)]:
            raise AuthorError("\n".join(found))

    def run_model(self, features: list[Feature] | None = None) -> bool:
        """Run the features unless a file is wrong; then judge what came of them."""
        self.step_registry = SENTENCES
        rows.fill(self.features, self.feature_locations())
        self.check_written(self.features)
        self._replace(JUnitReporter)
        if self.config.dry_run:
            return self._dry_run()
        reruns, accepts_flaky = _number_of_reruns(self.config), _accepts_flaky(self.config)
        self._replace(SummaryReporter)
        self.journal.note(Terms(accepts_flaky))
        self._note_plan()
        watch = Watch(self, self.journal)
        # What is loaded stays: the collector need not go through it again and again, and workers
        # need no copy of it.
        gc.freeze()
        with ExitStack() as stack:
            run = self._round(watch, self._cluster(stack))
            failed = super().run_model(self._in_rounds(run, reruns))
        if self._unusable:
            raise self._unusable
        self._note_what_is_left()
        self._conclude()
        return self._judged(bool(failed))

    def _dry_run(self) -> bool:
        """Look for sentences that do not exist; nothing is sent and no result is written."""
        self._replace(SummaryReporter)
        for formatter in [each for each in self.formatters if isinstance(each, ResultFormatter)]:
            self.formatters.remove(formatter)
        super().run_model()
        self._explain_undefined_steps()
        count = len(list(planned(self.features, self.config)))
        print(f"dry run: {count} scenarios, {len(self._undefined_lines())} undefined steps")
        return bool(self.undefined_steps)

    def _undefined_lines(self) -> dict[tuple[str, int], Step]:
        return {(step.filename, step.line): step for step in self.undefined_steps}

    def _note_plan(self) -> None:
        for each in shard.plan(self.features, self.config):
            self.journal.note(each)
        if self.journal.folders.junit:
            # Whatever becomes of this process, no scenario is missing there.
            junit.write(self.journal.run, Path(self.journal.folders.junit))

    def _replace(self, reporter: type) -> None:
        """Leave out a reporter of behave; what it would say is said by harness.results."""
        reporters = self.config.reporters
        self.config.reporters = [each for each in reporters if not isinstance(each, reporter)]

    def _in_rounds(self, run: _Round, reruns: int) -> Iterator[Feature]:
        """All features, then once more what has not passed, up to so many times."""
        try:
            yield from run(self.features)
            for _ in range(reruns):
                if not self.aborted:
                    yield from run(self._not_passed())
        except UnusableCluster as problem:
            # It ends the run when what the run has opened is closed.
            self._unusable = problem

    def _cluster(self, stack: ExitStack) -> Cluster | None:
        """The cluster of `-D scheduler=`, connected until the stack is closed."""
        address = self.config.userdata.get("scheduler", "")
        if not address:
            return None
        if not can_be_in_pieces(self.config):
            raise UnusableCluster("--no-capture, and a format that is one document, need --jobs 1")
        client = stack.enter_context(connect(address))
        keep = partial(checkout.put, results=Path(self.journal.folders.allure))
        return Cluster(client, partial(setting.of, self, self.journal.run), keep)

    def _round(self, watch: Watch, cluster: Cluster | None) -> _Round:
        """How features are run: one after the other, or with their scenarios side by side."""
        if cluster:
            return Parallel(self, watch, self.journal, cluster).run
        jobs = number_of_jobs(self.config)
        if jobs > 1 and len(self.journal.run.planned) > 1:
            return Parallel(self, watch, self.journal, Forks(self, watch, jobs)).run
        return partial(_each_watched, watch)

    def _not_passed(self) -> list[Feature]:
        """The features with what is to run again, as if they had never run."""
        verdicts = self.journal.run.verdicts().items()
        red = [location for location, said in verdicts if said.status in RED]
        files = [FileLocation(file) for file in dict.fromkeys(_file_of(each) for each in red)]
        features = list(parse_features(files))
        rows.fill(features, files)
        for feature in features:
            for scenario in feature.walk_scenarios():
                if str(scenario.location) not in red:
                    scenario.mark_skipped()
        return features

    def _judged(self, failed: bool) -> bool:
        """Say what came of the run; whether it is red."""
        run = self.journal.run
        times.keep(run)
        if self.config.userdata.getbool("report", False):
            self._make_page()
            if self._sweep():
                self._make_page()
        print("\n".join(summary.lines(run)))
        step_summary.append_in_ci(run, OUTLET.secrets.mask)
        red = gate.reasons(run, accepts_flaky=run.terms.accepts_flaky)
        if failed and not gate.reasons(run, accepts_flaky=False):
            print("behave says that the run failed, and nothing in it says why")
            return True
        return bool(red)

    def _conclude(self) -> None:
        if not self.journal.run.is_over:
            self._sweep()
            conclude(self.journal)

    def _sweep(self) -> bool:
        """Note which files hold secrets; whether there are any that were not noted before."""
        found = sweep.sweep(OUTLET, report.REPORTS, self.private_folder.began)
        found += sweep.leaks(self._target_secrets(), sweep.files_below(FOLDER))
        return note_leaks(self.journal, found)

    def _target_secrets(self) -> Secrets:
        """What the ledger must not hold; of what scenarios register, it holds all that it takes."""
        secrets = Secrets()
        if target := getattr(self.context, "target", None):
            learning.from_target(secrets, target)
        return secrets

    def _explain(self, message: str) -> None:
        print(message, file=sys.stderr)
        if not self.config.dry_run:
            self._fail(message)

    def _fail(self, message: str) -> None:
        note_problem(self.journal, Problem("run", message))

    def _note_what_is_left(self) -> None:
        """Name what could not be ended, and how to end it."""
        ledger: Ledger | None = getattr(self.context, "ledger", None)
        if ledger is None:
            return
        for entry in ledger.left_by_this_run():
            told = f"not ended: {entry.described}; end it with: python -m harness clean-up"
            print(told)
            note_problem(self.journal, Problem("clean-up", told))

    def _make_page(self) -> None:
        """The page is an extra: without it the results and the verdict stand."""
        try:
            print(f"report: {report.make_pages()}")
        except report.NoPage as problem:
            print(f"no report page: {problem}")

    def _explain_undefined_steps(self) -> None:
        for step in self._undefined_lines().values():
            print(f"{step.filename}:{step.line}: {unknown_sentence(step)}")


def _each_watched(watch: Watch, features: Iterable[Feature]) -> Iterator[Feature]:
    """Features for behave, which runs each as it is yielded, with all its hooks."""
    for feature in features:
        watch.begin_feature(feature)
        yield feature
        watch.end_feature(feature)


def _folders(config: Configuration) -> Folders:
    """Where the results of this run go."""
    outputs = zip(config.format or [], config.outputs, strict=False)
    allure = next((output.name for name, output in outputs if name == "allure"), "")
    return Folders(allure or "", config.junit_directory if config.junit else "")


def _number_of_reruns(config: Configuration) -> int:
    value = config.userdata.get("rerun", "0")
    if not value.isdecimal():
        raise AuthorError(f"-D rerun={value}: this is no number of times")
    return int(value)


def _accepts_flaky(config: Configuration) -> bool:
    value = config.userdata.get("flaky", "")
    if value not in ("", "accepted"):
        raise AuthorError(f"-D flaky={value}: it can only be accepted")
    return bool(value)


def _file_of(location: str) -> str:
    return location.rpartition(":")[0]
