"""Accounts: registered by a scenario, or the one that the target names."""

import json
import re

import pytest
import requests
from werkzeug import Response

from harness import account
from harness.addresses import ClientAddresses
from harness.evidence import Evidence
from harness.masking import Secrets
from harness.problem import AuthorError, Failure, Unavailable
from harness.target import Account, Api, Target
from harness.world import World

DECLARED = Account(
    registered_by="POST /register",
    body={"name": "suite"},
    remember={"key": "$.data.key", "secret": "$.data.secret"},
    headers={"X-API-Key": "{{key}}"},
)
EXISTING = {"apis.bank.credentials.key": "key-0", "apis.bank.credentials.secret": "secret-0"}


class Bank:
    """The server: every registration is another account; `answers` takes the place of one."""

    def __init__(self):
        self.registrations = []
        self.answers = None

    def __call__(self, request):
        self.registrations.append(request)
        if self.answers:
            return self.answers
        number = len(self.registrations)
        return answer({"data": {"key": f"key-{number}", "secret": f"secret-{number}"}}, 201)


def answer(document, status):
    return Response(json.dumps(document), status, content_type="application/json")


@pytest.fixture
def bank(httpserver):
    bank = Bank()
    httpserver.expect_request(re.compile(".*")).respond_with_handler(bank)
    return bank


@pytest.fixture
def new_world(httpserver, bank, tmp_path):
    """Makes the World of a scenario about an API that registers accounts as declared."""
    worlds = []

    def make(declared=DECLARED, credentials=()):
        api = Api(
            base_url=httpserver.url_for("/v1"), account=declared, secret_fields=["key", "secret"]
        )
        target = Target("place", "place.toml", {"bank": api}, secrets=dict(credentials))
        world = World(
            target=target,
            addresses=ClientAddresses([], tmp_path / "loans", 60),
            evidence=Evidence(Secrets()),
            feature=tmp_path / "probe.feature",
        )
        worlds.append(world)
        world.use_api("bank")
        return world

    yield make
    for world in worlds:
        world.close()


@pytest.fixture
def world(new_world):
    return new_world()


@pytest.fixture
def world_with_existing(new_world):
    return new_world(credentials=EXISTING)


def sent_headers(world):
    return {name: world.memory.text(value) for name, value in world.client.headers.items()}


def test_an_account_is_registered_by_the_declared_request(world, bank):
    account.use_any(world)

    (request,) = bank.registrations
    assert (request.method, request.path) == ("POST", "/v1/register")
    assert request.content_type == "application/json"
    assert request.get_json() == {"name": "suite"}


def test_what_is_declared_is_remembered(world):
    account.use_any(world)

    assert world.memory.text("{{key}} {{secret}}") == "key-1 secret-1"


def test_the_headers_of_the_account_go_with_what_follows(world):
    account.use_any(world)

    assert sent_headers(world) == {"X-API-Key": "key-1"}


def test_the_registration_itself_goes_without_them(world, bank):
    account.use_new(world, "first")
    account.use_new(world, "second")

    assert not [each for each in bank.registrations if "X-API-Key" in each.headers]


def test_the_registration_is_evidence_and_the_latest_response(world):
    account.use_any(world)

    assert world.response.status == 201


def test_the_credentials_are_masked_from_then_on(world):
    account.use_any(world)

    assert world.evidence.secrets.mask("key-1 and secret-1") == "*** and ***"


def test_the_existing_account_of_the_target_is_used_instead(world_with_existing, bank):
    account.use_any(world_with_existing)

    assert bank.registrations == []
    assert world_with_existing.memory.text("{{key}} {{secret}}") == "key-0 secret-0"
    assert sent_headers(world_with_existing) == {"X-API-Key": "key-0"}


def test_an_existing_account_that_lacks_a_credential_is_none(new_world, bank):
    world = new_world(credentials={"apis.bank.credentials.key": "key-0"})

    account.use_any(world)

    assert len(bank.registrations) == 1
    assert sent_headers(world) == {"X-API-Key": "key-1"}


