"""`python -m harness`: what can be done with the suite besides running it."""

import argparse
import sys
from pathlib import Path

from harness import record, report
from harness.ending import end_leftovers
from harness.ledger import Ledger
from harness.results import summary
from harness.results.completion import complete

VOCABULARY_PAGE = Path("docs/vocabulary.md")


def main() -> int:
    """Run one command; the exit code is 0, or 1 with a reason on the error stream."""
    parser = argparse.ArgumentParser(prog="python -m harness")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    commands.add_parser("report", help="make the report page of the latest run")
    commands.add_parser("clean-up", help="end what killed runs have left behind")
    commands.add_parser("accept", help="keep what the latest run saw as the accepted record")
    commands.add_parser("vocabulary", help=f"write {VOCABULARY_PAGE} from the step definitions")
    return _COMMANDS[parser.parse_args().command]()


def _report() -> int:
    if killed := complete():
        print("\n".join(summary.lines(killed)))
    try:
        print(f"report: {report.make_pages()}")
    except report.NoPage as problem:
        print(f"no report page: {problem}", file=sys.stderr)
        return 1
    return 0


def _clean_up() -> int:
    ledger = Ledger()
    for line in end_leftovers(ledger, verify=True, timeout=30.0):
        print(line)
    left = len(ledger.left_behind())
    print(f"{left} left behind" if left else "nothing left behind")
    return 1 if left else 0


def _accept() -> int:
    lines = record.accept()
    print("\n".join(lines) or f"there are no records in {report.RECORDS}; run behave first")
    return 0 if lines else 1


def _vocabulary() -> int:
    # Loading behave takes longer than the other commands need for all they do.
    from harness.gherkin import vocabulary

    VOCABULARY_PAGE.write_text(vocabulary.page(Path()), "utf-8")
    return 0


_COMMANDS = {"accept": _accept, "clean-up": _clean_up, "report": _report, "vocabulary": _vocabulary}

if __name__ == "__main__":
    sys.exit(main())
