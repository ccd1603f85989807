"""How an API wants to know who asks, as a target file says it: `[apis.NAME.auth]`."""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

PLACEHOLDER = re.compile(r"\{(\w+)\}")
# What a signature can be made of; further placeholders are names of the API's own values.
SIGNABLE = ("method", "path", "host", "body", "body_sha256", "time", "nonce")


class ClientCredentials(
    msgspec.Struct, forbid_unknown_fields=True, tag_field="kind", tag="oauth2-client-credentials"
):
    """OAuth 2.0, RFC 6749 section 4.4: a client gets a token by its id and its secret.

    `token_url` is an address, or a path on the API's server. `client_id` and `client_secret` are
    the names of credentials or values of the API. `parameters` are sent beside those of the RFC.
    """

    token_url: str
    client_id: str = "client_id"
    client_secret: str = "client_secret"
    client_in: Literal["header", "body"] = "header"
    scope: str = ""
    parameters: dict[str, str] = {}

    def names(self) -> Iterator[str]:
        """The credentials and values that it takes, by name."""
        yield from (self.client_id, self.client_secret)

    def header_names(self) -> Iterator[str]:
        """The headers that it sends."""
        yield "Authorization"

    @property
    def secret_name(self) -> str:
        """Which of them must be a credential."""
        return self.client_secret


class Hmac(msgspec.Struct, forbid_unknown_fields=True, tag_field="kind", tag="hmac"):
    """A keyed hash over the request, RFC 2104, in a header of it.

    `signs` is what is hashed and `value` what stands in `header`, with `{code}` for the hash;
    `headers` go with it. In all of them `{method}`, `{path}` (with its query), `{host}`,
    `{body}`, `{body_sha256}`, `{time}` (seconds since the epoch), `{nonce}` and, by their names,
    the credentials and values of the API are replaced. `secret` is the name of the key.
    """

    header: str
    signs: str
    secret: str = "signing_key"
    value: str = "{code}"
    headers: dict[str, str] = {}
    algorithm: Literal["sha256", "sha384", "sha512", "sha1"] = "sha256"
    encoding: Literal["hex", "base64"] = "hex"

    def names(self) -> Iterator[str]:
        """The credentials and values that it takes, by name."""
        yield self.secret
        for template in (self.signs, self.value, *self.headers.values()):
            yield from (
                name for name in PLACEHOLDER.findall(template) if name not in (*SIGNABLE, "code")
            )

    @property
    def secret_name(self) -> str:
        """Which of them must be a credential."""
        return self.secret

    def header_names(self) -> Iterator[str]:
        """The headers that it sends."""
        yield from (self.header, *self.headers)


Auth = ClientCredentials | Hmac
