"""The report page: Allure's own tool, run on the Node that pip installs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

REPORTS = Path("reports")
RESULTS = REPORTS / "allure-results"
JUNIT = REPORTS / "junit"
RECORDS = REPORTS / "records"
PAGE = REPORTS / "page" / "index.html"
# Allure's page asks a statistics service for a script; a report that may be published does not.
_TRACKER = re.compile(
    r'<script[^>]*src="https://www\.googletagmanager\.com[^>]*></script>\s*<script>.*?</script>',
    re.DOTALL,
)


class NoPage(Exception):
    """The page could not be made; the message says why and what to do."""


def clear_results() -> None:
    """Forget the results of earlier runs, which would look like retries of this one.

    Only files go: a run beside this one may be about to write into the folders.
    """
    for folder in (RESULTS, JUNIT, RECORDS):
        for file in folder.glob("*"):
            if not file.is_dir():
                file.unlink(missing_ok=True)


def make_page() -> Path:
    """Make the page of the latest results; the path is where it lies.

    Raises NoPage when there are no results, no Node, or the tool fails or makes no page. No page
    of an earlier run is left then, which would pass for this one's.
    """
    if not any(RESULTS.glob("*-result.json")):
        raise NoPage(f"there are no results in {RESULTS}; run behave first")
    PAGE.unlink(missing_ok=True)
    if not (REPORTS / "node_modules").is_dir():
        _run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
    _run("npx", "--no-install", "allure", "generate", "-c", "allurerc.mjs", RESULTS.name)
    if not PAGE.is_file():
        raise NoPage(f"allure ended well and made no {PAGE}")
    PAGE.write_text(_TRACKER.sub("", PAGE.read_text("utf-8"), count=1), "utf-8")
    return PAGE


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
            f"{tool} {arguments[0]} failed:\n{(finished.stderr or finished.stdout)[-2000:]}"
        )
