"""Where a run goes: one TOML file per place, checked before anything is sent."""

import ipaddress
import os
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urljoin, urlsplit

import msgspec
import requests

from harness.addresses import can_send_from
from harness.authentication.form import Auth, ClientCredentials
from harness.client import Trust, explained
from harness.duration import in_seconds
from harness.jsonpath import compiled
from harness.masking.forms import is_ordinary
from harness.memory import NAME
from harness.paging import Paging
from harness.problem import AuthorError
from harness.spending import Purchase, Spending
from harness.stream.form import EventStream
from harness.target_file import DURATION, REQUEST, converted, merged, parsed
from harness.target_file import TargetError as TargetError
from harness.webhook.form import WebhookInbox, Webhooks

TARGETS = Path(__file__).parent.parent / "targets"
_DEFAULTS = "defaults"
_Request = Annotated[str, msgspec.Meta(pattern=REQUEST)]
_Duration = Annotated[str, msgspec.Meta(pattern=DURATION)]
_USER = re.compile(r"[^/]*//[^/?#]*@")
# What an OpenAPI document's place starts with when it is not a file.
_NO_FILE = ("/", "http://", "https://")
# No time is longer than a month; what TOML calls `inf` is none.
_Seconds = Annotated[float, msgspec.Meta(gt=0, le=31 * 86400)]


class Credential(msgspec.Struct, forbid_unknown_fields=True):
    """A secret: the environment variable that holds it, never the value itself.

    Only a stand-in on this machine, which has no real secrets, may have its `value` in the file.
    """

    env: str = ""
    value: str = ""


class Judge(msgspec.Struct, forbid_unknown_fields=True):
    """An OpenAI-compatible endpoint that judges whether an answer answers."""

    base_url: str
    model: str
    api_key: Credential | None = None


