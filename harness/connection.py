"""Clients that reach what a target names, trusting whom it trusts, as whom it says."""

from requests.auth import AuthBase

from harness.client import Client, new_client
from harness.target import Api, Target


def connect(target: Target, api: Api, auth: AuthBase | None = None, address: str = "") -> Client:
    """A client for an API of the target, and whatever else it is asked to reach.

    `auth` adds to each request what its API wants to know; `address` is where it sends from.
    """
    client = new_client(
        address, target.timeout_seconds, target.verify, use_environment=not target.is_local(api)
    )
    client.session.auth = auth
    for place, trust in target.trusts():
        client.trust(place, trust)
    return client
