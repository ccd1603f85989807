"""Target files: what is wrong with one is said in one line that names the file and the key."""

import socket
import ssl
import subprocess
import threading

import pytest

from harness import target as targets
from harness.target import Api, Target, TargetError, check_reachable, load

SMALLEST = '[apis.timmy]\nbase_url = "http://127.0.0.1:1/api"\n'
DEFAULTS = """
timeout_seconds = 7.5

[apis.timmy]
poll_limit_seconds = 12.0

[apis.timmy.values]
short = 100
medium = 300

[apis.nexalayer.values]
price = 5
"""

# What a file holds, and what is said about it.
WRONG = [
    (
        "[apis.timmy]\nbase_url =\n",
        "my.toml: Invalid value (at line 2, column 11)",
    ),
    (
        SMALLEST + "base_url = 'twice'\n",
        "my.toml: Cannot overwrite a value (at line 3, column 19)",
    ),
    ("timeout_secs = 3\n" + SMALLEST, "my.toml: timeout_secs: no such entry"),
    ("name = 'x'\n" + SMALLEST, "my.toml: name: no such entry"),
    ("file = 'x'\n" + SMALLEST, "my.toml: file: no such entry"),
    ("secrets = {}\n" + SMALLEST, "my.toml: secrets: no such entry"),
    (SMALLEST + "poll_limit = 3\n", "my.toml: apis.timmy.poll_limit: no such entry"),
    (
        "[apis.timmy]\nbase_url = 'http://192.0.2.1/api'\ncredentials.key.value = 'x'\n",
        "my.toml: apis.timmy.credentials.key.value: only an API on this machine may have it in "
        "the file; write env, the name of the environment variable that holds it",
    ),
    (
        SMALLEST + "[apis.timmy.credentials]\nkey = {}\n",
        "my.toml: apis.timmy.credentials.key: write env, the name of the environment variable "
        "that holds it",
    ),
    (
        SMALLEST + "[apis.timmy.credentials]\nkey = {env = 'A', value = 'x'}\n",
        "my.toml: apis.timmy.credentials.key: write env, the name of the environment variable "
        "that holds it",
    ),
    (
        SMALLEST + "[apis.timmy.paging]\nsize = 10\n",
        "my.toml: apis.timmy.paging: give one of offset_parameter, page_parameter, next_header and "
        "next_path",
    ),
    (
        SMALLEST + "paging = { page_parameter = 'page', next_header = 'Link' }\n",
        "my.toml: apis.timmy.paging: give one of offset_parameter, page_parameter, next_header and "
        "next_path",
    ),
    (
        SMALLEST + "paging = { page_parameter = 'page', cursor_parameter = 'after' }\n",
        "my.toml: apis.timmy.paging: next_path must say where the value for cursor_parameter is",
    ),
    (
        SMALLEST + "paging.next_path = '$['\n",
        'my.toml: apis.timmy.paging.next_path: the JSONPath "$[" does not parse: '
        "Parse error near the end of string!",
    ),
    (
        SMALLEST + "[apis.timmy.credentials]\nkey = {file = 'x'}\n",
        "my.toml: apis.timmy.credentials.key.file: no such entry",
    ),
    (
        SMALLEST + "[apis.timmy.credentials]\nkey = 'secret'\n",
        "my.toml: apis.timmy.credentials.key: Expected `object`, got `str`",
    ),
    (
        "timeout_seconds = 'long'\n" + SMALLEST,
        "my.toml: timeout_seconds: Expected `float`, got `str`",
    ),
    (
        SMALLEST + "poll_limit_seconds = '30'\n",
        "my.toml: apis.timmy.poll_limit_seconds: Expected `float`, got `str`",
    ),
    ("[apis.timmy]\nbase_url = 5\n", "my.toml: apis.timmy.base_url: Expected `str`, got `int`"),
    ("[apis]\ntimmy = 'http://a'\n", "my.toml: apis.timmy: Expected `object`, got `str`"),
    ("apis = 'http://a'\n", "my.toml: apis: Expected `object`, got `str`"),
    (
        "client_addresses = '127.0.0.2'\n" + SMALLEST,
        "my.toml: client_addresses: Expected `array`, got `str`",
    ),
    (
        "client_addresses = ['127.0.0.2', 3]\n" + SMALLEST,
        "my.toml: client_addresses[1]: Expected `str`, got `int`",
    ),
    (
        "client_addresses = ['127.0.0.2', '127.0.0.256']\n" + SMALLEST,
        "my.toml: client_addresses: '127.0.0.256' is no IP address",
    ),
    (
        "[judge]\nmodel = 'm'\n" + SMALLEST,
        "my.toml: judge: Object missing required field `base_url`",
    ),
    (
        "spending = {allow = []}\n" + SMALLEST,
        "my.toml: spending.allow: no such entry",
    ),
    (
        SMALLEST + "budgets.'GET /a' = {p90 = '1 second'}\n",
        "my.toml: apis.timmy.budgets.GET /a.p90: no such entry",
    ),
    (
        SMALLEST + "budgets.'GET /a' = {p95 = '1 second'}\nbudgets.'GET /b' = {p95 = '300 ms'}\n",
        "my.toml: apis.timmy.budgets.GET /b.p95: it is no duration, write it like "
        '"300 milliseconds"',
    ),
    (
        SMALLEST + "budgets.'GET /a' = {p95 = 0.3}\n",
        "my.toml: apis.timmy.budgets.GET /a.p95: Expected `str`, got `float`",
    ),
    (
        SMALLEST + "budgets.'/a' = {p95 = '1 second'}\n",
        "my.toml: apis.timmy.budgets./a: it is no endpoint, write METHOD /path",
    ),
    (
        SMALLEST + "budgets.'GET /a' = {}\n",
        "my.toml: apis.timmy.budgets.GET /a: give p50, p95, p99 or max",
    ),
    ("", "my.toml: apis: no API has a base_url, there is nothing to test"),
    (
        "[apis.timmy]\npoll_limit_seconds = 3\n",
        "my.toml: apis: no API has a base_url, there is nothing to test",
    ),
    (
        "[apis.timmy]\nbase_url = 'ftp://a.test'\n",
        "my.toml: apis.timmy.base_url: 'ftp://a.test' is no http or https address",
    ),
    (
        "[apis.timmy]\nbase_url = 'a.test/api'\n",
        "my.toml: apis.timmy.base_url: 'a.test/api' is no http or https address",
    ),
    (
        "[apis.timmy]\nbase_url = 'http://'\n",
        "my.toml: apis.timmy.base_url: 'http://' is no http or https address",
    ),
    (
        "[apis.timmy]\nbase_url = 'http://[::1'\n",
        "my.toml: apis.timmy.base_url: 'http://[::1' is no http or https address",
    ),
    (
        "[apis.timmy]\nbase_url = 'http://a.test:99999'\n",
        "my.toml: apis.timmy.base_url: 'http://a.test:99999' is no http or https address",
    ),
    *(
        (
            f"[apis.timmy]\nbase_url = '{address}'\n",
            "my.toml: apis.timmy.base_url: a user and a password in it would be printed, use "
            "credentials instead",
        )
        for address in ("http://me:pass@a.test", "ftp://me:pass@a.test", "http://me:pass@[::1")
    ),
    (
        "[apis.timmy]\nbase_url = '/timmy/api'\n",
        "my.toml: apis.timmy.base_url: '/timmy/api' is no http or https address",
    ),
    (
        "ca_file = 'none.pem'\n" + SMALLEST,
        "my.toml: ca_file: there is no file 'none.pem'",
    ),
    (
        "ca_file = 'my.toml'\n" + SMALLEST,
        "my.toml: ca_file: 'my.toml' holds no certificate",
    ),
    (
        SMALLEST + "ca_file = 'none.pem'\n",
        "my.toml: apis.timmy.ca_file: there is no file 'none.pem'",
    ),
    (
        SMALLEST + "client_certificate.file = 'none.pem'\n",
        "my.toml: apis.timmy.client_certificate.file: there is no file 'none.pem'",
    ),
    (
        SMALLEST + "client_certificate = { file = 'my.toml', key_file = 'none.key' }\n",
        "my.toml: apis.timmy.client_certificate.key_file: there is no file 'none.key'",
    ),
    (
        SMALLEST + "client_certificate.file = 'my.toml'\n",
        "my.toml: apis.timmy.client_certificate: 'my.toml' cannot be used: "
        "no certificate with its key, without a password",
    ),
    (
        SMALLEST + "auth = { kind = 'magic' }\n",
        "my.toml: apis.timmy.auth.kind: Invalid value 'magic'",
    ),
    (
        SMALLEST + "auth = { kind = 'oauth2-client-credentials', token_url = '/token' }\n",
        "my.toml: apis.timmy.auth: the API has neither a credential nor a value 'client_id'",
    ),
    (
        SMALLEST + "values = { client_id = 'me', client_secret = 'sesame' }\n"
        "auth = { kind = 'oauth2-client-credentials', token_url = '/token' }\n",
        "my.toml: apis.timmy.auth: 'client_secret' must be one of the credentials",
    ),
    (
        SMALLEST + "values.client_id = 'me'\ncredentials.client_secret.value = 'sesame'\n"
        "auth = { kind = 'oauth2-client-credentials', token_url = 'token' }\n",
        "my.toml: apis.timmy.auth.token_url: 'token' is no address and no path",
    ),
    (
        SMALLEST + "credentials.signing_key.value = 'sesame'\n"
        "auth = { kind = 'hmac', header = 'X-Signature', signs = '{body}{date}' }\n",
        "my.toml: apis.timmy.auth: the API has neither a credential nor a value 'date'",
    ),
    (
        SMALLEST + "openapi = 'none.json'\n",
        "my.toml: apis.timmy.openapi: there is no file 'none.json'",
    ),
    (
        "[judge]\nbase_url = '/v1'\nmodel = 'm'\n" + SMALLEST,
        "my.toml: judge.base_url: '/v1' is no http or https address",
    ),
    (
        SMALLEST + "[apis.timmy.credentials]\nfirst.env = 'A'\nsecond.env = 5\n",
        "my.toml: apis.timmy.credentials.second.env: Expected `str`, got `int`",
    ),
    (
        SMALLEST + "[apis.'with.dot']\n[apis.'with.dot'.credentials]\nkey.env = 5\n",
        "my.toml: apis.with.dot.credentials.key.env: Expected `str`, got `int`",
    ),
    (
        SMALLEST + "[apis.timmy.credentials]\nkey = {env = 'TIMMY_KEY'}\n",
        "my.toml: apis.timmy.credentials.key: the environment variable TIMMY_KEY is not set",
    ),
    (
        "[judge]\nbase_url = 'http://j'\nmodel = 'm'\napi_key = {env = 'JUDGE_KEY'}\n" + SMALLEST,
        "my.toml: judge.api_key: the environment variable JUDGE_KEY is not set",
    ),
]


