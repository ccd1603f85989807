"""Defects and variants: what can be started, that it departs, and what it costs those without."""

import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from sandbox import defects
from sandbox.changes import catalogue
from sandbox.changes.fields import MISSING, change_at, value_at
from tests.sandbox.conftest import Timmy

ROOT = Path(__file__).parents[2]
PLAN = tomllib.loads((ROOT / "features" / "clauses.toml").read_text("utf-8"))
CLAUSES = {clause for api in PLAN.values() for clause in api["clauses"]}
KINDS = ("defect", "variant")
EVERYONE = [pytest.param(each, id=each.name) for kind in KINDS for each in catalogue.of_kind(kind)]


def test_names_are_unique_and_say_what_is_otherwise():
    names = [each.name for kind in KINDS for each in catalogue.of_kind(kind)]

    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert [name for name in names if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)+", name)] == []


@pytest.mark.parametrize("departure", EVERYONE)
def test_a_departure_names_clauses_of_one_api_and_has_a_sentence(departure):
    owners = {api for api in PLAN for each in departure.clauses if each in PLAN[api]["clauses"]}

    assert set(departure.clauses) <= CLAUSES
    assert len(owners) == 1
    assert re.fullmatch("[A-Z].*[.]", departure.sentence)


@pytest.mark.parametrize(
    ("api", "clause"), [(api, clause) for api in PLAN for clause in PLAN[api]["clauses"]]
)
def test_a_clause_has_three_defects_or_a_reason_why_not(api, clause):
    planted = [each for each in catalogue.of_kind("defect") if clause in each.clauses]
    reason = getattr(defects, api).FEWER.get(clause)

    assert bool(reason) == (len(planted) < 3)


@pytest.mark.parametrize("kind", KINDS)
def test_the_list_has_a_line_for_each(kind):
    command = [sys.executable, "-m", "sandbox", f"--list-{kind}s"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)

    _, *lines = listed.stdout.splitlines()
    assert [line.split()[0] for line in lines] == [each.name for each in catalogue.of_kind(kind)]


def test_an_unknown_name_is_one_line_with_the_nearest_and_exit_2(attempt):
    code, out, err = attempt("--defect", "helth-503")

    assert (code, out) == (2, "")
    assert err.startswith("sandbox: there is no defect 'helth-503'; the nearest are health-503, ")


def test_a_server_is_changed_on_the_wire_and_in_what_it_does(launch):
    def price(name: str) -> object:
        timmy = Timmy(launch("--defect", name).url, "127.0.0.1")
        try:
            return timmy.create("What is DNS?")["evalInvoice"]["amountSats"]
        finally:
            timmy.session.close()

    assert price("evaluation-price-is-text") == "10"
    assert price("evaluation-one-sat-too-much") == 11


def test_a_sandbox_without_a_departure_does_not_load_any():
    program = (
        "import sys, sandbox.__main__, sandbox.process;"
        "print([each for each in sys.modules"
        " if each.startswith(('sandbox.changes', 'sandbox.defects', 'sandbox.variants'))])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)

    assert said.stdout == "[]\n"


@pytest.mark.parametrize(
    ("path", "value"),
    [("a.b", 1), ("c[0].d", 2), ("c[-1].d", 3), ("c[*].d", 2), ("x", MISSING), ("c[9]", MISSING)],
)
def test_a_path_finds_a_field(path, value):
    body = {"a": {"b": 1}, "c": [{"d": 2}, {"d": 3}]}

    assert value_at(body, path) == value


def test_every_field_of_a_path_changes_and_can_be_taken_away():
    body = {"c": [{"d": 2}, {"d": 3}], "e": [1, 2, 3]}

    change_at(body, "c[*].d", lambda old: old + 1)
    change_at(body, "e[*]", lambda old: MISSING if old < 3 else old)
    change_at(body, "f", lambda old: 1 if old is MISSING else old)

    assert body == {"c": [{"d": 3}, {"d": 4}], "e": [3], "f": 1}
