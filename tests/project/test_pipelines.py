"""The pipelines for GitHub and GitLab: valid by their schemas, and what they call exists."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from behave.configuration import Configuration
from ruamel.yaml import YAML

from harness.__main__ import parser
from harness.results import shards

ROOT = Path(__file__).parent.parent.parent
GITHUB, GITLAB = ROOT / ".github" / "workflows" / "acceptance.yml", ROOT / ".gitlab-ci.yml"
SCHEMAS = {GITHUB: "vendor.github-workflows", GITLAB: "vendor.gitlab-ci"}
# What a pipeline puts in when it runs.
FILLED_IN = {
    "${{ matrix.shard }}": "2",
    "${{ strategy.job-total }}": "4",
    "$CI_NODE_INDEX": "2",
    "$CI_NODE_TOTAL": "4",
}
HOST = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|io|net|dev)\b|://")
OF_THE_SHELL = {"mkdir", "cp", "ls", "exit", "pip"}


def named(file: Path) -> str:
    return file.name


def loaded(file: Path) -> dict:
    return YAML(typ="safe").load(file)


def lines_of(node: object) -> list[str]:
    """Every line that a pipeline lets a shell run."""
    if isinstance(node, list):
        return [line for item in node for line in lines_of(item)]
    found = []
    for key, value in node.items() if isinstance(node, dict) else ():
        if key in ("run", "script", "before_script", "after_script") and value:
            texts = [value] if isinstance(value, str) else value
            if all(isinstance(text, str) for text in texts):
                found += [line for text in texts for line in text.splitlines()]
                continue
        found += lines_of(value)
    return found


def commands(file: Path) -> list[list[str]]:
    """The words of every command in these lines."""
    found = []
    for line in lines_of(loaded(file)):
        for placeholder, value in FILLED_IN.items():
            line = line.replace(placeholder, value)
        for command in re.split(r";|\|\||&&", line):
            words = shlex.split(command.partition(" >")[0])
            while words and re.fullmatch(r"\w+=\S+", words[0]):
                del words[0]
            found.append(words)
    return [words for words in found if words]


@pytest.mark.parametrize("file", SCHEMAS, ids=named)
def test_it_is_valid_by_its_schema(file):
    words = ["check_jsonschema", "--builtin-schema", SCHEMAS[file], str(file)]

    finished = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True)

    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.parametrize("file", SCHEMAS, ids=named)
def test_every_command_that_it_gives_exists(file):
    for words in commands(file):
        if words[:3] == ["python", "-m", "harness"]:
            parser().parse_args(words[3:])
        elif words[0] == "pip":
            assert (ROOT / words[words.index("-r") + 1]).is_file()
        elif words[0] != "behave":
            assert words[0] in OF_THE_SHELL, words


@pytest.mark.parametrize("file", SCHEMAS, ids=named)
def test_it_calls_what_a_pipeline_needs(file):
    called = {words[3] for words in commands(file) if words[:3] == ["python", "-m", "harness"]}

    assert {"merge", "gate"} <= called
    assert any(words[0] == "behave" for words in commands(file))


@pytest.mark.parametrize("file", SCHEMAS, ids=named)
def test_behave_is_given_what_the_readme_knows(file, monkeypatch):
    monkeypatch.chdir(ROOT)
    known = set(re.findall(r"-D (\w+)=", (ROOT / "README.md").read_text("utf-8")))
    runs = [words[1:] for words in commands(file) if words[0] == "behave"]

    for arguments in runs:
        given = {word.partition("=")[0] for word in arguments if "=" in word}
        config = Configuration(arguments)
        assert given <= known
        assert given <= set(config.userdata)
        assert shards.place(config.userdata["shard"]) == (2, 4)


def test_both_run_the_same_number_of_shards():
    github, gitlab = loaded(GITHUB), loaded(GITLAB)

    assert github["jobs"]["shard"]["strategy"]["matrix"]["shard"] == [1, 2, 3, 4]
    assert gitlab["shard"]["parallel"] == 4


def test_every_action_is_pinned_by_its_major_version():
    used = re.findall(r"uses: (\S+)", GITHUB.read_text("utf-8"))

    assert used
    assert not [each for each in used if not re.fullmatch(r"actions/[\w/-]+@v\d+", each)]


def test_a_job_may_read_unless_it_publishes():
    jobs = loaded(GITHUB)["jobs"]

    assert loaded(GITHUB)["permissions"] == {"contents": "read"}
    assert {name for name, job in jobs.items() if "permissions" in job} == {"pages"}
    assert jobs["pages"]["permissions"] == {"pages": "write", "id-token": "write"}


@pytest.mark.parametrize("file", SCHEMAS, ids=named)
def test_it_names_neither_a_host_nor_a_secret_nor_a_path_of_a_machine(file):
    text = file.read_text("utf-8")

    assert not HOST.findall(text)
    assert not re.findall(r"secrets\.|password|api_key|(?<![\w./*])/(?:home|root|work|tmp)\b", text)


def test_what_is_looked_for_is_found_where_it_is():
    wrong = "image: registry.example.com/python\nscript: cd /home/ci"

    assert HOST.findall(wrong)
    assert re.findall(r"(?<![\w./*])/(?:home|root|work|tmp)\b", wrong)
    with pytest.raises(SystemExit):
        parser().parse_args(["merg", "shards"])
