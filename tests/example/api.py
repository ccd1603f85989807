"""The API that the scenarios of the tests are about."""

import base64
import gzip
import hashlib
import hmac
import json
import threading
import time
import uuid
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote_plus

from werkzeug import Request, Response

from tests.example.contents import DOCUMENT, ITEM, OFFERS, STREAMS, TOKEN
from tests.example.deliveries import deliver
from tests.example.target import CLIENT_SECRET, SIGNING_KEY

_FILES = Path(__file__).parents[1] / "vocabulary" / "files"
_HEADERS_OF_EVERY_REQUEST = {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


class ExampleApi:
    """It echoes, counts and waits."""

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
        return _json(ITEM, headers={"X-Item": "lamp"})

    def _items(self, request: Request, rest: str) -> Response:
        return _json({"id": int(rest), "name": f"item {rest}"})

    def _status(self, request: Request, rest: str) -> Response:
        return _json({"status": int(rest)}, int(rest))

    def _text(self, request: Request, rest: str) -> Response:
        return Response(f"{rest}\n", content_type="text/plain")

    def _offers(self, request: Request, rest: str) -> Response:
        return _json({"offers": OFFERS})

    def _token(self, request: Request, rest: str) -> Response:
        return _json({"token": TOKEN, "key": "ak_1"})

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
        threading.Thread(target=deliver, args=(order["url"], order["deliveries"])).start()
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
        raw = json.dumps(ITEM).encode()
        packed = gzip.compress(raw) if rest == "gzip" else zlib.compress(raw)
        headers = {"Content-Encoding": rest}
        parts = iter([packed[:10], packed[10:]])
        return Response(parts, headers=headers, content_type="application/json")

    def _xml(self, request: Request, rest: str) -> Response:
        text = (_FILES / f"{rest}.xml").read_bytes()
        return Response(text, content_type="application/xml")

    def _csv(self, request: Request, rest: str) -> Response:
        text = (_FILES / f"{rest}.csv").read_bytes()
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
        return _json(DOCUMENT)

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
        """`/stream/NAME`: one of the example's streams, each part as it is due."""
        return Response(_parts(STREAMS[rest]), content_type="text/event-stream")

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
            "every-header": lambda: dict(request.headers.items()),
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
