"""All that one scenario knows: its API, its client, its requests and its values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import requests

from harness import curl_script, ending
from harness.addresses import ClientAddresses
from harness.authentication.access import Access
from harness.authentication.tokens import Tokens
from harness.client import Client
from harness.evidence import Evidence
from harness.exchange import Exchange, NotReadable, Unanswered, without_repeats
from harness.exchange_log import ExchangeLog
from harness.expectation import seconds
from harness.judge import Judge
from harness.ledger import Entry, Ledger, is_declared
from harness.masking import learning
from harness.memory import Memory
from harness.once import Once
from harness.openapi import Contract, Contracts
from harness.problem import AuthorError, NoAnswer, Unavailable
from harness.request import RequestParts
from harness.selection import selected, selected_webhooks
from harness.spending import Budget, amount_of
from harness.surroundings import Surroundings
from harness.target import Api, Target
from harness.webhook.delivery import Delivery
from harness.webhook.form import WebhookInbox
from harness.webhook.inbox import Inbox, Inboxes, InboxServer

# No media type: a query of GraphQL is sent as JSON.
_GRAPHQL = "graphql"
_INDISPENSABLE = {"host", "content-length", "transfer-encoding"}


@dataclass
class StepBlock:
    """What stands below a step line: a doc string, a table, neither; and where the step is.

    A nested step is one of a phrase's.
    """

    location: str = ""
    nested: bool = False
    text: str | None = None
    headings: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    is_read: bool = False

    @property
    def unread(self) -> str:
        """What stands there though the sentence has not looked at it, in words; or empty."""
        if self.is_read:
            return ""
        return "doc string" if self.text is not None else "table" if self.headings else ""


@dataclass
class World:
    """The state of one scenario; a new one is made for each."""

    target: Target
    addresses: ClientAddresses
    evidence: Evidence
    feature: Path
    ledger: Ledger = field(default_factory=Ledger)
    scenario: str = ""
    judge: Judge | None = None
    once: Once = field(default_factory=lambda: Once(Path(".run") / "once"))
    budget: Budget = field(default_factory=lambda: Budget(Path(), "", {}))
    inboxes: Inboxes = field(default_factory=lambda: InboxServer(WebhookInbox()))
    inbox: Inbox | None = None
    webhook: Delivery | None = None
    tokens: Tokens = field(default_factory=Tokens)
    contracts: Contracts = field(default_factory=Contracts)
    taken_events: set[str] = field(default_factory=set)
    scenario_name: str = ""
    exchanges: ExchangeLog | None = None
    records: Path | None = None
    surroundings: Surroundings = field(default_factory=Surroundings)
    memory: Memory = field(init=False)
    access: Access = field(init=False)
    parts: RequestParts = field(default_factory=RequestParts)
    act: list[Exchange] = field(default_factory=list)
    sent: list[Exchange | Unanswered] = field(default_factory=list)
    remembered_responses: dict[str, Exchange] = field(default_factory=dict)
    created: list[Entry] = field(default_factory=list)
    block: StepBlock = field(default_factory=StepBlock)
    accounts: dict[str, dict[str, object]] = field(default_factory=dict)
    api_name: str = ""
    _api: Api | None = None
    _client: Client | None = None
    _used_clients: list[Client] = field(default_factory=list)
    _attached_requests: int = 0
    _attached_deliveries: int = 0

    def __post_init__(self) -> None:
        self.memory = Memory(self._values_by_api(), self.surroundings.generate)
        self.access = self._new_access()

    @property
    def api(self) -> Api:
        """The API that paths are relative to."""
        if self._api is None:
            raise AuthorError('say first which API the scenario is about: Given the API "..."')
        return self._api

    def use_api(self, name: str) -> None:
        """Send the following requests to an API of the target.

        Raises Unavailable when the target does not have it, AuthorError when no target does.
        """
        if name not in self.target.apis:
            near = get_close_matches(name, self.target.apis, n=1)
            known = [each for each, api in self.target.apis.items() if api.base_url]
            raise AuthorError(
                f'there is no API "{name}" in {self.target.file}'
                + (f', do you mean "{near[0]}"?' if near else ".")
                + f" It has: {', '.join(known)}"
            )
        self._api, self.api_name = self.target.apis[name], name
        if not self._api.base_url:
            raise Unavailable(f"{self.target.file} gives no base_url for the API {name}")
        values = self._values_by_api()
        self.memory.target_values = {**values, **values[name]}

    def _values_by_api(self) -> dict[str, dict[str, object]]:
        """The target's values and credentials, as `{{api.name}}`."""
        return {
            name: {**api.values, **self.target.credentials_of(name)}
            for name, api in self.target.apis.items()
        }

    def require_value(self, name: str) -> None:
        """Raise Unavailable when the target has no value for a name that its defaults know."""
        if self.memory.value(name) in ("", None):
            raise Unavailable(f"{self.target.file} names no {name}")

    @property
    def contract(self) -> Contract:
        """What the scenario's API documents; raises AuthorError where the target names nothing."""
        return self.contracts.of(self.target, self.api, self.api_name)

    @property
    def client(self) -> Client:
        """Who sends; a client without an address of its own until the scenario asks for one."""
        if self._client is None:
            self._client = self._new_client(self.access)
        return self._client

    def give_header(self, name: str, value: str) -> None:
        """Send a header with every following request."""
        self.client.headers[name] = value
        self.access.withheld.discard(name.lower())

    def withhold_header(self, name: str) -> None:
        """Send a header no more, whether the scenario, the target or the library would send it.

        Raises AuthorError for those that HTTP does not work without.
        """
        if name.lower() in _INDISPENSABLE:
            raise AuthorError(f"HTTP does not work without {name}: it is sent in any case")
        self.client.headers.pop(name, None)
        self.access.withheld.add(name.lower())

    def use_own_address(self) -> None:
        """Send the following requests from an address that nothing else uses.

        Raises Unavailable when the target has none left.
        """
        if not (self.target.answers_any_loopback(self.api) or self.target.client_addresses):
            raise Unavailable(
                "the scenario needs a client address of its own, and "
                f"{self.target.file} names none in client_addresses"
            )
        headers = self.client.headers.copy()
        self._client = self._new_client(self.access, self.addresses.lend())
        self._client.headers = headers

    def url(self, path: str) -> str:
        """The address of a path below the API, or the path itself when it is an address."""
        if path.startswith(("http://", "https://")):
            return path
        return f"{self.api.base_url.rstrip('/')}/{path.removeprefix('/')}"

    def take_parts(self) -> RequestParts:
        """The parts of the next request, which are thereby used up."""
        parts, self.parts = self.parts, RequestParts()
        return parts

    def send(self, request: requests.Request, index: int = 0) -> Exchange:
        """Send a request of the scenario; what it creates is in the ledger before it leaves."""
        return self._entered(request, lambda: self.client.send(request, index))

    def stream(self, request: requests.Request, most: int | None, index: int) -> Exchange:
        """Send a request and read the events of its answer, in the limit that the target sets.

        What it creates is in the ledger before it leaves.
        """
        form = self.api.stream
        return self._entered(request, lambda: self.client.stream(request, form, most, index))

    def _entered(self, request: requests.Request, send: Callable[[], Exchange]) -> Exchange:
        self.access.get_ready(request)
        prices = self._prices(request)
        for kind, amount in prices.items():
            self.budget.take(kind, amount)
        # An answer that is lost may stand for something that was bought.
        bought = True
        try:
            exchange = self._noted(request, send)
            bought = not 400 <= exchange.status < 500
        except AuthorError:
            bought = False
            raise
        finally:
            for kind, amount in prices.items():
                self.budget.settle(kind, amount, bought)
        return exchange

    def _noted(self, request: requests.Request, send: Callable[[], Exchange]) -> Exchange:
        """Send a request; what it creates is in the ledger before it leaves."""
        entry = self.ledger.enter(request, self.api, self.scenario, self.target.starts_sandbox)
        if entry:
            self.created.append(entry)
        self._learn_credentials(str(request.method), request.url, request.headers)
        try:
            exchange = send()
        except AuthorError:
            if entry:
                self.ledger.cross_out(entry)
            raise
        except NoAnswer as error:
            if error.request:
                self.sent.append(error.request)
            raise
        self.sent.append(exchange)
        if entry:
            self.ledger.settle(entry, exchange)
        self.ledger.note_found(request, exchange, self.api)
        self.ledger.note_end(request, exchange, self.api)
        self._learn_and_note(exchange)
        return exchange

    def _prices(self, request: requests.Request) -> dict[str, int]:
        """What a request buys, by kind, and how many."""
        body = request.data if isinstance(request.data, bytes) else b""
        return {
            purchase.kind: amount_of(purchase, body)
            for purchase in self.api.purchases
            if is_declared(purchase.request, request, self.api)
        }

    def _learn_and_note(self, exchange: Exchange) -> None:
        self._learn(exchange)
        if self.exchanges:
            self.exchanges.note(
                exchange,
                api=self.target.api_at(exchange.url),
                scenario=self.scenario_name,
                location=self.scenario,
            )

    def _learn(self, exchange: Exchange) -> None:
        """Learn the secrets of an exchange before anything of it is written."""
        self._learn_credentials(exchange.method, exchange.url, exchange.request_headers)
        learning.from_response(self.evidence.secrets, exchange, self.api)

    def _learn_credentials(self, method: str, url: str, headers: Mapping[str, str]) -> None:
        learning.from_request(self.evidence.secrets, method, url, headers, self.api)

    def end_with(self, request: requests.Request) -> None:
        """Have a request sent when the scenario ends, however it ends."""
        ephemeral = self.target.starts_sandbox
        entry = self.ledger.enter_end(request, self.api, self.scenario, ephemeral)
        self.created.append(entry)

    @contextmanager
    def attached(self, *, repeats: bool = True) -> Iterator[None]:
        """Make evidence of what is sent inside, also when that ends in an error.

        Without `repeats`, an answer that says the same as the one before it is left out.
        """
        try:
            yield
        finally:
            self.surroundings.act_ends()
            new = sorted(self.sent[self._attached_requests :], key=lambda each: each.started)
            self._attached_requests = len(self.sent)
            for each in new if repeats else without_repeats(new):
                self.evidence.sent(each)

    @property
    def responses(self) -> list[Exchange]:
        """The responses of the latest act."""
        if not self.act:
            raise AuthorError("no request has been sent in this scenario yet")
        return self.act

    @property
    def response(self) -> Exchange:
        """The latest response."""
        return self.responses[-1]

    @property
    def seconds_of_act(self) -> float:
        """Seconds from the first request of the latest act to the end of its last response."""
        ends = [exchange.started + exchange.seconds for exchange in self.responses]
        return max(ends) - min(exchange.started for exchange in self.responses)

    def selected(self, which: str) -> list[Exchange]:
        """The responses, events or webhooks that a sentence is about.

        Raises NothingSelected when a response has none of these.
        """
        if "webhook" in which:
            return selected_webhooks(self.require_inbox().deliveries, self.webhook, which)
        return selected(self.responses, which)

    def require_inbox(self) -> Inbox:
        """The inbox of the scenario, which it must have opened."""
        if self.inbox is None:
            raise AuthorError('there is no inbox yet: Given I open a webhook inbox called "inbox"')
        return self.inbox

    def attach_deliveries(self) -> None:
        """Make what has been delivered since the last time evidence."""
        deliveries = self.inbox.deliveries if self.inbox else []
        for delivery in deliveries[self._attached_deliveries :]:
            self._learn(delivery.exchange)
            self.evidence.delivery(delivery)
        self._attached_deliveries = len(deliveries)

    def attach_commands(self) -> None:
        """Make evidence of how everything that was sent can be sent again by hand."""
        if self.sent:
            self.evidence.text("every request as a curl command", curl_script.of(self.sent))

    def return_to(self, name: str) -> None:
        """Make a remembered response the latest one again."""
        self.act = [self.remembered_response(name)]

    def remember_response(self, name: str) -> None:
        """Keep the latest response; if it is JSON or CSV, also as a value."""
        self.remembered_responses[name] = self.response
        with suppress(NotReadable):
            self.memory.remember(name, self.response.document)

    def remembered_response(self, name: str) -> Exchange:
        """A response that the scenario remembered whole."""
        if name not in self.remembered_responses:
            known = ", ".join(self.remembered_responses) or "none"
            raise AuthorError(f'no response is remembered as "{name}"; there are: {known}')
        return self.remembered_responses[name]

    def doc_string(self) -> str:
        """The doc string of the current step, which must be there."""
        if self.block.text is None:
            raise AuthorError("the step needs a doc string below it")
        self.block.is_read = True
        return self.block.text

    def accept_json_block(self) -> None:
        """Take the doc string of the current step, if there is one, as the JSON body."""
        if self.block.text is not None:
            self.parts.json_body = self.doc_string()

    def take_raw_body(self, media_type: str) -> None:
        """Take the doc string of the current step, or the file in its table, as the body."""
        if media_type == _GRAPHQL:
            self.parts.graphql = self.doc_string()
            return
        if not self.block.headings:
            self.parts.raw_body = (media_type, self.doc_string())
            return
        files = self.table("file")
        if len(files) != 1:
            raise AuthorError(f"a body is one file, the table has {len(files)}")
        self.parts.file_body = (media_type, self.file(files[0][0]))

    def file(self, name: str) -> Path:
        """A file that the scenario names, relative to its feature file."""
        path = self.feature.parent / self.memory.text(name)
        if not path.is_file():
            raise AuthorError(f"there is no file {path}")
        return path

    def seconds(self, duration: str) -> float:
        """A duration as the sentence has it, in seconds."""
        return seconds(duration, self.memory)

    def table(self, *headings: str) -> list[list[str]]:
        """The rows of the current step's table, which must have exactly these columns."""
        if tuple(self.block.headings) != headings:
            found = " | ".join(self.block.headings) or "no table"
            raise AuthorError(f"the step needs a table | {' | '.join(headings)} |, found: {found}")
        self.block.is_read = True
        return [list(row) for row in self.block.rows]

    def columns(self) -> dict[str, list[str]]:
        """The current step's table by column."""
        if not self.block.headings:
            raise AuthorError("the step needs a table below it")
        self.block.is_read = True
        return {
            heading: [row[place] for row in self.block.rows]
            for place, heading in enumerate(self.block.headings)
        }

    def clean_up(self) -> list[str]:
        """End what the scenario has created, the latest first; the problems, in words."""
        keys = {entry.key for entry in self.created}
        mine = [entry for entry in self.ledger.entries() if entry.key in keys]
        if not mine:
            return []
        with self.evidence.step("Clean-up"):
            ended = list(ending.end(self.ledger, mine, lambda _: self._send_for_cleanup))
        return [
            self.evidence.secrets.mask(f"could not end {entry.described}: {problem}")
            for entry, problem in ended
            if problem
        ]

    def close(self) -> None:
        """Close the connections and the inbox of the scenario."""
        if self.inbox:
            self.inboxes.close(self.inbox)
        for client in self._used_clients:
            client.close()

    def _send_for_cleanup(self, request: requests.Request) -> Exchange:
        exchange = self._new_client(self._new_access()).send(request)
        self.sent.append(exchange)
        self._learn_and_note(exchange)
        # A stopped run may have no report to attach to; that must not stop the clean-up.
        with suppress(Exception):
            self.evidence.sent(exchange)
        return exchange

    def _new_access(self) -> Access:
        return Access(self.target, self.tokens, self.evidence.secrets)

    def _new_client(self, access: Access, address: str = "") -> Client:
        client = self.surroundings.client(self.target, self.api, access, address)
        self._used_clients.append(client)
        return client
