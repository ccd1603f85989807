"""`python -m harness`: what can be done with the suite besides running it."""

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from harness import merge, private_folder, record, report, run_record, target
from harness.drafting import command as new
from harness.drafting.drafted import Unreadable
from harness.ending import end_leftovers
from harness.ledger import Ledger
from harness.load import command as load
from harness.masking import learning, sweep
from harness.masking.console import mask_console
from harness.masking.outlet import OUTLET
from harness.masking.sweep import Leak
from harness.results import gate, journal, step_summary, summary
from harness.results.completion import complete, note_leaks
from harness.results.run import Run

# As many servers with a defect as two processors bear.
_DEFECTS_AT_A_TIME = 6


def main() -> int:
    """Run one command; the exit code is 0, or 1 with a reason on the error stream."""
    asked = parser().parse_args()
    mask_console(OUTLET.secrets.mask)
    return _COMMANDS[asked.command](asked)


def parser() -> argparse.ArgumentParser:
    """What can be written on the command line."""
    parser = argparse.ArgumentParser(prog="python -m harness")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    commands.add_parser("report", help="make the report page of the latest run")
    commands.add_parser("clean-up", help="end what killed runs have left behind")
    commands.add_parser("accept", help="keep what the latest run saw as the accepted record")
    commands.add_parser("vocabulary", help="write docs/vocabulary.* and .vscode")
    linting = commands.add_parser("lint", help="tell what is wrong with features and phrases")
    linting.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="all without any")
    merging = commands.add_parser("merge", help="make one run of the reports of all its shards")
    merging.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    commands.add_parser("summary", help="print the latest run as Markdown")
    gating = commands.add_parser("gate", help="tell whether the latest run may pass, or why not")
    gating.add_argument(
        "--at-least", type=int, default=0, metavar="N", help="scenarios to have run"
    )
    gating.add_argument("--accept-flaky", action="store_true", help="let flaky scenarios pass")
    proving = commands.add_parser("prove", help="prove that the scenarios can fail")
    proving.add_argument(
        "chosen", nargs="*", metavar="FEATURE[:LINE]", help="or, with --defects, names of these"
    )
    proving.add_argument("-D", action="append", default=[], metavar="NAME=VALUE", dest="define")
    proving.add_argument("--tags", action="append", default=[], metavar="TAGS")
    proving.add_argument("--jobs", type=int, default=0, metavar="N", help="how many at a time")
    proving.add_argument("--defects", action="store_true", help="prove against planted defects")
    proving.add_argument("--api", default="", help="only the defects and variants of one API")
    proving.add_argument("--clause", default="", help="only the defects that break one clause")
    new.add_arguments(
        commands.add_parser("new", help="draft a feature from a request or a document")
    )
    watching = commands.add_parser("watch", help="run scenarios again on every save")
    watching.add_argument("paths", nargs="+", metavar="PATH[:LINE]")
    watching.add_argument("-D", action="append", default=[], metavar="NAME=VALUE", dest="define")
    load.add_arguments(commands.add_parser("load", help="let many users run scenarios at once"))
    return parser


def _load(asked: argparse.Namespace) -> int:
    try:
        load.start(asked)
    except load.NoLocust as problem:
        print(problem, file=sys.stderr)
        return 1


def _new(asked: argparse.Namespace) -> int:
    try:
        print("\n".join(new.write(asked)))
    except Unreadable as problem:
        print(f"no draft: {problem}", file=sys.stderr)
        return 1
    return 0


def _watch(asked: argparse.Namespace) -> int:
    # Only this command pays for its import.
    from harness import on_save

    on_save.watch(asked.paths, asked.define)
    return 0


def _report(_: argparse.Namespace) -> int:
    _learn()
    if killed := complete():
        print("\n".join(summary.lines(killed)))
    try:
        print(f"report: {report.make_pages()}")
        made = True
    except report.NoPage as problem:
        print(f"no report page: {problem}", file=sys.stderr)
        made = False
    return 0 if not _leaks() and made else 1


def _clean_up(_: argparse.Namespace) -> int:
    ledger = Ledger()
    for line in end_leftovers(ledger):
        print(line)
    left = len(ledger.left_behind())
    print(f"{left} left behind" if left else "nothing left behind")
    private_folder.remove_left()
    return 1 if left else 0


