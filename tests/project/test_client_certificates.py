"""A server that knows its clients by their certificates, and is known by a CA of its own."""

import ssl

import pytest
import trustme
from pytest_httpserver import HTTPServer

SCENARIOS = """
  Given the API "{}"
  When I GET "/lamps"
  Then the response status is 200
"""


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def tls_server(authority):
    """Its certificate and that of every client it lets in are from the authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    with HTTPServer("127.0.0.1", ssl_context=context, threaded=True) as server:
        server.expect_request("/lamps").respond_with_json({"lamps": []})
        yield server


@pytest.fixture
def private(project, authority, tls_server):
    """A project with the API "private" behind the server, and entries for it besides."""
    authority.cert_pem.write_to_path(project.folder / "ca.pem")
    own = authority.issue_cert("client@example.com")
    own.cert_chain_pems[0].write_to_path(project.folder / "client.pem")
    own.private_key_pem.write_to_path(project.folder / "client.key")
    own.private_key_and_cert_chain_pem.write_to_path(project.folder / "both.pem")
    trustme.CA().cert_pem.write_to_path(project.folder / "other.pem")

    def make(entries):
        api = f'[apis.private]\nbase_url = "{tls_server.url_for("")}"\n{entries}\n'
        project.target(project.example_api() + api)
        project.scenarios(SCENARIOS.format("private"), SCENARIOS.format("example"))
        return project.run()

    return make


@pytest.mark.parametrize(
    "own",
    ['{ file = "client.pem", key_file = "client.key" }', '{ file = "both.pem" }'],
    ids=["certificate and key", "both in one file"],
)
def test_a_client_is_known_by_its_certificate(private, own):
    run = private(f'ca_file = "ca.pem"\nclient_certificate = {own}')

    assert run.outcomes["one"].status == "passed", run.errors
    assert run.outcomes["two"].status == "failed", "the other API has neither"


def test_a_client_without_a_certificate_is_not_let_in(private):
    run = private('ca_file = "ca.pem"')

    assert "cannot be reached: TLS failed" in run.errors
    assert run.exit_code == 2


def test_a_server_that_the_authority_does_not_vouch_for_is_not_trusted(private):
    run = private('ca_file = "other.pem"\nclient_certificate.file = "both.pem"')

    assert run.errors.startswith("unusable target: target.toml: apis.private.base_url: https://")
    assert "cannot be reached: TLS failed: " in run.errors
    assert run.exit_code == 2


def test_a_key_of_another_certificate_is_told_before_any_request(private):
    run = private('client_certificate = { file = "other.pem", key_file = "client.key" }')

    assert run.errors == (
        "unusable target: target.toml: apis.private.client_certificate: "
        "'other.pem' cannot be used: KEY_VALUES_MISMATCH\n"
    )
    assert run.exit_code == 2
