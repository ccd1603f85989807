"""Where a run goes: one TOML file per place, checked before anything is sent."""

import ipaddress
import os
import re
import socket
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
import requests

from harness.addresses import can_send_from
from harness.client import explained

TARGETS = Path(__file__).parent.parent / "targets"
_DEFAULTS = "defaults"
_UNKNOWN_ENTRY = re.compile(r"Object contains unknown field `(.*)`")
T = TypeVar("T")


class TargetError(Exception):
    """The target cannot be used; the message names the file and the key."""


class Credential(msgspec.Struct, forbid_unknown_fields=True):
    """A secret: the environment variable that holds it, never the value itself."""

    env: str


class Judge(msgspec.Struct, forbid_unknown_fields=True):
    """An OpenAI-compatible endpoint that judges whether an answer answers."""

    base_url: str
    model: str
    api_key: Credential | None = None


class Api(msgspec.Struct, forbid_unknown_fields=True):
    """One API at the target; without a base URL the target does not have it."""

    base_url: str = ""
    poll_interval_seconds: float = 0.5
    poll_limit_seconds: float = 30.0
    credentials: dict[str, Credential] = {}
    values: dict[str, Any] = {}


class Spending(msgspec.Struct, forbid_unknown_fields=True):
    """What scenarios may spend: names from `@spends:NAME` tags. A local target allows all."""

    allowed: list[str] = []


class Target(msgspec.Struct, forbid_unknown_fields=True):
    """A checked target file, merged over the defaults that the test plan gives."""

    name: str
    file: str
    apis: dict[str, Api]
    starts_sandbox: bool = False
    timeout_seconds: float = 10.0
    ca_file: str = ""
    client_addresses: list[str] = []
    address_window_seconds: float = 3700.0
    spending: Spending = msgspec.field(default_factory=Spending)
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

    @property
    def verify(self) -> bool | str:
        """What the HTTP client trusts: the machine's authorities, or the file named."""
        return self.ca_file or True

    def is_local(self, api: Api) -> bool:
        """Whether an API listens on a loopback address of this machine."""
        return _is_loopback(urlsplit(api.base_url).hostname or "")

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
    content = _merged(_parsed(TARGETS / f"{_DEFAULTS}.toml"), _parsed(path))
    apis = {
        name: _converted(entry, Api, file, f"apis.{name}.")
        for name, entry in _table(content, "apis", file).items()
    }
    for reserved in ("name", "file", "secrets"):
        if reserved in content:
            raise TargetError(f"{file}: {reserved}: no such entry")
    content |= {"name": path.stem, "file": file, "apis": {}}
    target = _converted(content, Target, file, "")
    target.apis = apis
    _check_addresses(target)
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
                        verify=target.verify,
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


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TargetError(f"{os.path.relpath(path)}: {error}") from None


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = deepcopy(base)
    for key, value in over.items():
        both_tables = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both_tables else value
    return merged


def _table(content: dict[str, Any], key: str, file: str) -> dict[str, Any]:
    table = content.get(key, {})
    if not isinstance(table, dict):
        raise TargetError(f"{file}: {key}: expected a table")
    return table


def _converted(content: object, kind: type[T], file: str, prefix: str) -> T:
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        key = prefix + path.rstrip("`").removeprefix(".")
        if unknown := _UNKNOWN_ENTRY.fullmatch(message):
            key, message = f"{key.rstrip('.')}.{unknown[1]}".removeprefix("."), "no such entry"
        raise TargetError(f"{file}: {key.rstrip('.')}: {message}") from None


def _check_addresses(target: Target) -> None:
    usable = {name: api.base_url for name, api in target.apis.items() if api.base_url}
    if not usable:
        raise TargetError(f"{target.file}: apis: no API has a base_url, there is nothing to test")
    for name, base_url in usable.items():
        parts = urlsplit(base_url)
        complete = parts.scheme in ("http", "https") and parts.hostname
        if not (complete or (target.starts_sandbox and base_url.startswith("/"))):
            raise TargetError(
                f"{target.file}: apis.{name}.base_url: {base_url!r} is no http or https address"
            )
    for address in target.client_addresses:
        try:
            ipaddress.ip_address(address)
        except ValueError:
            raise TargetError(
                f"{target.file}: client_addresses: {address!r} is no IP address"
            ) from None
    if target.ca_file and not Path(target.ca_file).is_file():
        raise TargetError(f"{target.file}: ca_file: there is no file {target.ca_file!r}")


def _secrets(target: Target, environment: Mapping[str, str]) -> dict[str, str]:
    """The secrets' values by the names that scenarios use for them."""
    secrets = {}
    for key, credential in _credentials(target).items():
        value = environment.get(credential.env, "")
        if not value:
            raise TargetError(
                f"{target.file}: {key}: the environment variable {credential.env} is not set"
            )
        secrets[key] = value
    return secrets


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


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(socket.gethostbyname(host)).is_loopback
    except (OSError, ValueError):
        return host == "::1"
