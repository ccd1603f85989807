"""A project of its own for a test: the real vocabulary, the test's features, target and server.

A `.feature` file beside a test module is run once, as a whole. Of its scenarios those tagged
@red must fail, each with the message in the `#|` lines below it; those tagged @skips must be
skipped for that reason; every other one must pass.
"""

import base64
import gzip
import hashlib
import hmac
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import uuid
import xml.etree.ElementTree as ElementTree
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
import requests
from behave.runner import the_step_registry
from behave.runner_util import load_step_modules
from pytest_httpserver import HTTPServer
from standardwebhooks import Webhook
from werkzeug import Request, Response

from harness.gherkin import examples, phrases

ROOT = Path(__file__).parent.parent
_TIMEOUT = 120
_HEADERS_OF_EVERY_REQUEST = {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
_ITEM = {
    "id": 7,
    "name": "lamp",
    "price": 9.5,
    "tags": ["warm", "small"],
    "parts": [{"no": 1, "kind": "bulb"}, {"no": 2, "kind": "foot"}],
    "note": None,
}
_OFFERS = [
    {"name": "big", "price": "150.00"},
    {"name": "small", "price": "3.50"},
    {"name": "middle", "price": 20},
    {"name": "priceless"},
]
# {"alg": "HS256", "typ": "JWT"}, {"sub": "agent_1", "exp": 4102444800}
_TOKEN = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    ".eyJzdWIiOiJhZ2VudF8xIiwiZXhwIjo0MTAyNDQ0ODAwfQ"
    ".c2lnbmF0dXJl"
)
CLIENT_SECRET = "secret of a client & more"
SIGNING_KEY = "key that signs"
_WHO_ASKS = f"""
[apis.guarded]
base_url = "{{server}}/guarded"
credentials.client_secret = {{{{ value = "{CLIENT_SECRET}" }}}}
values.client_id = "lasting"
auth = {{{{ kind = "oauth2-client-credentials", token_url = "/api/oauth/token", scope = "read" }}}}

[apis.brief]
base_url = "{{server}}/guarded/brief"
credentials.client_secret = {{{{ value = "{CLIENT_SECRET}" }}}}
values.client_id = "brief"

[apis.brief.auth]
kind = "oauth2-client-credentials"
token_url = "{{server}}/oauth/token"
client_in = "body"
parameters = {{{{ audience = "everybody" }}}}

[apis.stranger]
base_url = "{{server}}/guarded/stranger"
credentials.client_secret = {{{{ value = "wrong secret" }}}}
values.client_id = "lasting"
auth = {{{{ kind = "oauth2-client-credentials", token_url = "/api/oauth/token" }}}}

[apis.documented]
base_url = "{{server}}"
openapi = "/api/openapi"

[apis.pages-by-link]
base_url = "{{server}}"
paging = {{{{ next_header = "Link" }}}}

[apis.pages-by-header]
base_url = "{{server}}"
paging = {{{{ next_header = "Next-Page", items = "$.items" }}}}

[apis.pages-by-path]
base_url = "{{server}}"
paging = {{{{ next_path = "$.next", items = "$.items" }}}}

[apis.pages-by-cursor]
base_url = "{{server}}"
paging = {{{{ next_path = "$.next", cursor_parameter = "from", items = "$.items" }}}}

[apis.signed]
base_url = "{{server}}/signed"
credentials.signing_key = {{{{ value = "{SIGNING_KEY}" }}}}
values.key_id = "key 7"

[apis.signed.auth]
kind = "hmac"
signs = "{{{{time}}}}\\n{{{{method}}}}\\n{{{{path}}}}\\n{{{{body}}}}"
header = "X-Signature"
value = "{{{{key_id}}}}:{{{{code}}}}"
headers = {{{{ X-Time = "{{{{time}}}}" }}}}
algorithm = "sha512"
encoding = "base64"
"""
SIGNING_SECRET = "whsec_c2VjcmV0IG9mIHRoZSBzZW5kZXI="
_WEBHOOKS = """
[apis.example.webhooks]
id_header = "Event-Id"
id_path = "$.event_id"
signatures.plain = { header = "X-Plain" }
signatures.timed = { header = "X-Timed", signs = ["time", "method", "path", "body"], \
  code_key = "v1", time_key = "t" }
"""
_PAGING = """
[apis.example.paging]
size = 10
offset_parameter = "offset"
"""
_ACCOUNT = """
[apis.{api}.account]
registered_by = "POST {path}"
body = {{ name = "Tests" }}
remember = {{ key = "$.key" }}
headers = {{ X-Key = "{{{{key}}}}" }}
"""


