"""What the next request holds, and sending it."""

from harness import act, rows
from harness.client import basic_credentials
from harness.gherkin.sentences import given, given_or_then, given_or_when, when
from harness.request import joined
from harness.world import World


@given("the request header {string} is {string}")
def request_header(world: World, name: str, value: str) -> None:
    """Sent with every following request of the scenario."""
    world.give_header(name, value)


@given("the request headers are")
def request_headers(world: World) -> None:
    """Several headers, sent with every following request: a table | header | value |.

    One that is there twice is sent with both values, a comma between them.
    """
    for name, value in joined(world.table("header", "value")).items():
        world.give_header(name, value)


@given("the request header {string} is not sent")
def no_request_header(world: World, name: str) -> None:
    """Not one that was given earlier, nor one that the target's `auth` or the suite would send."""
    world.withhold_header(name)


@given("the requests carry the bearer token {string}")
def bearer_token(world: World, token: str) -> None:
    """Authorization: Bearer, with every following request."""
    world.give_header("Authorization", f"Bearer {token}")


@given("the requests carry the user {string} with the password {string}")
def basic_authentication(world: World, user: str, password: str) -> None:
    """HTTP basic authentication, with every following request."""
    known_password = world.memory.text(password)
    credentials = basic_credentials(world.memory.text(user), known_password)
    world.evidence.secrets.add(known_password)
    world.evidence.secrets.add(credentials.removeprefix("Basic "))
    world.give_header("Authorization", credentials)


@given("the query parameter {string} is {string}")
def query_parameter(world: World, name: str, value: str) -> None:
    """Part of the next request's address; given twice, it is sent twice."""
    world.parts.query.append((name, value))


@given("the query parameters are")
def query_parameters(world: World) -> None:
    """Several query parameters of the next request: a table | parameter | value |."""
    world.parts.query += [(name, value) for name, value in world.table("parameter", "value")]


@given("the request body is the JSON")
def json_body(world: World) -> None:
    """The next request's body, as a doc string."""
    world.parts.json_body = world.doc_string()


@given("the request body of type {string} is")
def raw_body(world: World, media_type: str) -> None:
    """The next request's body exactly as the doc string has it, well-formed or not.

    A table | file | in its place names a file, relative to the feature file, to send as it is. The
    type "graphql" means a query, sent as JSON beside what `the request body is the JSON` has.
    """
    world.take_raw_body(media_type)


@given("the request form is")
def form(world: World) -> None:
    """The fields of a form in the next request: a table | field | value |.

    Sent in parts beside a file, or when the request header Content-Type is "multipart/form-data";
    else as "application/x-www-form-urlencoded".
    """
    world.parts.form += [(name, value) for name, value in world.table("field", "value")]


@given("the request uploads the file {string} as {string}")
def upload(world: World, file: str, field: str) -> None:
    """A file in the next request's multipart form; its path is relative to the feature file."""
    world.parts.files.append((field, world.file(file)))


@given_or_when("I {method} {string}")
def send(world: World, method: str, path: str) -> None:
    """Send a request; a doc string below it is its JSON body."""
    world.accept_json_block()
    act.send(world, method, path)


@given_or_when("I follow the redirects")
def follow(world: World) -> None:
    """Go where the response sends, to the end; `response 2` is the first one after it."""
    act.follow(world)


@given_or_when("I {method} {string} {int} times")
def send_times(world: World, method: str, path: str, times: int) -> None:
    """Send the same request several times, one after the other."""
    world.accept_json_block()
    act.send_times(world, method, path, times)


@when("I {method} {string} {int} times at the same time")
def send_together(world: World, method: str, path: str, times: int) -> None:
    """Send the same request several times at once."""
    world.accept_json_block()
    act.send_together(world, method, path, times)


@given_or_when("I {method} {string} {int} times over {duration}")
def send_over(world: World, method: str, path: str, times: int, over: str) -> None:
    """Send the same request several times, evenly spread over a time."""
    world.accept_json_block()
    act.send_over(world, method, path, times, world.seconds(over))


@given_or_when("I GET {string} page by page")
def get_pages(world: World, path: str) -> None:
    """A list that comes in pages, as one response: its body is the array of all items."""
    act.get_pages(world, path)


@given_or_when("I {method} {string} for each {int} rows of {string}")
def send_rows(world: World, method: str, path: str, most: int, file: str) -> None:
    """For a JSON or CSV file: {{rows.count}}, and {{rows.COLUMN}} as a list, are in the body."""
    world.accept_json_block()
    act.send_rows(world, method, path, most, rows.read_all(world.file(file)))


@given_or_then("at the end of the scenario I {method} {string}")
def at_the_end(world: World, method: str, path: str) -> None:
    """Sent when the scenario ends, however it ends: for what has to be cleaned up."""
    act.at_the_end(world, method, path)
