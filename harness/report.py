"""The report: pages of our own, and Allure's, made on the Node that pip installs."""

import os
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from harness import allure_page, run_record
from harness.masking.outlet import OUTLET
from harness.results import allure_results, history

REPORTS = Path("reports")
RESULTS = REPORTS / "allure-results"
JUNIT = REPORTS / "junit"
RECORDS = REPORTS / "records"
EXCHANGES = REPORTS / "exchanges"
PAGES = REPORTS / "page"
ALLURE_PAGE = PAGES / "allure.html"
FEATURES = Path("features")
_ALLURE_OUTPUT = REPORTS / "allure-page"
_ALLURE_HISTORY = REPORTS / "allure-history.jsonl"


_LOG = "A complete log of this run"
_HOST = re.compile(r"https?://[^/\s]+")


class NoPage(Exception):
    """The page could not be made; the message says why and what to do."""


def clear_results() -> None:
    """Forget what earlier runs have left; their results would look like retries of this one's.

    Only files go: a run beside this one may be about to write into the folders.
    """
    folders = (JUNIT, RECORDS, EXCHANGES)
    found = [file for folder in folders for file in folder.glob("*")]
    for file in [*found, *run_record.files(REPORTS)]:
        if not file.is_dir():
            file.unlink(missing_ok=True)
    for file in RESULTS.glob("*"):
        if not file.is_dir():
            OUTLET.discard(file)


def make_pages() -> Path:
    """Make the pages of the latest results; the path is that of the start page.

    Raises NoPage when there are no results or the plan cannot be read, and when the Allure page
    cannot be made: there is no Node, or the tool fails or makes no page. In that last case the
    other pages are there and say so.
    No page of an earlier run is left, which would pass for this one's.
    """
    # Imported late because it takes a while, and most runs make no page.
    from harness.pages import blind_spots, overview, writing
    from harness.pages.plan import WrongPlan
    from harness.proof import accepted

    if not any(RESULTS.glob("*-result.json")):
        raise NoPage(f"there are no results in {RESULTS}; run behave first")
    for page in PAGES.glob("*.html"):
        page.unlink()
    try:
        found = overview.of(FEATURES, REPORTS, RESULTS, EXCHANGES)
        entries = accepted.read(FEATURES / accepted.FILE.name)
    except (WrongPlan, accepted.WrongEntry) as problem:
        raise NoPage(str(problem)) from None
    proof = blind_spots.stored(REPORTS)
    write = partial(writing.write, found, PAGES, has_proof=proof is not None)
    try:
        _make_allure_page()
    except NoPage as problem:
        # What a tool says further holds paths of this machine.
        start = write(no_allure_page=str(problem).partition("\n")[0].rstrip(":"))
        raise NoPage(f"{problem}\nthe other pages are there: {start}") from None
    else:
        return write(allure_page=ALLURE_PAGE.name)
    finally:
        if proof:
            blind_spots.write(proof, entries, PAGES)


def _make_allure_page() -> None:
    if not (REPORTS / "node_modules").is_dir():
        _run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
    shutil.rmtree(_ALLURE_OUTPUT, ignore_errors=True)
    _ALLURE_HISTORY.unlink(missing_ok=True)
    # A run that could not use its target has none.
    record = run_record.of(REPORTS)
    if record:
        allure_results.write_environment(RESULTS, run_record.environment(record, REPORTS))
        history.take(_ALLURE_HISTORY, record.target, record.started)
    _run("npx", "--no-install", "allure", "generate", "-c", "allurerc.mjs", RESULTS.name)
    made = _ALLURE_OUTPUT / "index.html"
    if not made.is_file():
        raise NoPage(f"allure ended well and made no {made}")
    if record and not record.shard:
        history.keep(_ALLURE_HISTORY, record.target, record.started)
    _ALLURE_HISTORY.unlink(missing_ok=True)
    page = allure_page.finished(made.read_text("utf-8"), OUTLET.secrets.mask_bytes)
    OUTLET.write(ALLURE_PAGE, page)
    shutil.rmtree(_ALLURE_OUTPUT)


def _run(tool: str, *arguments: str) -> None:
    # pip puts Node's tools beside Python; a machine's own Node serves as well.
    search = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    program = shutil.which(tool, path=search)
    if program is None:
        raise NoPage(
            f"there is no {tool}, which makes the page: `pip install -r requirements.txt` brings "
            f"it; then `python -m harness report` makes the page of {RESULTS}"
        )
    environment = {**os.environ, "PATH": search, "ALLURE_NO_ANALYTICS": "true"}
    finished = subprocess.run(
        [program, *arguments], cwd=REPORTS, env=environment, capture_output=True, text=True
    )
    if finished.returncode != 0:
        raise NoPage(
            f"{tool} {arguments[0]} failed:\n{_of_no_place(finished.stderr or finished.stdout)}"
        )


def _of_no_place(said: str) -> str:
    """The end of what a tool says, without hosts of registries and files of this machine."""
    kept = [line for line in said.splitlines(keepends=True) if _LOG not in line]
    return _HOST.sub("https://...", "".join(kept))[-2000:]
