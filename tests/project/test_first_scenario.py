"""docs/first-scenario.md, done as it says: its files written, its commands run, in their order."""

import os
import re
import socket
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest

PORT = "8801"
BIN = Path(sys.executable).parent
PARTS = re.compile(
    r"<!-- file: (?P<file>\S+) -->\n```\w+\n(?P<content>.*?)```"
    r"|<!-- run: (?P<code>\d) -->\n```sh\n(?P<command>.*?)```\n\n```text\n(?P<output>.*?)```",
    re.DOTALL,
)


@pytest.fixture(scope="session")
def servers(root) -> Path:
    """The programs of the examples' servers, installed where examples/run wants them."""
    folder = root / "examples" / ".venv"
    if not (folder / "bin" / "datasette").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "-q", "-r"]
        subprocess.run([*pip, root / "examples" / "requirements.txt"], check=True)
    return folder / "bin"


@pytest.fixture
def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


@pytest.fixture
def httpbin(servers, free_port):
    """The port on which httpbin answers."""
    command = [servers / "waitress-serve", f"--listen=127.0.0.1:{free_port}", "httpbin:app"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, stderr=subprocess.STDOUT)
    said = list(takewhile(lambda line: "Serving on" not in line, process.stdout))
    assert process.poll() is None, said
    yield free_port
    process.kill()
    process.communicate()


def normal(output: str, port: str = PORT) -> str:
    """What a command said, without what differs from run to run."""
    output = output.replace(port, "PORT")
    output = re.sub(r"in \d+ ms", "in # ms", output)
    # What can be unpacked depends on what else is installed.
    output = re.sub(r'"Accept-Encoding": "[^"]*"', '"Accept-Encoding": "#"', output)
    output = re.sub(r"took 0min [\d.]+s", "took #", output)
    # A phrase moves when another is written above it.
    output = re.sub(r"(steps/phrases/\w+\.feature):\d+", r"\1:#", output)
    return "\n".join(line.rstrip() for line in output.strip().splitlines())


def run(folder: Path, command: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    return subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_page_says_what_happens(root, project, httpbin):
    page = (root / "docs" / "first-scenario.md").read_text("utf-8")
    for part in PARTS.finditer(page):
        if part["file"]:
            file = project.folder / part["file"]
            file.parent.mkdir(exist_ok=True)
            file.write_text(part["content"].replace(PORT, httpbin), "utf-8")
        else:
            done = run(project.folder, part["command"])
            assert normal(done.stdout + done.stderr, httpbin) == normal(part["output"])
            assert done.returncode == int(part["code"])


@pytest.mark.parametrize("name", ["httpbin", "kinto", "datasette"])
def test_an_example_is_green_with_one_command(root, project, servers, free_port, name):
    folder = project.folder / "examples" / name
    folder.mkdir(parents=True)
    (folder.parent / ".venv").symlink_to(servers.parent)
    (folder.parent / "run").write_bytes((root / "examples" / "run").read_bytes())
    for file in (root / "examples" / name).iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    for program in (folder.parent / "run", folder / "serve"):
        program.chmod(0o755)
    target = (folder / "target.toml").read_text("utf-8")
    (folder / "target.toml").write_text(re.sub(r":88\d\d", f":{free_port}", target), "utf-8")

    done = run(project.folder, f"examples/run {name}")

    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^[1-9]\d* scenarios passed, 0 failed, 0 skipped$", done.stdout, re.MULTILINE)
    assert run(project.folder, f"python -m harness lint examples/{name}").returncode == 0
