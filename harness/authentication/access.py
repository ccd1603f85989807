"""Adds to each request what its API wants to know about who asks."""

from collections.abc import Mapping
from urllib.parse import urljoin

import requests
from requests.auth import AuthBase

from harness.authentication.form import ClientCredentials, Hmac
from harness.authentication.signing import signed_headers
from harness.authentication.tokens import Tokens, encoded, fetched
from harness.client import basic_credentials
from harness.connection import connect
from harness.exchange import Exchange
from harness.masking import Secrets
from harness.target import Target


class Access(AuthBase):
    """Goes with a client; a header that the request has already, or must not have, stays so.

    Only requests below the base URL of an API get what this API wants. `withheld` are headers
    that the scenario does not want sent, in lower case.
    """

    def __init__(self, target: Target, tokens: Tokens, secrets: Secrets) -> None:
        self._target = target
        self._tokens = tokens
        self._secrets = secrets
        self.withheld: set[str] = set()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the headers to a request that is complete but for them; take out those withheld."""
        api = self._target.api_at(str(request.url))
        form = self._target.apis[api].auth if api else None
        if isinstance(form, ClientCredentials) and self._wants("Authorization", request.headers):
            request.headers["Authorization"] = f"Bearer {self._token(api, form)}"
        elif isinstance(form, Hmac) and self._wants(form.header, request.headers):
            for name, value in signed_headers(request, form, self._values(api)).items():
                request.headers.setdefault(name, value)
        for name in self.withheld:
            request.headers.pop(name, None)
        return request

    def headers_of(self, url: str) -> set[str]:
        """The headers that it adds to a request for an address, in lower case."""
        api = self._target.api_at(url)
        form = self._target.apis[api].auth if api else None
        return {name.lower() for name in form.header_names()} if form else set()

    def get_ready(self, request: requests.Request) -> None:
        """Get the token that a request will need, so that nothing can fail between the two.

        Raises Failure or NoAnswer when there is none to be had.
        """
        api = self._target.api_at(str(request.url))
        form = self._target.apis[api].auth if api else None
        if isinstance(form, ClientCredentials) and self._wants("Authorization", request.headers):
            self._token(api, form)

    def _wants(self, header: str, headers: Mapping[str, str]) -> bool:
        return header not in headers and header.lower() not in self.withheld

    def _values(self, api: str) -> dict[str, object]:
        return {**self._target.apis[api].values, **self._target.credentials_of(api)}

    def _token(self, api: str, form: ClientCredentials) -> str:
        values = self._values(api)
        client_id, secret = str(values[form.client_id]), str(values[form.client_secret])
        self._secrets.add(encoded(secret))
        self._secrets.add(basic_credentials(encoded(client_id), encoded(secret)).split(" ")[1])
        url = urljoin(self._target.apis[api].base_url, form.token_url)
        token = self._tokens.get(
            api,
            lambda: fetched(
                form, url, client_id, secret, lambda it: self._sent(it, api), self._secrets.mask
            ),
        )
        self._secrets.add(token)
        return token

    def _sent(self, request: requests.Request, api: str) -> Exchange:
        client = connect(self._target, self._target.apis[api])
        try:
            return client.send(request)
        finally:
            client.close()