RESOURCE = {
    "created_by": "POST /sessions",
    "id": "$.id",
    "ended_by": "DELETE /sessions/{id}",
    "found_by": "GET /sessions?key={idempotency_key}",
    "found_id": "$.sessions[0].id",
}
ACCOUNT = {"registered_by": "POST /accounts", "id": "$.account.id"}


def with_resource(**changes):
    entries = {name: entry for name, entry in (RESOURCE | changes).items() if entry is not None}
    lines = [f'{name} = "{entry}"' for name, entry in entries.items()]
    return "\n".join([SMALLEST, "[apis.timmy.resources.session]", *lines, ""])


def with_account(**changes):
    entries = ACCOUNT | changes
    return (
        f'{SMALLEST}[apis.timmy.account]\nregistered_by = "{entries["registered_by"]}"\n'
        f'body = {{}}\nheaders = {{}}\nremember = {{id = "{entries["id"]}"}}\n'
    )


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A working folder with a targets/ of its own."""
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "defaults.toml").write_text(DEFAULTS)
    (tmp_path / "targets" / "sandbox.toml").write_text(SMALLEST)
    (tmp_path / "targets" / "staging.toml").write_text(SMALLEST)
    monkeypatch.setattr(targets, "TARGETS", tmp_path / "targets")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def loaded(content, environment=None):
    with open("my.toml", "w", encoding="utf-8") as file:
        file.write(content)
    return load("my.toml", environment or {})


def error_of(function, *arguments):
    with pytest.raises(TargetError) as raised:
        function(*arguments)
    message = str(raised.value)
    assert "\n" not in message
    return message


def test_the_smallest_target_is_a_base_url():
    target = loaded(SMALLEST)
    assert (target.name, target.file) == ("my", "my.toml")
    assert target.apis["timmy"].base_url == "http://127.0.0.1:1/api"
    assert target.verify is True
    assert target.secrets == {}


def test_a_target_is_found_by_its_name_in_targets():
    assert load("staging", {}).file == "targets/staging.toml"


def test_a_target_is_found_by_its_path():
    assert load("targets/sandbox.toml", {}).name == "sandbox"


def test_defaults_stand_where_the_file_is_silent():
    target = loaded(SMALLEST)
    assert target.timeout_seconds == 7.5
    assert target.apis["timmy"].poll_limit_seconds == 12
    assert target.apis["timmy"].values == {"short": 100, "medium": 300}
    assert target.apis["nexalayer"].base_url == ""


def test_a_file_overrides_defaults_one_by_one():
    target = loaded(
        "timeout_seconds = 3\n" + SMALLEST + "poll_limit_seconds = 60\n"
        "[apis.timmy.values]\nmedium = 400\n"
    )
    assert target.timeout_seconds == 3
    assert target.apis["timmy"].poll_limit_seconds == 60
    assert target.apis["timmy"].values == {"short": 100, "medium": 400}


def test_a_value_may_be_that_of_another_one():
    target = loaded(SMALLEST + '[apis.timmy.values]\nmedium = 400\nlong = "{{medium}}"\n')

    assert target.apis["timmy"].values == {"short": 100, "medium": 400, "long": 400}


def test_a_value_that_is_to_be_another_one_must_find_it():
    assert error_of(loaded, SMALLEST + '[apis.timmy.values]\nlong = "{{medum}}"\n') == (
        "my.toml: apis.timmy.values.long: the API has no value 'medum'"
    )


def test_the_defaults_are_no_target():
    assert error_of(load, "defaults") == (
        "target 'defaults': no such file, and targets/ has only sandbox, staging"
    )


@pytest.mark.parametrize("name", ["nowhere", "targets/nowhere.toml", "targets", ""])
def test_an_unknown_target_is_answered_with_those_there_are(name):
    assert error_of(load, name) == (
        f"target {name!r}: no such file, and targets/ has only sandbox, staging"
    )


@pytest.mark.parametrize(("content", "message"), [pytest.param(*row, id=row[1]) for row in WRONG])
def test_what_is_wrong_is_said_with_file_and_key(content, message):
    assert error_of(loaded, content) == message


def test_a_target_says_what_costs_money_and_how_to_get_an_account():
    api = loaded(with_resource() + with_account().removeprefix(SMALLEST)).apis["timmy"]
    assert api.resources["session"].ended_by == "DELETE /sessions/{id}"
    assert api.account.remember == {"id": "$.account.id"}


@pytest.mark.parametrize("key", ["created_by", "ended_by", "found_by"])
@pytest.mark.parametrize("request_line", ["/jobs", "POST", "POST jobs", "post /jobs", "GET /{id"])
def test_the_request_of_a_resource_is_written_as_method_and_path(key, request_line):
    assert error_of(loaded, with_resource(**{key: request_line})) == (
        f"my.toml: apis.timmy.resources.session.{key}: it is no request, write METHOD /path"
    )


@pytest.mark.parametrize("request_line", ["", "POST", "POST /a b", "POST /a\\n"])
def test_the_request_that_registers_is_written_as_method_and_path(request_line):
    assert error_of(loaded, with_account(registered_by=request_line)) == (
        "my.toml: apis.timmy.account.registered_by: it is no request, write METHOD /path"
    )


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (with_resource(id="$.["), "resources.session.id"),
        (with_resource(id=""), "resources.session.id"),
        (with_resource(found_id="$.["), "resources.session.found_id"),
        (with_resource(found_id=None), "resources.session.found_id"),
        (with_account(id="$.["), "account.remember.id"),
    ],
)
def test_an_id_is_a_json_path_that_parses(content, key):
    message = error_of(loaded, content)
    assert message.startswith(f"my.toml: apis.timmy.{key}: the JSONPath ")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (with_resource(ends="x"), "resources.session.ends: no such entry"),
        (with_resource(id=None), "resources.session: Object missing required field `id`"),
        (
            with_account().replace('id = "$.account.id"', "first = '$', second = 2"),
            "account.remember.second: Expected `str`, got `int`",
        ),
    ],
)
def test_a_wrong_entry_of_a_resource_or_an_account_is_named(content, message):
    assert error_of(loaded, content) == f"my.toml: apis.timmy.{message}"


def test_a_date_is_a_text():
    target = loaded(SMALLEST + "[apis.timmy.values]\nsince = 2026-11-22\n")
    assert target.apis["timmy"].values["since"] == "2026-11-22"


def test_a_file_that_is_no_text_is_named(folder):
    (folder / "my.toml").write_bytes(b"\xff\xfe")
    assert error_of(load, "my.toml").startswith("my.toml: ")


def test_broken_defaults_are_named_and_not_the_target(folder):
    (folder / "targets" / "defaults.toml").write_text("x =")
    assert error_of(loaded, SMALLEST).startswith("targets/defaults.toml: ")


@pytest.mark.parametrize(
    "entry",
    [
        "timeout_seconds = 0",
        "timeout_seconds = -1",
        "timeout_seconds = nan",
        "timeout_seconds = inf",
        "address_window_seconds = -1",
    ],
)
def test_a_time_that_cannot_be_is_refused(entry):
    key = entry.split()[0]
    assert error_of(loaded, f"{entry}\n{SMALLEST}").startswith(f"my.toml: {key}: ")


@pytest.mark.parametrize("entry", ["poll_interval_seconds = -1", "poll_limit_seconds = -0.5"])
def test_a_polling_time_that_cannot_be_is_refused(entry):
    key = entry.split()[0]
    assert error_of(loaded, SMALLEST + entry).startswith(f"my.toml: apis.timmy.{key}: ")


def test_a_judge_without_an_http_address_is_refused():
    message = error_of(loaded, "[judge]\nbase_url = 'llm'\nmodel = 'm'\n" + SMALLEST)
    assert message == "my.toml: judge.base_url: 'llm' is no http or https address"


def test_only_a_target_with_a_sandbox_may_have_relative_addresses():
    target = loaded("starts_sandbox = true\n[apis.timmy]\nbase_url = '/timmy/api'\n")
    assert target.apis["timmy"].base_url == "/timmy/api"


def test_secrets_come_from_the_environment():
    target = loaded(
        "[judge]\nbase_url = 'http://j'\nmodel = 'm'\napi_key = {env = 'J'}\n"
        + SMALLEST
        + "[apis.timmy.credentials]\nkey = {env = 'A'}\nadmin.env = 'B'\n",
        {"A": "secret a", "B": "secret b", "J": "secret j"},
    )
    assert target.credentials_of("timmy") == {"key": "secret a", "admin": "secret b"}
    assert target.credentials_of("nexalayer") == {}
    assert target.secrets["judge.api_key"] == "secret j"


def test_a_stand_in_on_this_machine_may_have_its_secret_in_the_file():
    target = loaded(
        "[apis.timmy]\nbase_url = 'http://127.0.0.1:80'\ncredentials.key.value = 'no secret'\n"
    )
    assert target.credentials_of("timmy") == {"key": "no secret"}


def test_an_api_that_the_target_does_not_have_needs_no_secrets():
    target = loaded(SMALLEST + "[apis.nexalayer.credentials]\nkey = {env = 'NEXA_KEY'}\n")
    assert target.secrets == {}


@pytest.mark.parametrize(
    ("base_url", "reached"),
    [("http://127.0.0.1:80", True), ("http://[::1]:80", False), ("http://192.0.2.1", False)],
)
def test_any_loopback_address_reaches_version_4_only(base_url, reached):
    api = Api(base_url=base_url)
    assert Target("place", "place.toml", {"timmy": api}).answers_any_loopback(api) is reached


@pytest.mark.parametrize(
    ("base_url", "local"),
    [
        ("http://127.0.0.1:80/x", True),
        ("http://127.9.9.9", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://192.0.2.1", False),
        ("http://0.0.0.0", False),
        ("https://nobody.invalid", False),
    ],
)
def test_a_target_is_local_when_nothing_of_it_is_outside_this_machine(base_url, local):
    assert loaded(f"[apis.timmy]\nbase_url = '{base_url}'\n").all_local is local


def test_one_api_elsewhere_makes_a_target_not_local():
    assert not loaded(SMALLEST + "[apis.nexalayer]\nbase_url = 'http://192.0.2.1'\n").all_local


# Reachability, which needs servers.


def reachability(base_url, extra="timeout_seconds = 0.3"):
    return check_reachable(loaded(f"{extra}\n[apis.timmy]\nbase_url = '{base_url}'\n"))


def unreachable(base_url, extra="timeout_seconds = 0.3"):
    message = error_of(reachability, base_url, extra)
    start = f"my.toml: apis.timmy.base_url: {base_url} cannot be reached: "
    assert message.startswith(start)
    return message.removeprefix(start)


@pytest.mark.parametrize("status", [200, 301, 401, 404, 500])
def test_any_http_answer_means_reachable(httpserver, status):
    httpserver.expect_request("/api").respond_with_data(status=status, headers={"Location": "/x"})
    reachability(httpserver.url_for("/api"))
    assert len(httpserver.log) == 1


def test_a_refused_connection_is_told(closed_port):
    assert unreachable(f"http://127.0.0.1:{closed_port}/api") == "Connection refused"


def test_silence_is_told(silent_server):
    assert unreachable(silent_server) == "timed out"


def test_an_unknown_host_is_told():
    with pytest.raises(OSError) as system:  # noqa: PT011 - its words depend on the resolver
        socket.getaddrinfo("nobody.invalid", 80)
    assert unreachable("http://nobody.invalid/api") == system.value.strerror


def test_an_impossible_port_is_told():
    assert "99999" in error_of(reachability, "http://127.0.0.1:99999")


def test_every_api_is_asked(httpserver, closed_port):
    httpserver.expect_request("/").respond_with_data("ok")
    content = (
        f"[apis.timmy]\nbase_url = '{httpserver.url_for('/')}'\n"
        f"[apis.nexalayer]\nbase_url = 'http://127.0.0.1:{closed_port}'\n"
    )
    assert "apis.nexalayer.base_url" in error_of(check_reachable, loaded(content))


def test_a_client_address_that_this_machine_does_not_have_is_told(httpserver):
    content = (
        f"client_addresses = ['192.0.2.1']\n[apis.timmy]\nbase_url = '{httpserver.url_for('/')}'"
    )
    assert error_of(check_reachable, loaded(content)) == (
        "my.toml: client_addresses: this machine does not have 192.0.2.1"
    )


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A self-signed certificate for 127.0.0.1 and its key, in one file."""
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -keyout key.pem "
        "-out certificate.pem -addext subjectAltName=IP:127.0.0.1".split(),
        cwd=folder,
        check=True,
        capture_output=True,
    )
    both = (folder / "key.pem").read_text() + (folder / "certificate.pem").read_text()
    (folder / "both.pem").write_text(both)
    return folder