class Resource(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A thing that costs money while it exists: which request makes it, and which ends it.

    Requests are written `POST /sessions/{id}/terminate`, `id` is the JSONPath of its id in the
    answer to the first. `found_by` and `found_id` ask for an id that was never told; the
    placeholders of `found_by` are fields of the body with which the thing was created.
    """

    created_by: _Request
    id: str
    ended_by: _Request
    found_by: _Request = ""
    found_id: str = ""


class Account(msgspec.Struct, forbid_unknown_fields=True):
    """How a scenario gets an account: it registers one, or the target names an existing one.

    `remember` are values of the registration's answer by JSONPath. When all of them are
    credentials of the API, these are the account and nothing is registered. `headers` go with
    every request of the account.
    """

    registered_by: _Request
    body: dict[str, Any]
    remember: dict[str, str]
    headers: dict[str, str]


class ClientCertificate(msgspec.Struct, forbid_unknown_fields=True):
    """The certificate by which an API knows its client, and its key, as PEM files.

    Both may be in one file. In the target file they are relative to its folder; here they are not.
    """

    file: str
    key_file: str = ""


class LatencyBudget(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """How long the answers of an endpoint may take: percentiles of their times, and the longest.

    Written as durations, such as "300 milliseconds"; what is empty has no limit.
    """

    p50: _Duration = ""
    p95: _Duration = ""
    p99: _Duration = ""
    max: _Duration = ""

    @property
    def limits(self) -> dict[str, float]:
        """What it limits, in seconds."""
        written = msgspec.structs.asdict(self)
        return {figure: in_seconds(limit) for figure, limit in written.items() if limit}


class Api(msgspec.Struct, forbid_unknown_fields=True):
    """One API at the target; without a base URL the target does not have it.

    `openapi` is where its OpenAPI document is: an address, or a path on its server. In the file
    it may also be a file, relative to the folder of the target file; here that is an address.
    `ca_file` is trusted in place of the target's; `budgets` are by endpoint, such as
    `GET /jobs/{id}`. What a response issues under `secret_fields`, and what a request sends in
    `secret_headers`, is secret.
    """

    base_url: str = ""
    openapi: str = ""
    ca_file: str = ""
    client_certificate: ClientCertificate | None = None
    auth: Auth | None = None
    poll_interval_seconds: _Seconds = 0.5
    poll_limit_seconds: _Seconds = 30.0
    credentials: dict[str, Credential] = {}
    values: dict[str, Any] = {}
    resources: dict[str, Resource] = {}
    account: Account | None = None
    stream: EventStream = msgspec.field(default_factory=EventStream)
    paging: Paging | None = None
    purchases: list[Purchase] = []
    webhooks: Webhooks = msgspec.field(default_factory=Webhooks)
    secret_fields: list[str] = []
    secret_headers: list[str] = []
    budgets: dict[str, LatencyBudget] = {}


class Target(msgspec.Struct, forbid_unknown_fields=True):
    """A checked target file, merged over the defaults that the test plan gives.

    In the file, `ca_file` is relative to the folder of the file; here it is not.
    """

    name: str
    file: str
    apis: dict[str, Api]
    starts_sandbox: bool = False
    timeout_seconds: _Seconds = 10.0
    ca_file: str = ""
    client_addresses: list[str] = []
    address_window_seconds: _Seconds = 3700.0
    spending: Spending = msgspec.field(default_factory=Spending)
    webhook_inbox: WebhookInbox = msgspec.field(default_factory=WebhookInbox)
    judge: Judge | None = None
    secrets: dict[str, str] = {}

    def credentials_of(self, api: str) -> dict[str, str]:
        """The secrets of one API by the names that scenarios use."""
        prefix = f"apis.{api}.credentials."
        return {
            key.removeprefix(prefix): value
            for key, value in self.secrets.items()
            if key.startswith(prefix)
        }

    def api_at(self, url: str) -> str:
        """The name of the API that an address is below; empty when it is below none."""
        owners = [
            (api.base_url, name)
            for name, api in self.apis.items()
            if api.base_url and _is_below(url, api.base_url)
        ]
        return max(owners, key=lambda owner: len(owner[0]), default=("", ""))[1]

    @property
    def verify(self) -> bool | str:
        """What the HTTP client trusts: the machine's authorities, or the file named."""
        return self.ca_file or True

    def trusts(self) -> Iterator[tuple[str, Trust]]:
        """Where an API has a trust of its own: the beginning of its addresses, and the trust."""
        for api in self.apis.values():
            if api.base_url and (api.ca_file or api.client_certificate):
                yield urljoin(api.base_url, "/"), self.trust_of(api)
                yield api.base_url, self.trust_of(api)

    def trust_of(self, api: Api) -> Trust:
        """Whom an API's clients trust and who they are."""
        own = api.client_certificate
        certificate = (own.file, own.key_file or own.file) if own else None
        return Trust(api.ca_file or self.verify, certificate)

    def is_local(self, api: Api) -> bool:
        """Whether an API listens on a loopback address of this machine."""
        return _is_loopback(urlsplit(api.base_url).hostname or "")

    def answers_any_loopback(self, api: Api) -> bool:
        """Whether requests can come from any 127.x.y.z; IPv6 has one loopback address only."""
        return self.is_local(api) and ":" not in (urlsplit(api.base_url).hostname or "")

    @property
    def all_local(self) -> bool:
        """Whether nothing at this target is outside this machine."""
        return all(self.is_local(api) for api in self.apis.values() if api.base_url)


def load(name_or_file: str, environment: Mapping[str, str] = os.environ) -> Target:
    """Read and check a target file, by its name in targets/ or by its path.

    Raises TargetError for what can be known without a network: a missing file, broken TOML, a
    missing, unknown or wrong entry, an unset environment variable.
    """
    path = _path_of(name_or_file)
    file = os.path.relpath(path)
    content = merged(parsed(TARGETS / f"{_DEFAULTS}.toml"), parsed(path))
    for reserved in ("name", "file", "secrets"):
        if reserved in content:
            raise TargetError(f"{file}: {reserved}: no such entry")
    target = converted({"apis": {}, **content, "name": path.stem, "file": file}, Target, file)
    _check_addresses(target)
    _fill_references(target)
    _check_json_paths(target)
    _check_paging(target)
    _check_budgets(target)
    if target.ca_file:
        target.ca_file = _checked_ca_file(f"{file}: ca_file", path.parent / target.ca_file)
    for name, api in target.apis.items():
        key = f"{file}: apis.{name}"
        if api.ca_file:
            api.ca_file = _checked_ca_file(f"{key}.ca_file", path.parent / api.ca_file)
        if api.client_certificate:
            _complete(f"{key}.client_certificate", api.client_certificate, path.parent)
        if api.auth:
            _check_auth(f"{key}.auth", api, api.auth)
        if api.openapi and not api.openapi.startswith(_NO_FILE):
            api.openapi = _checked_document(key, path.parent / api.openapi)
    target.secrets = _secrets(target, environment)
    return target


def check_reachable(target: Target) -> None:
    """Ask every API of the target for any HTTP answer at all.

    Raises TargetError for the first that gives none: no such host, refused, TLS, timeout; and
    for a client address that this machine does not have.
    """
    for address in target.client_addresses:
        if not can_send_from(address):
            raise TargetError(
                f"{target.file}: client_addresses: this machine does not have {address}"
            )
    for name, api in target.apis.items():
        if api.base_url:
            with requests.Session() as session:
                session.trust_env = not target.is_local(api)
                try:
                    session.get(
                        api.base_url,
                        timeout=target.timeout_seconds,
                        verify=target.trust_of(api).verify,
                        cert=target.trust_of(api).certificate,
                        allow_redirects=False,
                        stream=True,
                    ).close()
                except requests.RequestException as error:
                    raise TargetError(
                        f"{target.file}: apis.{name}.base_url: {api.base_url} cannot be reached: "
                        f"{explained(error)}"
                    ) from None


def _path_of(name_or_file: str) -> Path:
    by_name = TARGETS / f"{name_or_file}.toml"
    if by_name.is_file() and name_or_file != _DEFAULTS:
        return by_name
    path = Path(name_or_file)
    if path.is_file():
        return path
    names = sorted(file.stem for file in TARGETS.glob("*.toml") if file.stem != _DEFAULTS)
    raise TargetError(
        f"target {name_or_file!r}: no such file, and targets/ has only {', '.join(names)}"
    )


def _check_addresses(target: Target) -> None:
    usable = {f"apis.{name}": api.base_url for name, api in target.apis.items() if api.base_url}
    if not usable:
        raise TargetError(f"{target.file}: apis: no API has a base_url, there is nothing to test")
    judge = {"judge": target.judge.base_url} if target.judge else {}
    for key, base_url in (usable | judge).items():
        relative = target.starts_sandbox and base_url.startswith("/") and key != "judge"
        if problem := "" if relative else _address_problem(base_url):
            raise TargetError(f"{target.file}: {key}.base_url: {problem}")
    for address in target.client_addresses:
        try:
            ipaddress.ip_address(address)
        except ValueError:
            raise TargetError(
                f"{target.file}: client_addresses: {address!r} is no IP address"
            ) from None


def _address_problem(base_url: str) -> str:
    """Why requests cannot go below an address; empty when they can."""
    if _USER.match(base_url):
        return "a user and a password in it would be printed, use credentials instead"
    try:
        parts = urlsplit(base_url)
        complete = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        complete = False
    return "" if complete else f"{base_url!r} is no http or https address"


def _fill_references(target: Target) -> None:
    """Put another value of its API in the place of each that is written as that one's name."""
    for name, api in target.apis.items():
        for key, value in api.values.items():
            named = NAME.fullmatch(value) if isinstance(value, str) else None
            if named and named[1] not in api.values:
                raise TargetError(
                    f"{target.file}: apis.{name}.values.{key}: the API has no value {named[1]!r}"
                )
            if named:
                api.values[key] = api.values[named[1]]


def _check_json_paths(target: Target) -> None:
    for name, api in target.apis.items():
        for key, path in _json_paths(api).items():
            try:
                compiled(path)
            except AuthorError as error:
                raise TargetError(f"{target.file}: apis.{name}.{key}: {error}") from None


def _check_paging(target: Target) -> None:
    for name, api in target.apis.items():
        if api.paging and sum(map(bool, api.paging.ways)) != 1:
            raise TargetError(
                f"{target.file}: apis.{name}.paging: give one of "
                "offset_parameter, page_parameter, next_header and next_path"
            )
        if api.paging and api.paging.cursor_parameter and not api.paging.next_path:
            raise TargetError(
                f"{target.file}: apis.{name}.paging: next_path must say where the value for "
                "cursor_parameter is"
            )


def _check_budgets(target: Target) -> None:
    for name, api in target.apis.items():
        for endpoint, budget in api.budgets.items():
            key = f"{target.file}: apis.{name}.budgets.{endpoint}"
            if not re.fullmatch(REQUEST, endpoint):
                raise TargetError(f"{key}: it is no endpoint, write METHOD /path")
            if budget == LatencyBudget():
                raise TargetError(f"{key}: give p50, p95, p99 or max")


def _json_paths(api: Api) -> dict[str, str]:
    """The JSONPaths of an API, by key."""
    paths = {}
    for kind, resource in api.resources.items():
        paths[f"resources.{kind}.id"] = resource.id
        if resource.found_by or resource.found_id:
            paths[f"resources.{kind}.found_id"] = resource.found_id
    paths |= {
        f"stream.text_paths[{place}]": path for place, path in enumerate(api.stream.text_paths)
    }
    for place, purchase in enumerate(api.purchases):
        if purchase.amount:
            paths[f"purchases[{place}].amount"] = purchase.amount
    if api.paging:
        paths["paging.items"] = api.paging.items
        if api.paging.next_path:
            paths["paging.next_path"] = api.paging.next_path
    paths["webhooks.id_path"] = api.webhooks.id_path
    remembered = api.account.remember if api.account else {}
    return paths | {f"account.remember.{name}": path for name, path in remembered.items()}


def _checked_ca_file(key: str, file: Path) -> str:
    shown = _checked_file(key, file)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except (OSError, ValueError):
        raise TargetError(f"{key}: {shown!r} holds no certificate") from None
    return str(file)


def _complete(key: str, own: ClientCertificate, folder: Path) -> None:
    """Make the files of a client's certificate relative to nothing, and try them."""
    file, key_file = folder / own.file, folder / (own.key_file or own.file)
    shown = _checked_file(f"{key}.file", file)
    _checked_file(f"{key}.key_file", key_file)
    try:
        # Without a password, OpenSSL would ask for one on the console.
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(file, key_file, lambda: b"")
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", None) or "no certificate with its key, without a password"
        raise TargetError(f"{key}: {shown!r} cannot be used: {why}") from None
    own.file, own.key_file = str(file), str(key_file)


def _checked_file(key: str, file: Path) -> str:
    """A file as messages show it, which must be there."""
    shown = os.path.relpath(file)
    if not file.is_file():
        raise TargetError(f"{key}: there is no file {shown!r}")
    return shown


def _check_auth(key: str, api: Api, auth: Auth) -> None:
    for name in auth.names():
        if name not in {*api.credentials, *api.values}:
            raise TargetError(f"{key}: the API has neither a credential nor a value {name!r}")
    if auth.secret_name not in api.credentials:
        raise TargetError(f"{key}: {auth.secret_name!r} must be one of the credentials")
    if isinstance(auth, ClientCredentials) and not auth.token_url.startswith(_NO_FILE):
        raise TargetError(f"{key}.token_url: {auth.token_url!r} is no address and no path")


def _checked_document(key: str, file: Path) -> str:
    if not file.is_file():
        raise TargetError(f"{key}.openapi: there is no file {os.path.relpath(file)!r}")
    return file.resolve().as_uri()


def _secrets(target: Target, environment: Mapping[str, str]) -> dict[str, str]:
    """The secrets' values by the names that scenarios use for them."""
    local = [f"apis.{name}." for name, api in target.apis.items() if _may_hold_values(target, api)]
    return {
        key: _secret(f"{target.file}: {key}", credential, environment, key.startswith(tuple(local)))
        for key, credential in _credentials(target).items()
    }


def _secret(
    key: str, credential: Credential, environment: Mapping[str, str], is_local: bool
) -> str:
    if bool(credential.env) == bool(credential.value):
        raise TargetError(f"{key}: write env, the name of the environment variable that holds it")
    if credential.value and not is_local:
        raise TargetError(
            f"{key}.value: only an API on this machine may have it in the file; write env, "
            "the name of the environment variable that holds it"
        )
    value = credential.value or environment.get(credential.env, "")
    if not value:
        raise TargetError(f"{key}: the environment variable {credential.env} is not set")
    if credential.env and is_ordinary(value):
        raise TargetError(
            f"{key}: the value of {credential.env} is too short or too ordinary to be kept out "
            "of the reports"
        )
    return value


def _may_hold_values(target: Target, api: Api) -> bool:
    return api.base_url.startswith("/") if target.starts_sandbox else target.is_local(api)


def _credentials(target: Target) -> dict[str, Credential]:
    named = {
        f"apis.{api_name}.credentials.{name}": credential
        for api_name, api in target.apis.items()
        if api.base_url
        for name, credential in api.credentials.items()
    }
    if target.judge and target.judge.api_key:
        named["judge.api_key"] = target.judge.api_key
    return named


def _is_below(url: str, base_url: str) -> bool:
    base_url = base_url.rstrip("/")
    return url.startswith(base_url) and url[len(base_url) :][:1] in ("", "/", "?")


# Asked with every client that is made.
@cache
def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(socket.gethostbyname(host)).is_loopback
    except (OSError, ValueError):
        return host == "::1"