# What `/stream/NAME` sends: bytes, and seconds to wait.
_STREAMS: dict[str, list[bytes | float]] = {
    "hello": [
        b": connected\n\n",
        b'event: start\ndata: {"id": 7}\n\n',
        *(
            part
            for word in (b"Hello", b" big", b" world")
            for part in (b'event: token\ndata: {"delta": "' + word + b'"}\n\n', 0.05)
        ),
        b"event: done\ndata: [DONE]\n\n",
    ],
    "plain": [b"data: one\n\ndata: two\n\n"],
    "empty": [b": nothing\n\n"],
    "stalls": [b"data: one\n\n", 8.0],
    "fails": [b"data: one\n\n", b"event: error\ndata: out of memory\n\n"],
    "goes-on": [b"data: one\n\ndata: [DONE]\n\ndata: two\n\n"],
}


_NAMED = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}
_WITH_PRICE = {
    **_NAMED,
    "required": ["colour"],
    "properties": {"price": {"type": "integer"}, "id": {"type": "integer"}},
}
_DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Items", "version": "1"},
    "components": {"schemas": {"Named": _NAMED, "WithPrice": _WITH_PRICE}},
    "paths": {
        path: {
            "get": {
                "parameters": [
                    {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                    for name in re.findall(r"{(\w+)}", path)
                ],
                "responses": {
                    "200": {
                        "description": "It.",
                        "headers": {"X-Item": {"schema": {"type": kind}}},
                        "content": {
                            "application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}
                        },
                    },
                    "4XX": {"description": "Nothing."},
                },
            }
        }
        for path, name, kind in (
            ("/items/{id}", "Named", "string"),
            ("/item", "WithPrice", "integer"),
            ("/text/{text}", "Named", "string"),
            ("/status/{status}", "Named", "string"),
        )
    },
}