def test_the_credentials_of_another_api_are_not_its_account(new_world, bank):
    credentials = {name.replace("bank", "shop"): value for name, value in EXISTING.items()}

    account.use_any(new_world(credentials=credentials))

    assert len(bank.registrations) == 1


def test_a_new_account_is_not_to_be_had_beside_an_existing_one(world_with_existing, bank):
    with pytest.raises(Unavailable) as reason:
        account.use_new(world_with_existing, "first")

    assert str(reason.value) == (
        "the scenario needs an account of its own, and place.toml names an existing one, "
        "which others may use at the same time"
    )
    assert bank.registrations == []


def test_each_new_account_is_another_one(world):
    account.use_new(world, "first")
    account.use_new(world, "second")

    assert sent_headers(world) == {"X-API-Key": "key-2"}


def test_one_can_go_back_to_an_account_by_its_name(world, bank):
    account.use_new(world, "first")
    account.use_new(world, "second")
    world.client.headers["Authorization"] = "Bearer of the second"

    account.use_called(world, "first")

    assert sent_headers(world) == {"X-API-Key": "key-1"}
    assert world.memory.text("{{key}} {{secret}}") == "key-1 secret-1"
    assert len(bank.registrations) == 2


def test_going_back_leaves_the_declared_headers_as_they_were(world):
    account.use_new(world, "first")
    world.client.headers["X-API-Key"] = "another"
    account.use_called(world, "first")

    assert sent_headers(world) == {"X-API-Key": "key-1"}
    assert DECLARED.headers == {"X-API-Key": "{{key}}"}


@pytest.mark.parametrize(("made", "known"), [([], "none"), (["first", "second"], "first, second")])
def test_an_unknown_name_is_answered_with_those_there_are(world, made, known):
    for name in made:
        account.use_new(world, name)

    with pytest.raises(AuthorError) as error:
        account.use_called(world, "third")

    assert str(error.value) == (f'there is no account "third" in this scenario; there are: {known}')


def test_an_account_without_a_name_is_not_named(world):
    account.use_any(world)
    account.use_new(world, "first")

    with pytest.raises(AuthorError, match=r"there are: first$"):
        account.use_called(world, "third")


@pytest.mark.parametrize("status", [302, 400, 429, 500])
def test_a_refused_registration_is_a_failure(world, bank, status):
    bank.answers = answer({"error": "not you"}, status)

    with pytest.raises(Failure) as failure:
        account.use_any(world)

    first, second, *rest = str(failure.value).splitlines()
    assert first == "no account could be registered"
    assert f"/v1/register → {status} " in second
    assert '              "error": "not you"' in rest
    assert rest[-1].startswith("  repeat    curl -i http")
    assert world.response.status == status, "it is in the report"


@pytest.mark.parametrize(
    "registered",
    [
        pytest.param(answer({"data": {"key": "key-1"}}, 201), id="one thing is missing"),
        pytest.param(answer({}, 201), id="nothing is there"),
        pytest.param(Response("welcome", 201), id="no JSON"),
        pytest.param(Response(status=204), id="no body"),
    ],
)
def test_a_registration_that_does_not_tell_the_account_is_a_failure(world, bank, registered):
    bank.answers = registered

    with pytest.raises(Failure):
        account.use_any(world)


def test_a_secret_in_a_refusal_is_masked(world, bank):
    bank.answers = answer({"data": {"secret": "secret-of-another"}}, 409)

    with pytest.raises(Failure) as failure:
        account.use_any(world)

    assert "secret-of-another" not in str(failure.value)


@pytest.mark.parametrize(
    "use", [account.use_any, lambda world: account.use_new(world, "first")], ids=["any", "new"]
)
def test_an_api_without_accounts_is_named(new_world, use):
    with pytest.raises(AuthorError) as error:
        use(new_world(declared=None))

    assert str(error.value) == (
        "place.toml does not say how the API bank registers an account: apis.NAME.account"
    )


def test_requests_are_made_as_the_account(world, bank):
    account.use_any(world)
    headers = sent_headers(world)

    world.send(requests.Request("GET", world.url("/me"), headers=headers))

    assert bank.registrations[-1].headers["X-API-Key"] == "key-1"