@pytest.fixture
def tls_server(certificate):
    """The address of a server that answers over TLS, with the self-signed certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "both.pem")
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = listener.accept()
        with connection:
            try:
                with context.wrap_socket(connection, server_side=True) as secure:
                    secure.recv(65536)
                    secure.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            except ssl.SSLError:
                return

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"https://127.0.0.1:{listener.getsockname()[1]}"
    thread.join()
    listener.close()


def test_a_certificate_that_nobody_vouches_for_is_told(tls_server):
    assert unreachable(tls_server, "") == "TLS failed: self-signed certificate"


def test_the_ca_file_is_trusted(tls_server, certificate):
    reachability(tls_server, f"ca_file = '{certificate / 'certificate.pem'}'")


def test_the_ca_file_is_beside_the_target_file_wherever_the_run_starts(
    certificate, folder, monkeypatch
):
    (folder / "ca.pem").write_text((certificate / "certificate.pem").read_text())
    (folder / "my.toml").write_text("ca_file = 'ca.pem'\n" + SMALLEST)
    monkeypatch.chdir(folder / "targets")
    assert load("../my.toml", {}).verify == "../ca.pem"


def test_the_file_of_an_openapi_document_is_beside_the_target_file(folder, monkeypatch):
    (folder / "timmy.json").write_text("{}")
    (folder / "my.toml").write_text(SMALLEST + "openapi = 'timmy.json'\n")
    monkeypatch.chdir(folder / "targets")
    assert load("../my.toml", {}).apis["timmy"].openapi == (folder / "timmy.json").as_uri()


@pytest.mark.parametrize("place", ["/openapi.json", "https://docs.test/timmy.json"])
def test_an_openapi_document_may_be_somewhere_else_than_in_a_file(folder, place):
    (folder / "my.toml").write_text(SMALLEST + f"openapi = '{place}'\n")
    assert load("my.toml", {}).apis["timmy"].openapi == place


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://api.test/shop/things?a=b", "shop"),
        ("http://api.test/shop", "shop"),
        ("http://api.test/shop?a=b", "shop"),
        ("http://api.test/shop/v2/things", "second"),
        ("http://api.test/shopping", ""),
        ("http://other.test/shop/things", ""),
    ],
)
def test_an_address_belongs_to_the_api_that_it_is_below(url, name):
    apis = {
        "shop": Api(base_url="http://api.test/shop/"),
        "second": Api(base_url="http://api.test/shop/v2"),
        "absent": Api(),
    }
    assert Target("place", "place.toml", apis).api_at(url) == name


def test_a_ca_file_that_holds_no_certificate_is_told(raw_server, folder):
    (folder / "empty.pem").write_text("no certificate\n")
    url = raw_server(lambda connection: None).replace("http:", "https:")
    assert "ca_file" in error_of(reachability, url, "ca_file = 'empty.pem'")


def test_a_server_without_tls_is_told(httpserver):
    url = httpserver.url_for("/").replace("http:", "https:")
    assert unreachable(url).startswith("TLS failed: ")