class ExampleApi:
    """The API that the scenarios of the tests are about: it echoes, counts and waits."""

    def __init__(self) -> None:
        self._visits: Counter[str] = Counter()
        self._first: dict[str, float] = {}
        self._barriers: dict[str, threading.Barrier] = {}
        self._tokens: list[str] = []
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Response:
        name, _, rest = request.path.removeprefix("/api").strip("/").partition("/")
        answer = getattr(self, f"_{name}", None)
        return answer(request, rest) if answer else _json({"error": "no such path"}, 404)

    def _item(self, request: Request, rest: str) -> Response:
        return _json(_ITEM, headers={"X-Item": "lamp"})

    def _items(self, request: Request, rest: str) -> Response:
        return _json({"id": int(rest), "name": f"item {rest}"})

    def _status(self, request: Request, rest: str) -> Response:
        return _json({"status": int(rest)}, int(rest))

    def _text(self, request: Request, rest: str) -> Response:
        return Response(f"{rest}\n", content_type="text/plain")

    def _offers(self, request: Request, rest: str) -> Response:
        return _json({"offers": _OFFERS})

    def _token(self, request: Request, rest: str) -> Response:
        return _json({"token": _TOKEN, "key": "ak_1"})

    def _accounts(self, request: Request, rest: str) -> Response:
        """A new account, or at `/accounts/closed` none."""
        if rest:
            return _json({"error": f"registration is {rest}"}, 403)
        return _json({"name": request.get_json()["name"], "key": f"key-{uuid.uuid4()}"}, 201)

    def _things(self, request: Request, rest: str) -> Response:
        """POST makes a thing; DELETE ends one, unless it is called "endless..."."""
        if request.method == "POST":
            return _json({"id": request.get_json()["name"]}, 201)
        has_end = not rest.startswith("endless")
        return _json({}) if has_end else _json({"error": "it has no end"}, 500)

    def _notify(self, request: Request, rest: str) -> Response:
        """POST {"url", "deliveries": [{"after"?, "body", "id"?, "sign"?}]}: delivers these.

        Each is tried three times until it is answered well. `sign` is "right", or what is wrong.
        """
        order = request.get_json()
        threading.Thread(target=_deliver, args=(order["url"], order["deliveries"])).start()
        return _json({"ordered": len(order["deliveries"])}, 202)

    def _list(self, request: Request, rest: str) -> Response:
        """25 items, of which a page has at most `limit`, from `offset` on."""
        start, most = int(request.args.get("offset", 0)), int(request.args.get("limit", 20))
        items = [
            {"id": number, "kind": "even" if number % 2 == 0 else "odd"} for number in range(25)
        ]
        return _json(items[start : start + min(most, 20)])

    def _oauth(self, request: Request, rest: str) -> Response:
        """`/oauth/token`: a token; for the client "brief" one that has expired already."""
        given = request.authorization or request.form
        client, secret = (
            (given.username, given.password)
            if request.authorization
            else (given["client_id"], given["client_secret"])
        )
        if (
            unquote_plus(secret) != CLIENT_SECRET
            or request.form["grant_type"] != "client_credentials"
        ):
            return _json({"error": "invalid_client", "error_description": "who is it?"}, 401)
        token = f"token of {client} {uuid.uuid4()}".replace(" ", "-")
        self._tokens.append(token)
        wanted = {key: request.form[key] for key in ("scope", "audience") if key in request.form}
        lasts = -1 if client == "brief" else 3600
        return _json({"access_token": token, "token_type": "Bearer", "expires_in": lasts, **wanted})

    def _guarded(self, request: Request, rest: str) -> Response:
        """Which of all tokens a request carries, from 0 on; without one nothing."""
        token = (request.authorization and request.authorization.token) or ""
        if token not in self._tokens:
            return _json({"error": "no token"}, 401, headers={"WWW-Authenticate": "Bearer"})
        status = 201 if request.method == "POST" else 200
        return _json({"token": self._tokens.index(token)}, status)

    def _signed(self, request: Request, rest: str) -> Response:
        """Whether a request is signed by time, method, path and body."""
        path = request.full_path.removesuffix("?")
        lines = [request.headers.get("X-Time", ""), request.method, path]
        signed = "\n".join(lines).encode() + b"\n" + request.get_data()
        code = hmac.new(SIGNING_KEY.encode(), signed, "sha512").digest()
        expected = f"key 7:{base64.b64encode(code).decode()}"
        is_signed = request.headers.get("X-Signature") == expected
        if rest == "hop" and is_signed:
            return Response(status=302, headers={"Location": "/api/signed/lamps?hopped=yes"})
        return _json({"signed": is_signed}, 200 if is_signed else 401)

    def _login(self, request: Request, rest: str) -> Response:
        """Two cookies, of which one is for safe pages only; `/login/out` deletes the first."""
        answer = _json({"welcome": rest})
        if rest == "out":
            answer.delete_cookie("session")
        else:
            answer.set_cookie("theme", "dark; 1", max_age=60)
            answer.set_cookie("session", f"of-{rest}", httponly=True, samesite="Lax")
        return answer

    def _hop(self, request: Request, rest: str) -> Response:
        """`/hop/303/302/echo/method`: sends on with each status in turn, to what is behind them."""
        status, _, further = rest.partition("/")
        is_last = not further.partition("/")[0].isdecimal()
        place = f"/api/{further}" if is_last else f"/api/hop/{further}"
        return Response(status=int(status), headers={"Location": place})

    def _away(self, request: Request, rest: str) -> Response:
        """The same server by another name."""
        port = request.host.rpartition(":")[2]
        place = f"http://127.0.0.1:{port}/api/{rest}"
        return Response(status=302, headers={"Location": place})

    def _loop(self, request: Request, rest: str) -> Response:
        return Response(status=302, headers={"Location": "/api/loop"})

    def _download(self, request: Request, rest: str) -> Response:
        """So many bytes, 0 to 255 again and again."""
        return Response(bytes(range(256)) * (int(rest) // 256), content_type="image/png")

    def _packed(self, request: Request, rest: str) -> Response:
        """`/packed/gzip`: the item in this coding, in chunks."""
        raw = json.dumps(_ITEM).encode()
        packed = gzip.compress(raw) if rest == "gzip" else zlib.compress(raw)
        headers = {"Content-Encoding": rest}
        parts = iter([packed[:10], packed[10:]])
        return Response(parts, headers=headers, content_type="application/json")

    def _xml(self, request: Request, rest: str) -> Response:
        text = (ROOT / "tests" / "vocabulary" / "files" / f"{rest}.xml").read_bytes()
        return Response(text, content_type="application/xml")

    def _csv(self, request: Request, rest: str) -> Response:
        text = (ROOT / "tests" / "vocabulary" / "files" / f"{rest}.csv").read_bytes()
        return Response(text, content_type="text/csv; charset=utf-8")

    def _tagged(self, request: Request, rest: str) -> Response:
        """A document with an ETag: conditional requests, RFC 9110 section 13."""
        answer = _json({"name": "lamp"}, headers={"ETag": '"v1"'})
        if request.method == "PUT" and "v1" not in request.if_match:
            return _json({"error": "it has changed"}, 412)
        return answer.make_conditional(request)

    def _graphql(self, request: Request, rest: str) -> Response:
        """Answers one query, whose variable is the id of an item."""
        asked = request.get_json()
        if "item(id: $id)" not in asked["query"]:
            return _json({"errors": [{"message": "this is no query that is known here"}]})
        number = asked.get("variables", {}).get("id")
        return _json({"data": {"item": {"id": number, "name": f"item {number}"}}})

    def _openapi(self, request: Request, rest: str) -> Response:
        """What the API "documented" says of some of the paths here, and not all of it is so."""
        return _json(_DOCUMENT)

    def _linked(self, request: Request, rest: str) -> Response:
        """5 items, 2 a page: the next page is in the header Link or Next-Page, or in the body."""
        start = int(request.args.get("from", 0))
        items = [{"id": number} for number in range(start, min(start + 2, 5))]
        there = f"/api/linked/{rest}?from={start + 2}" if start + 2 < 5 else ""
        if rest == "link":
            headers = (
                {"Link": f'<{there}>; rel="next", </api/linked>; rel="first"'} if there else {}
            )
            return _json(items, headers=headers)
        cursor = str(start + 2) if there else None
        told = {"path": there or None, "cursor": cursor}.get(rest)
        return _json({"items": items, "next": told}, headers={"Next-Page": there} if there else {})

    def _batch(self, request: Request, rest: str) -> Response:
        return _json({"made": [f"{name}!" for name in request.get_json()["names"]]}, 201)

    def _visit(self, request: Request, rest: str) -> Response:
        return _json({"visit": self._turn(request)})

    def _since(self, request: Request, rest: str) -> Response:
        """The seconds since the first request of the same address."""
        now = time.monotonic()
        with self._lock:
            return _json({"since": now - self._first.setdefault(request.full_path, now)})

    def _stream(self, request: Request, rest: str) -> Response:
        """`/stream/NAME`: one of the streams above, each part as it is due."""
        return Response(_parts(_STREAMS[rest]), content_type="text/event-stream")

    def _states(self, request: Request, rest: str) -> Response:
        """`/states/a,b,c?of=x`: the first request gets a, the next b, all after them c."""
        states = rest.split(",")
        state = states[min(self._turn(request), len(states)) - 1]
        return _json({"state": state}, int(state) if state.isdecimal() else 200)

    def _together(self, request: Request, rest: str) -> Response:
        """`/together/5/of?...`: nobody gets an answer before five requests have arrived."""
        with self._lock:
            barrier = self._barriers.setdefault(
                request.full_path, threading.Barrier(int(rest.partition("/")[0]), timeout=3)
            )
        try:
            return _json({"arrival": barrier.wait()})
        except threading.BrokenBarrierError:
            return _json({"error": "the others did not arrive"}, 503)

    def _echo(self, request: Request, rest: str) -> Response:
        """`/echo/query`: this part of the request, as it arrived."""
        parts: dict[str, Callable[[], object]] = {
            "method": lambda: request.method,
            "path": lambda: request.path,
            "query": lambda: list(request.args.items(multi=True)),
            "headers": lambda: _remarkable(request),
            "type": lambda: request.content_type,
            "json": lambda: request.get_json(silent=True),
            "body": lambda: request.get_data(as_text=True),
            "form": lambda: list(request.form.items(multi=True)),
            "files": lambda: [_uploaded(name, part) for name, part in request.files.items()],
            "client": lambda: request.remote_addr,
            "checksum": lambda: hashlib.sha256(request.get_data()).hexdigest(),
        }
        part = rest.partition("/")[0]
        wanted = (
            ("method", "path", "query", "headers", "json", "body") if part == "all" else (part,)
        )
        told = {each: parts[each]() for each in wanted}
        return _json(told, headers={"X-Method": request.method})

    def _turn(self, request: Request) -> int:
        with self._lock:
            self._visits[request.full_path] += 1
            return self._visits[request.full_path]


def _deliver(url: str, deliveries: list[dict]) -> None:
    for delivery in deliveries:
        time.sleep(delivery.get("after", 0))
        body = json.dumps(delivery["body"]).encode()
        headers = signed(url, body, delivery.get("sign", "right"))
        if "id" in delivery:
            headers["Event-Id"] = delivery["id"]
        # The scenario may be over, and its inbox gone.
        with suppress(requests.ConnectionError):
            for _ in range(3):
                if requests.post(url, body, headers=headers, timeout=5).status_code < 300:
                    break


def signed(url: str, body: bytes, how: str = "right") -> dict[str, str]:
    """The headers of a delivery: signed by Standard Webhooks, by "plain" and by "timed"."""
    secret = "whsec_b3RoZXIgc2VjcmV0" if how == "secret" else SIGNING_SECRET
    signed_body = body + b" " if how == "body" else body
    now = time.time() - (3600 if how == "time" else 0)
    moment, path = str(int(now)), url.split("/", 3)[3]
    standard = Webhook(secret).sign("msg_1", datetime.fromtimestamp(now, UTC), signed_body.decode())
    code = hmac.new(secret.encode(), signed_body, "sha256").hexdigest()
    timed = "\n".join([moment, "POST", f"/{path}"]).encode() + b"\n" + signed_body
    timed_code = hmac.new(secret.encode(), timed, "sha256").hexdigest()
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": moment,
        "webhook-signature": standard,
        "X-Plain": code,
        "X-Timed": f"t={moment},v0=old,v1={'0' * 64},v1={timed_code}",
    }
    return {} if how == "none" else headers


def _parts(stream: list[bytes | float]) -> Iterator[bytes]:
    for part in stream:
        if isinstance(part, bytes):
            yield part
        else:
            time.sleep(part)


def _json(document: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    text = json.dumps(document, ensure_ascii=False)
    return Response(text, status, headers, content_type="application/json")


def _remarkable(request: Request) -> dict[str, str]:
    return {
        name: value.encode("latin-1").decode()
        for name, value in request.headers.items()
        if name not in _HEADERS_OF_EVERY_REQUEST
    }


def _uploaded(name: str, part) -> dict[str, str]:
    content = part.read().decode()
    return {"field": name, "file": part.filename, "type": part.mimetype, "content": content}


@dataclass(frozen=True)
class Outcome:
    """How a scenario ended; the message of one that failed, or the reason of one skipped."""

    status: str
    message: str = ""

    @property
    def told(self) -> tuple[str, str]:
        """Its colour and the message; failed and broken are both red."""
        return ("red" if self.status in ("failed", "broken") else self.status), self.message


@dataclass(frozen=True)
class Run:
    """A finished run of behave."""

    exit_code: int
    output: str
    errors: str
    outcomes: dict[str, Outcome]


@dataclass
class Project:
    """A folder to run behave in: the repository's suite with features and targets of its own."""

    folder: Path
    server: str

    def __post_init__(self) -> None:
        (self.folder / "features").mkdir()
        (self.folder / "steps" / "phrases").mkdir(parents=True)
        for part in ("environment.py", "behave.ini"):
            (self.folder / part).symlink_to(ROOT / part)
        for kind in ("steps/*.py", "steps/phrases/*.feature"):
            for file in ROOT.glob(kind):
                (self.folder / file.relative_to(ROOT)).symlink_to(file)
        self.target(self.example_api())

    def example_api(self, name: str = "example", base_url: str = "") -> str:
        """An API of a target, as TOML."""
        return (
            f'[apis.{name}]\nbase_url = "{base_url or self.server}"\n'
            "poll_interval_seconds = 0.01\npoll_limit_seconds = 1.5\n"
            "stream.limit_seconds = 1.5\n"
        )

    def target_with_accounts(self) -> str:
        """A target on which "example" registers accounts.

        At "closed" it does not, at "member" there is one already, at "bare" there are none.
        """
        parts = [
            self.example_api(),
            'secret_fields = ["key"]\n',
            '[apis.example.values]\ngreeting = "good morning"\nfarewell = ""\n',
            f'secret = "{SIGNING_SECRET}"\n',
            _ACCOUNT.format(api="example", path="/accounts"),
            _WEBHOOKS,
            _PAGING,
            self.example_api("closed"),
            _ACCOUNT.format(api="closed", path="/accounts/closed"),
            self.example_api("member"),
            '[apis.member.credentials]\nkey = { env = "MEMBER_KEY" }\n',
            _ACCOUNT.format(api="member", path="/accounts"),
            self.example_api("bare"),
            _WHO_ASKS.format(server=self.server),
        ]
        return "".join(parts)

    def feature(self, text: str, name: str = "probe.feature") -> None:
        """Write a feature file, its text as it stands."""
        (self.folder / "features" / name).write_text(text, "utf-8")

    def scenarios(self, *bodies: str) -> None:
        """Write a feature file with one scenario per body; they are named "one", "two", ..."""
        names = ("one", "two", "three", "four")
        texts = [f"Scenario: {name}\n{body}" for name, body in zip(names, bodies, strict=False)]
        self.feature("Feature: Probe\n\n" + "\n".join(texts))

    def phrases(self, text: str) -> None:
        """Write a file of phrases."""
        (self.folder / "steps" / "phrases" / "own.feature").write_text(text, "utf-8")

    def target(self, text: str) -> None:
        """Write the target file that a run uses unless it names another."""
        (self.folder / "target.toml").write_text(text, "utf-8")

    def run(self, *arguments: str, **environment: str) -> Run:
        """Run behave to its end."""
        process = self.start(*arguments, **environment)
        try:
            output, errors = process.communicate(timeout=_TIMEOUT)
        finally:
            process.kill()
        return Run(process.returncode, output, errors, self._outcomes(output))

    def start(
        self, *arguments: str, command: Sequence[str] = (), **environment: str
    ) -> subprocess.Popen[str]:
        """Start behave; the caller ends it."""
        words = [*(command or (sys.executable, "-m", "behave")), *arguments]
        if not any(word.startswith("target=") for word in arguments):
            words += ["-D", "target=target.toml"]
        return subprocess.Popen(
            words,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": "", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Whoever starts the tests in the background has them ignore Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def attachments(self) -> list[tuple[str, str, str]]:
        """What hangs in the Allure results: the step (of a scenario: ""), the name, the content."""
        folder = self.folder / "reports" / "allure-results"
        return [
            (step, one["name"], (folder / one["source"]).read_text("utf-8"))
            for file in folder.glob("*-result.json")
            for step, one in _attached(json.loads(file.read_bytes()))
        ]

    def _outcomes(self, output: str) -> dict[str, Outcome]:
        reasons = re.findall(r"^skipped \S+:\d+ (.*?): (.*)$", output, re.MULTILINE)
        outcomes = {name: Outcome("skipped", reason) for name, reason in reasons}
        for file in (self.folder / "reports" / "junit").glob("*.xml"):
            for case in ElementTree.parse(file).iter("testcase"):
                message = self._normal(next((wrong.get("message", "") for wrong in case), ""))
                outcomes.setdefault(case.attrib["name"], Outcome(case.attrib["status"], message))
        return outcomes

    def _normal(self, message: str) -> str:
        """A message without what differs from run to run; a file's line by what stands there."""
        message = message.replace(self.server, "{server}")
        message = re.sub(r"([\w/]+\.feature):(\d+)", self._quoted_line, message)
        message = re.sub(r"\bin \d+ ms", "in # ms", message)
        message = re.sub(r"\+ +\d+ ms", "+    # ms", message)
        message = re.sub(r"\bin [\d.]+ seconds", "in # seconds", message)
        message = re.sub(r"(From the target: ).*?(\. Generated: ).*?\.$", r"\1#\2#.", message)
        message = re.sub(r"http://127\.0\.0\.1:\d+/[0-9a-f]{32}", "{inbox}", message)
        message = re.sub(r"python-requests/[\d.]+", "{agent}", message)
        message = re.sub(r"has all \d+", "has all #", message)
        message = re.sub(r"(It has: ).*$", r"\1#", message)
        if "it was not so within" in message:
            message = re.sub(r"(polls +|×)\d+", r"\1#", message)
        message = re.sub(r"the number 0\.\d{3,}(e-\d+)?", "the number 0.#", message)
        message = re.sub(r'"127\.[\d.]+"', '"{address}"', message)
        message = re.sub(r"[0-9a-f]{32}", "{boundary}", message)
        return "\n".join(line.rstrip() for line in message.splitlines())

    def _quoted_line(self, location: re.Match[str]) -> str:
        lines = (self.folder / location[1]).read_text("utf-8").splitlines()
        return f"{location[1]}:<{lines[int(location[2]) - 1].strip()}>"


def _attached(part: dict, step: str = "") -> Iterator[tuple[str, dict]]:
    yield from ((step, one) for one in part.get("attachments", []))
    for inner in part.get("steps", []):
        yield from _attached(inner, inner["name"])


@dataclass(frozen=True)
class Specified:
    """A scenario of a feature file in the tests, and what must become of it."""

    name: str
    outcome: Outcome = field(repr=False)


def _specified(file: Path) -> Iterator[Specified]:
    for one in examples.specified_in(file):
        yield Specified(one.scenario.name, Outcome(one.ends, one.message))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test with the argument `specified` every scenario of the features beside it."""
    if "specified" in metafunc.fixturenames:
        folder = Path(metafunc.module.__file__).parent
        found = [one for file in sorted(folder.glob("*.feature")) for one in _specified(file)]
        metafunc.parametrize("specified", found, ids=[one.name for one in found])


@pytest.fixture(scope="session", autouse=True)
def _no_summary_of_a_job() -> None:
    """Runs of tests are not told in the summary of the job that runs the tests."""
    os.environ.pop("GITHUB_STEP_SUMMARY", None)


@pytest.fixture(scope="session")
def running_server() -> Iterator[HTTPServer]:
    """One server for all tests; each request is served in a thread of its own."""
    with HTTPServer(threaded=True) as server:
        server.expect_request(re.compile(".*")).respond_with_handler(ExampleApi())
        yield server


@pytest.fixture
def server(running_server: HTTPServer) -> HTTPServer:
    """The server, its log of requests empty."""
    running_server.clear_log()
    return running_server


@pytest.fixture
def project(tmp_path: Path, server: HTTPServer) -> Project:
    """A project whose target has the API "example"."""
    return Project(tmp_path, server.url_for("/api"))


@pytest.fixture(scope="module")
def project_of_module(tmp_path_factory, running_server: HTTPServer) -> Project:
    """A project that all tests of a module share."""
    return Project(tmp_path_factory.mktemp("project"), running_server.url_for("/api"))


@pytest.fixture(scope="module")
def run_of_this_folder(request, project_of_module: Project) -> Run:
    """One run of every feature beside the test module, with its phrases and files."""
    project = project_of_module
    here = request.path.parent
    for file in (*here.glob("*.feature"), *here.glob("files/*")):
        (project.folder / "features" / file.name).symlink_to(file)
    for file in here.glob("phrases/*.feature"):
        (project.folder / "steps" / "phrases" / file.name).symlink_to(file)
    project.target(project.target_with_accounts())
    # Some of the scenarios measure times: none runs beside another.
    run = project.run("--jobs", "1", MEMBER_KEY="key of a member")
    assert run.outcomes, run.errors
    return run


@pytest.fixture(scope="session")
def loaded_sentences() -> dict[str, list]:
    """Every sentence of the suite and every phrase, by keyword."""
    before = the_step_registry.steps
    the_step_registry.steps = {kind: [] for kind in before}
    try:
        load_step_modules([str(ROOT / "steps")])
        generic = {kind: list(known) for kind, known in the_step_registry.steps.items()}
        phrases.load(ROOT / "steps" / "phrases")
        return {"generic": generic, "all": the_step_registry.steps}
    finally:
        the_step_registry.steps = before


@pytest.fixture
def sentences(loaded_sentences, monkeypatch) -> dict[str, list]:
    """Every sentence and phrase, registered as in a run."""
    monkeypatch.setattr(the_step_registry, "steps", loaded_sentences["all"])
    return loaded_sentences["all"]


@pytest.fixture
def generic_sentences(loaded_sentences) -> dict[str, list]:
    """The sentences of steps/*.py, without the phrases."""
    return loaded_sentences["generic"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT
