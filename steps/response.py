"""What a response must be like.

`the response` is the latest one; `every response` are all of the latest act, such as a poll or
five requests; `response 3` is the third of them, `every 404 response` those with that status.
"""

from harness import assertion, schema
from harness.expectation import Expectation
from harness.gherkin.sentences import then
from harness.words import MISSING
from harness.world import World


@then("{response} status {expectation}")
def status(world: World, which: str, expectation: Expectation) -> None:
    """The HTTP status code."""
    compare = assertion.single(world, "the status", lambda exchange: exchange.status, expectation)
    assertion.check(world, which, compare)


@then("{response} header {string} {expectation}")
def header(world: World, which: str, name: str, expectation: Expectation) -> None:
    """A header, its name in any case."""
    compare = assertion.single(
        world, f"the header {name}", lambda each: each.headers.get(name, MISSING), expectation
    )
    assertion.check(world, which, compare)


@then("{response} cookie {string} {expectation}")
def cookie(world: World, which: str, name: str, expectation: Expectation) -> None:
    """A cookie that it sets, or an attribute of one: "session", "session; SameSite".

    An attribute without a value is true: "session; HttpOnly".
    """
    assertion.check(world, which, assertion.cookie(world, name, expectation))


@then("{response} time {expectation}")
def time(world: World, which: str, expectation: Expectation) -> None:
    """Seconds from sending the request to the last byte of the response."""
    compare = assertion.single(world, "the time in seconds", lambda each: each.seconds, expectation)
    assertion.check(world, which, compare)


@then("the {int}th percentile of the response times {expectation}")
def time_percentile(world: World, share: int, expectation: Expectation) -> None:
    """Seconds within which that many percent of the responses of the latest act came."""
    assertion.check_percentile(world, share, expectation)


@then("{response} text {expectation}")
def text(world: World, which: str, expectation: Expectation) -> None:
    """The whole body as text, whatever its type; what JSON has escaped as the letters it means."""
    compare = assertion.single(world, "the body", lambda exchange: exchange.plain_text, expectation)
    assertion.check(world, which, compare)


@then("{response} body {expectation}")
def body(world: World, which: str, expectation: Expectation) -> None:
    """The body byte for byte, such as a download: its length or its checksum."""
    compare = assertion.single(world, "the body", lambda exchange: exchange.body, expectation)
    assertion.check(world, which, compare)


@then("{response} field {string} {expectation}")
def field(world: World, which: str, path: str, expectation: Expectation) -> None:
    """What a JSONPath finds in the body; of several matches each must be so.

    The rows of CSV are an array of objects; a path such as "//item/@id" is an XPath, for XML.
    """
    assertion.check(world, which, assertion.field(world, path, expectation))


@then("{response} has a field {string} that {expectation}")
def has_field(world: World, which: str, path: str, expectation: Expectation) -> None:
    """At least one of the values that a JSONPath finds is so."""
    assertion.check(world, which, assertion.some_field(world, path, expectation))


@then("{response} has no field {string} that {expectation}")
def has_no_field(world: World, which: str, path: str, expectation: Expectation) -> None:
    """None of the values that a JSONPath finds is so; that there are none is fine."""
    assertion.check(world, which, assertion.no_field(world, path, expectation))


@then("{response} has these fields")
def fields(world: World, which: str) -> None:
    """Many fields at once, every wrong one reported: a table | field | expected |."""
    checks = [
        assertion.field(world, path, Expectation.parse(written))
        for path, written in world.table("field", "expected")
    ]
    assertion.check(world, which, lambda each: [wrong for one in checks for wrong in one(each)])


@then("{response} body is exactly")
def body_exactly(world: World, which: str) -> None:
    """The whole JSON body equals the doc string; the order of keys does not matter."""
    compare = assertion.body(world, world.doc_string(), extra_keys=False)
    assertion.check(world, which, compare)


@then("{response} body is at least")
def body_at_least(world: World, which: str) -> None:
    """The JSON body holds all that the doc string has; its objects may have more keys."""
    compare = assertion.body(world, world.doc_string(), extra_keys=True)
    assertion.check(world, which, compare)


@then("{response} body matches the JSON Schema")
def body_matches_schema(world: World, which: str) -> None:
    """The JSON body is valid by the schema in the doc string."""
    assertion.check(world, which, schema.matches(world.doc_string()))


@then("{response} body matches the JSON Schema in {string}")
def body_matches_schema_file(world: World, which: str, file: str) -> None:
    """The JSON body is valid by a schema in a file, its path relative to the feature file."""
    assertion.check(world, which, schema.matches(world.file(file).read_text("utf-8")))


@then("{response} matches the OpenAPI document")
def matches_openapi(world: World, which: str) -> None:
    """Status, headers and body are as the document says that the target names for this API."""
    assertion.check(world, which, world.contract.broken_by)


@then("the field {string} differs in every response")
def all_different(world: World, path: str) -> None:
    """No two responses of the latest act have the same value there."""
    assertion.all_different(world, path)


@then("{response} has the same fields as the response {string}")
def same_fields(world: World, which: str, name: str) -> None:
    """Fields that equal those of a remembered response: a table | field |."""
    paths = [path for (path,) in world.table("field")]
    assertion.check(world, which, assertion.compared_fields(world, name, paths, equal=True))


@then("{response} has other fields than the response {string}")
def other_fields(world: World, which: str, name: str) -> None:
    """Fields that differ from those of a remembered response: a table | field |."""
    paths = [path for (path,) in world.table("field")]
    assertion.check(world, which, assertion.compared_fields(world, name, paths, equal=False))