def _accept(_: argparse.Namespace) -> int:
    lines = record.accept()
    print("\n".join(lines) or f"there are no records in {report.RECORDS}; run behave first")
    return 0 if lines else 1


def _vocabulary(_: argparse.Namespace) -> int:
    # Loading behave takes longer than the other commands need for all they do.
    from harness.gherkin import vocabulary

    vocabulary.write()
    return 0


def _lint(asked: argparse.Namespace) -> int:
    from harness.gherkin.lint import check
    from harness.pages.plan import WrongPlan

    try:
        found = check.findings(asked.paths)
    except (check.NothingToCheck, WrongPlan) as problem:
        print(problem, file=sys.stderr)
        return 1
    print("\n".join([*found, f"{len(found)} finding{'s' * (len(found) != 1)}"]))
    return 1 if found else 0


def _merge(asked: argparse.Namespace) -> int:
    for folder in asked.folders:
        _learn(folder)
    try:
        run = merge.merge(asked.folders)
    except merge.NotMergeable as problem:
        print(f"not merged: {problem}", file=sys.stderr)
        return 1
    try:
        print(f"report: {report.make_pages()}")
    except report.NoPage as problem:
        print(f"no report page: {problem}")
    if _leaks():
        _, run = journal.read()
    print("\n".join(summary.lines(run)))
    step_summary.append_in_ci(run, OUTLET.secrets.mask)
    return 1 if gate.reasons(run, accepts_flaky=run.terms.accepts_flaky) else 0


def _summary(_: argparse.Namespace) -> int:
    if (run := _latest()) is None:
        return 1
    _learn()
    print(step_summary.page(run, OUTLET.secrets.mask, os.environ.get("REPORT_URL", "")), end="")
    return 0


def _gate(asked: argparse.Namespace) -> int:
    if (run := _latest()) is None:
        return 1
    reasons = gate.reasons(run, accepts_flaky=asked.accept_flaky, at_least=asked.at_least)
    for reason in reasons:
        print(f"closed: {reason}", file=sys.stderr)
    if not reasons:
        print(f"open: {gate.number_that_ran(run)} ran, and nothing stands against it")
    return 1 if reasons else 0


def _prove(asked: argparse.Namespace) -> int:
    # Loading behave takes longer than the other commands need for all they do.
    from harness.gherkin import defects, proving

    if asked.defects:
        return defects.prove(
            asked.api, asked.clause, asked.chosen, asked.jobs or _DEFECTS_AT_A_TIME
        )
    arguments = [f"-D{each}" for each in asked.define] + [f"--tags={each}" for each in asked.tags]
    arguments += [f"--jobs={asked.jobs}"] if asked.jobs else []
    return proving.prove([*arguments, *asked.chosen])


def _latest() -> Run | None:
    """The latest run; without one, that is told."""
    try:
        return journal.read()[1]
    except FileNotFoundError:
        print(f"there is no {journal.JOURNAL}; run behave first", file=sys.stderr)
        return None


def _learn(reports: Path = report.REPORTS) -> None:
    """Learn the secrets of the run that has left these reports, as far as they are known here."""
    for folder in private_folder.left():
        OUTLET.take_over(folder)
    record = run_record.of(reports)
    # Without its secrets a target cannot be loaded, and nothing but the run knew them.
    with suppress(target.TargetError):
        learning.from_target(OUTLET.secrets, target.load(record.file)) if record else None


def _leaks() -> list[Leak]:
    """The files that hold a secret; they are told, also in JUnit, Allure and pages."""
    found = sweep.sweep(OUTLET, report.REPORTS)
    for leak in found:
        print(f"broken secrets: {leak.told}", file=sys.stderr)
    if found and (reopened := journal.Journal.reopen()):
        if note_leaks(reopened, found):
            with suppress(report.NoPage):
                report.make_pages()
        reopened.close()
    return found


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "accept": _accept,
    "clean-up": _clean_up,
    "gate": _gate,
    "lint": _lint,
    "load": _load,
    "merge": _merge,
    "new": _new,
    "prove": _prove,
    "report": _report,
    "summary": _summary,
    "vocabulary": _vocabulary,
    "watch": _watch,
}

if __name__ == "__main__":
    sys.exit(main())
