"""JUnit files: one for each feature file, and one for what went wrong outside of scenarios.

Attempts before the last are told as Maven Surefire does it: `flakyFailure` and `flakyError` in a
case that passed in the end, `rerunFailure` and `rerunError` in one that did not.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from harness.masking.outlet import OUTLET
from harness.results.run import (
    BROKEN,
    FAILED,
    FLAKY,
    RED,
    SKIPPED,
    Attempt,
    Latency,
    Planned,
    Problem,
    Run,
    Verdict,
)

# What XML 1.0 cannot hold, not even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OF_THE_RUN = "RUN.xml"


def write(run: Run, folder: Path) -> None:
    """Write the files of a run as far as it has come."""
    for file in run.files:
        write_file(run, folder, file)
    cases = [
        *(_problem_case(problem) for problem in run.problems),
        *(_latency_case(latency) for latency in run.exceeded()),
    ]
    if cases:
        _write(folder / _OF_THE_RUN, _suite("run", cases))


def write_file(run: Run, folder: Path, file: str) -> None:
    """Write the file for the scenarios of a feature file."""
    if planned := list(run.files.get(file, {}).values()):
        place = _place(file)
        suite = f"{place}.{planned[0].feature}"
        cases = [_case(suite, each, run) for each in planned]
        _write(folder / f"TESTS-{place}.xml", _suite(suite, cases))


def _place(file: str) -> str:
    return file.removesuffix(".feature").removeprefix("features/").strip("./").replace("/", ".")


def _suite(name: str, cases: list[Element]) -> Element:
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }
    suite = Element("testsuite", {"name": name, **{key: str(n) for key, n in counts.items()}})
    suite.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.6f}")
    suite.set("timestamp", datetime.now(UTC).isoformat(timespec="seconds"))
    suite.extend(cases)
    return suite


def _case(suite: str, planned: Planned, run: Run) -> Element:
    verdict = run.verdict(planned.location)
    tried = run.attempts.get(planned.location, [])
    case = Element("testcase", classname=suite, name=planned.name, status=verdict.status)
    case.set("time", f"{sum(attempt.seconds for attempt in tried):.6f}")
    if reasons := run.again.get(planned.location, []):
        properties = SubElement(case, "properties")
        for reason in reasons:
            SubElement(properties, "property", name="run again", value=reason)
    if verdict.status in RED:
        case.append(_complaint("failure" if verdict.status == FAILED else "error", verdict))
    if verdict.status == SKIPPED:
        SubElement(case, "skipped", message=verdict.message)
    case.extend(_earlier("flaky" if verdict.status == FLAKY else "rerun", tried[:-1]))
    if tried and tried[-1].steps:
        SubElement(case, "system-out").text = _written(tried[-1])
    return case


def _earlier(kind: str, tried: Iterable[Attempt]) -> Iterable[Element]:
    for attempt in tried:
        if attempt.verdict.status in RED:
            what = "Failure" if attempt.verdict.status == FAILED else "Error"
            told = Element(f"{kind}{what}", message=attempt.verdict.message, type=what.lower())
            SubElement(told, "stackTrace").text = _text(attempt.verdict)
            SubElement(told, "system-out").text = _written(attempt)
            yield told


def _problem_case(problem: Problem) -> Element:
    verdict = Verdict(BROKEN, problem.message, problem.trace)
    case = Element("testcase", classname="run", name=problem.place, status=BROKEN, time="0")
    case.append(_complaint("error", verdict))
    return case


def _latency_case(latency: Latency) -> Element:
    name = f"latency of {latency.endpoint}, {latency.figure}"
    case = Element("testcase", classname="run", name=name, status=FAILED, time="0")
    case.append(_complaint("failure", Verdict(FAILED, f"too slow: {latency.told}")))
    return case


def _complaint(tag: str, verdict: Verdict) -> Element:
    element = Element(tag, message=verdict.message, type=verdict.status)
    element.text = _text(verdict)
    return element


def _text(verdict: Verdict) -> str:
    return "\n".join(part for part in (verdict.message, verdict.trace) if part)


def _written(attempt: Attempt) -> str:
    return "\n".join(f"{text} ... {status}" for text, status in attempt.steps)


def _write(file: Path, suite: Element) -> None:
    for element in suite.iter():
        element.text = _writable(element.text) if element.text else None
        element.attrib.update({name: _writable(value) for name, value in element.attrib.items()})
    OUTLET.write(file, ElementTree.tostring(suite, "utf-8", xml_declaration=True))


def _writable(text: str) -> str:
    return _UNWRITABLE.sub(lambda found: f"U+{ord(found[0]):04X}", text)
