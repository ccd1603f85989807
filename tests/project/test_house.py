"""Where things are and what they know: the rules of the house, read from the files."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
HARNESS = sorted((ROOT / "harness").rglob("*.py"))
GHERKIN = sorted((ROOT / "harness" / "gherkin").rglob("*.py"))
STEPS = sorted((ROOT / "steps").glob("*.py"))
SANDBOX = sorted((ROOT / "sandbox").rglob("*.py"))
PRODUCT = [*HARNESS, *STEPS, *SANDBOX, ROOT / "environment.py"]
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
MOST_STATEMENTS, MOST_LINES = 5, 8


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def imports(file: Path) -> set[str]:
    """Every module that a file imports anywhere, by its full name."""
    found = set()
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(file)} imports relatively"
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def packages(file: Path) -> set[str]:
    return {module.partition(".")[0] for module in imports(file)}


@pytest.mark.parametrize("file", HARNESS, ids=named)
def test_the_harness_knows_neither_the_steps_nor_the_sandbox(file):
    assert not packages(file) & {"steps", "sandbox", "features", "environment", "tests"}


@pytest.mark.parametrize("file", STEPS, ids=named)
def test_a_step_file_knows_the_harness_only(file):
    assert packages(file) - set(sys.stdlib_module_names) <= {"harness"}


@pytest.mark.parametrize("file", SANDBOX, ids=named)
def test_the_sandbox_knows_nothing_of_the_suite(file):
    assert not packages(file) & {"harness", "steps", "behave", "environment", "tests"}


@pytest.mark.parametrize("file", [file for file in HARNESS if file not in GHERKIN], ids=named)
def test_only_the_gherkin_rooms_know_behave(file):
    assert not packages(file) & {"behave", "allure_behave", "cucumber_expressions"}


@pytest.mark.parametrize(
    "file",
    [file for file in HARNESS if file not in GHERKIN and file.name != "__main__.py"],
    ids=named,
)
def test_only_the_command_line_looks_into_the_gherkin_rooms(file):
    assert not {module for module in imports(file) if module.startswith("harness.gherkin")}


# What may write without the outlet, and why.
WRITES_WITHOUT_THE_OUTLET = {
    "harness/masking/outlet.py": "it is the outlet",
    "harness/masking/known.py": "tells other processes of the run what is secret",
    "harness/private_folder.py": "makes the folder that nobody publishes",
    "harness/once.py": "keeps values in the private folder",
    "harness/spending.py": "counts in the private folder",
    "harness/ledger.py": "keeps in the ledger what ending things takes",
    "harness/addresses.py": "locks, and writes nothing",
    "harness/exchange_log.py": "holds its file open, and appends to it by the outlet",
    "harness/spare_files.py": "opens files for the outlet",
    "harness/results/journal.py": "holds its file open, and appends to it by the outlet",
    "harness/webhook/inbox.py": "locks, and writes nothing",
    "harness/gherkin/sandbox_process.py": "the sandbox writes its log, into the private folder",
    "harness/gherkin/rehearsal.py": "prints into a folder of its own, which is removed",
    "harness/gherkin/vocabulary.py": "the pages of the vocabulary, which has no run",
}
WRITING = {"write_text", "write_bytes", "copy2", "copyfile", "copytree", "move", "dump"}
OPENING_TO_WRITE = re.compile("[wax+]")


def writes(call: ast.Call) -> bool:
    """Whether a call may write a file: `open("w")`, `os.open`, `file.write_text`, ..."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    owner = function.value if isinstance(function, ast.Attribute) else None
    if isinstance(owner, ast.Name) and owner.id in ("os", "shutil"):
        return name in ("open", "write", "fdopen", *WRITING, "copy")
    texts = [each.value for each in call.args if isinstance(each, ast.Constant)]
    modes = [text for text in texts if isinstance(text, str) and len(text) < 4]
    return name in WRITING or (name == "open" and any(map(OPENING_TO_WRITE.search, modes)))


