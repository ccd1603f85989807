"""Accounts: the one that a target names, or new ones that a scenario registers."""

from collections.abc import Mapping

import requests

from harness.exchange import Exchange, NotJson
from harness.jsonpath import find
from harness.problem import AuthorError, Failure, Unavailable
from harness.target import Account
from harness.words import MISSING, block
from harness.world import World


def use_any(world: World) -> None:
    """Make the following requests as the target's existing account, or else as a new one."""
    existing = _existing(world)
    if existing is None:
        use_new(world, "")
    else:
        _become(world, existing)


def use_new(world: World, name: str) -> None:
    """Register an account, keep it under a name, and make the following requests as it.

    Raises Unavailable when the target names an existing account in place of registration, and
    Failure when the registration is refused.
    """
    if _existing(world) is not None:
        raise Unavailable(
            f"the scenario needs an account of its own, and {world.target.file} names an existing "
            "one, which others may use at the same time"
        )
    declared = _declared(world)
    method, path = declared.registered_by.split(" ", 1)
    with world.attached():
        exchange = world.send(requests.Request(method, world.url(path), json=declared.body))
    world.act = [exchange]
    if exchange.status >= 300:
        raise _not_registered(world, exchange)
    told = {key: _told(exchange, place) for key, place in declared.remember.items()}
    if MISSING in told.values():
        raise _not_registered(world, exchange)
    world.accounts[name] = told
    _become(world, world.accounts[name])


def use_called(world: World, name: str) -> None:
    """Make the following requests as an account that the scenario registered earlier."""
    if name not in world.accounts:
        known = ", ".join(filter(None, world.accounts)) or "none"
        raise AuthorError(f'there is no account "{name}" in this scenario; there are: {known}')
    _become(world, world.accounts[name])


def _told(exchange: Exchange, path: str) -> object:
    try:
        return next((match.value for match in find(exchange.json, path)), MISSING)
    except NotJson:
        return MISSING


def _not_registered(world: World, exchange: Exchange) -> Failure:
    lines = ["no account could be registered", block("request", exchange.summary)]
    lines += [block("response", world.evidence.body(exchange)), block("repeat", exchange.curl)]
    message = "\n".join(lines)
    return Failure(world.evidence.secrets.mask(message))


def _become(world: World, account: Mapping[str, object]) -> None:
    for name, value in account.items():
        world.memory.remember(name, value)
    world.client.headers.clear()
    for name, value in _declared(world).headers.items():
        world.give_header(name, value)


def _existing(world: World) -> Mapping[str, object] | None:
    """The account that the target names among its credentials, when it names all of it."""
    credentials = world.target.credentials_of(world.api_name)
    wanted = _declared(world).remember.keys()
    return {name: credentials[name] for name in wanted} if wanted <= credentials.keys() else None


def _declared(world: World) -> Account:
    if world.api.account is None:
        raise AuthorError(
            f"{world.target.file} does not say how the API {world.api_name} "
            "registers an account: apis.NAME.account"
        )
    return world.api.account
