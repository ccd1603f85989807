"""The language server of the lock file beside this, and a client of it."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest

HERE = Path(__file__).parent
SCRIPT = Path("node_modules/@cucumber/language-server/bin/cucumber-language-server.cjs")
BIN = str(Path(sys.executable).parent)
_TIMEOUT = 60.0
_CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True}},
        "definition": {"linkSupport": True},
    },
}

Message = dict[str, Any]


class LanguageServer(AbstractContextManager["LanguageServer"]):
    """A running server that has read a project, with the settings of an editor."""

    def __init__(self, command: Sequence[str], root: Path, settings: Message) -> None:
        self._root = root
        self._settings = settings
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._arrived: Queue[Message] = Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self._request(
            "initialize",
            {"processId": None, "rootUri": root.as_uri(), "capabilities": _CAPABILITIES},
        )
        self._send({"method": "initialized", "params": {}})
        self.log: list[str] = []
        self._wait(lambda message: "Built " in self._logged(message))

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def open(self, file: str, text: str | None = None) -> list[Message]:
        """Open a file, with a text that is not saved yet; what the server marks in it."""
        uri = (self._root / file).as_uri()
        text = (self._root / file).read_text("utf-8") if text is None else text
        document = {"uri": uri, "languageId": "cucumber", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        told = self._wait(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == uri
            )
        )
        return list(told["params"]["diagnostics"])

    def completions(self, file: str, line: int, character: int) -> list[Message]:
        """What is offered at a place of an open file; both numbers begin with 0."""
        return list(self._request("textDocument/completion", self._at(file, line, character)))

    def definitions(self, file: str, line: int, character: int) -> list[Message]:
        """Where the step at a place of an open file is defined."""
        return list(self._request("textDocument/definition", self._at(file, line, character)))

    def _at(self, file: str, line: int, character: int) -> Message:
        uri = (self._root / file).as_uri()
        return {
            "textDocument": {"uri": uri},
            "position": {"line": line, "character": character},
        }

    def _logged(self, message: Message) -> str:
        if message.get("method") != "window/logMessage":
            return ""
        self.log.append(message["params"]["message"])
        return self.log[-1]

    def _request(self, method: str, params: Message) -> Any:
        self._send({"id": method, "method": method, "params": params})
        return self._wait(lambda message: message.get("id") == method)["result"]

    def _wait(self, wanted: Callable[[Message], bool]) -> Message:
        """The next message that is wanted; what the server asks meanwhile is answered."""
        while True:
            try:
                message = self._arrived.get(timeout=_TIMEOUT)
            except Empty:
                raise TimeoutError(f"the language server says nothing for {_TIMEOUT} s") from None
            if "method" in message and "id" in message:
                is_settings = message["method"] == "workspace/configuration"
                result = [self._settings] if is_settings else None
                self._send({"id": message["id"], "result": result})
            elif wanted(message):
                return message

    def _send(self, message: Message) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
                while stream.readline().strip():
                    pass
                self._arrived.put(json.loads(stream.read(length)))


@pytest.fixture(scope="package")
def installed(pytestconfig) -> Path:
    """The package of the lock file, which is installed once for it."""
    lock = HERE / "package-lock.json"
    name = f"language-server-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    folder = pytestconfig.cache.mkdir(name)
    if not (folder / SCRIPT).exists():
        for file in (HERE / "package.json", lock):
            shutil.copy(file, folder)
        environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        # The first test may only begin when all of it is there.
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return folder / SCRIPT


@pytest.fixture(scope="package")
def language_server(root, installed):
    """The server that an editor starts, with the settings of the project."""
    written = json.loads((root / ".vscode" / "settings.json").read_text("utf-8"))
    settings = {name.removeprefix("cucumber."): value for name, value in written.items()}
    with LanguageServer([f"{BIN}/node", str(installed), "--stdio"], root, settings) as server:
        yield server