@pytest.mark.parametrize("file", [*HARNESS, *STEPS], ids=named)
def test_whatever_is_written_leaves_by_the_outlet(file):
    calls = [node for node in ast.walk(parsed(file)) if isinstance(node, ast.Call)]
    lines = [node.lineno for node in calls if writes(node)]

    assert bool(lines) == (named(file) in WRITES_WITHOUT_THE_OUTLET), lines


def test_only_one_room_starts_the_sandbox():
    starting = [file for file in HARNESS if '"sandbox"' in file.read_text("utf-8")]

    assert {named(file) for file in starting} <= {
        "harness/gherkin/sandbox_process.py",
        "harness/gherkin/fixtures.py",
    }


@pytest.mark.parametrize("file", PRODUCT, ids=named)
def test_a_module_has_a_name_that_says_something(file):
    assert not NAMES_THAT_SAY_NOTHING & {file.stem, *file.relative_to(ROOT).parent.parts}


@pytest.mark.parametrize("file", STEPS, ids=named)
def test_a_step_file_is_not_named_like_a_standard_module(file):
    assert file.stem not in sys.stdlib_module_names


@pytest.mark.parametrize("file", PRODUCT, ids=named)
def test_a_module_says_what_it_is_for(file):
    assert ast.get_docstring(parsed(file))


STEP_FUNCTIONS = [
    pytest.param(node, id=f"{file.stem}.{node.name}")
    for file in STEPS
    for node in parsed(file).body
    if isinstance(node, ast.FunctionDef)
]


@pytest.mark.parametrize("function", STEP_FUNCTIONS)
def test_a_step_function_is_short_and_says_what_it_does(function):
    documented, *body = function.body

    assert ast.get_docstring(function), "it has no docstring"
    assert body, "it does nothing"
    assert sum(isinstance(node, ast.stmt) for one in body for node in ast.walk(one)) <= (
        MOST_STATEMENTS
    )
    assert body[-1].end_lineno - documented.end_lineno <= MOST_LINES


@pytest.mark.parametrize("function", STEP_FUNCTIONS)
def test_a_step_function_neither_branches_nor_sleeps(function):
    forbidden = (ast.If, ast.While, ast.Try)

    assert not [node for node in ast.walk(function) if isinstance(node, forbidden)]
    assert "sleep" not in {
        node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)
    }


OF_THE_PROJECT = (
    "*.md *.py *.ini *.toml *.txt .gitignore .ci/* .github/**/* .gitlab-ci.yml .vscode/* docs/**/* "
    "features/**/* harness/**/* benchmarks/*.* benchmarks/peers/*.py reports/README.md "
    "reports/*.mjs reports/package*.json sandbox/**/* steps/**/* targets/**/* tests/**/* "
    "examples/*.* examples/run examples/[a-z]*/*"
).split()
THIS_MACHINE = {
    f"{folder}/"
    for folder in (ROOT, ROOT.parent, Path.home(), Path(sys.prefix))
    if len(folder.parts) > 1
}


def text_files() -> list[Path]:
    found = {file for pattern in OF_THE_PROJECT for file in ROOT.glob(pattern) if file.is_file()}
    found = {file for file in found if file.suffix not in (".png", ".pyc")}
    return sorted(found)


def test_no_file_holds_a_path_of_this_machine():
    paths = re.compile("|".join(rf"(?<![\w.]){re.escape(path)}" for path in sorted(THIS_MACHINE)))
    holding = [
        f"{named(file)}:{number}: {line.strip()}"
        for file in text_files()
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if paths.search(line)
    ]

    assert not holding


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="git alone knows what is a part of it")
def test_no_link_is_a_part_of_the_project():
    listed = subprocess.run(
        ["git", "ls-files", "--stage"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert not [line for line in listed.stdout.splitlines() if line.startswith("120000")]
