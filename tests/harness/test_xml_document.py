"""XML documents: what is one, what a path finds in it, and what is never done with one."""

import pytest

from harness.jsonpath import Match
from harness.problem import AuthorError
from harness.words import MISSING
from harness.xml_document import is_xpath, parsed

MULTISTATUS = b"""<?xml version="1.0" encoding="utf-8"?>
<D:multistatus xmlns:D="DAV:" xmlns="urn:x">
  <D:response><D:href>/a/</D:href><size unit="kB">5</size></D:response>
  <D:response><D:href>/b/</D:href><size/></D:response>
</D:multistatus>"""


def found(path, body=MULTISTATUS):
    return [match.value for match in parsed(body).find(path)]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("//D:href", ["/a/", "/b/"]),
        ("/D:multistatus/D:response[2]/D:href", ["/b/"]),
        ("//D:response[D:href='/a/']/size", ["5"]),
        ("//size/@unit", ["kB"]),
        ("//*:href/text()", ["/a/", "/b/"]),
        ("//nothing", []),
        ("count(//D:href)", [2]),
        ("number(//size[@unit])", [5.0]),
        ("number(//nothing)", [MISSING]),
        ("(//D:href)[2] = '/b/'", [True]),
        ("exists(//nothing)", [False]),
        ("avg((1, 2))", [1.5]),
        ("string-join(//D:href, ' ')", ["/a/ /b/"]),
    ],
)
def test_a_path_finds(path, values):
    assert [type(value) for value in found(path)] == [type(value) for value in values]
    assert found(path) == values


def test_a_match_is_told_with_the_prefixes_of_the_document():
    assert parsed(MULTISTATUS).find("//size[@unit]") == [
        Match("/D:multistatus[1]/D:response[1]/size[1]", "5")
    ]


@pytest.mark.parametrize(
    "path",
    ["/", "/a", "//a/@b", "(//a)[1]", "count(//a)", "((//a))", "string-length(//a)"],
)
def test_an_xpath_is_known_by_its_beginning(path):
    assert is_xpath(path)


@pytest.mark.parametrize("path", ["$", "$.a", "$['/a']", "$..a", "a", "a.b", "`this`", "", "$.a/b"])
def test_a_jsonpath_is_none(path):
    assert not is_xpath(path)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("//D:href[", "unexpected end of source"),
        ("//Q:a", "prefix 'Q' is not declared"),
        ("nope(1)", "unknown function 'nope'"),
        ("string(//D:href)", "a sequence of more than one item is not allowed as argument"),
    ],
)
def test_a_wrong_path_is_told(path, why):
    with pytest.raises(AuthorError) as raised:
        found(path)

    assert str(raised.value) == (
        f'the XPath "{path}" cannot be evaluated: {why}; '
        "the root of the document is D:multistatus, its prefixes are: D"
    )


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no element found: line 1, column 0"),
        (b"<a><b></a>", "mismatched tag: line 1, column 8"),
        (b"<a/>\n<b/>", "junk after document element: line 2, column 0"),
        (b"<a>\xff</a>", "not well-formed (invalid token): line 1, column 3"),
    ],
)
def test_what_is_no_document_is_told(body, why):
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the message is compared
        parsed(body)

    assert str(raised.value) == why


def test_a_document_can_be_in_another_encoding():
    body = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Zürich</a>'.encode("latin-1")

    assert found("/a", body) == ["Zürich"]


def test_nothing_outside_the_document_is_read(tmp_path):
    (tmp_path / "secret").write_text("sesame")
    entity = f'<!DOCTYPE a [<!ENTITY e SYSTEM "file://{tmp_path / "secret"}">]>'

    with pytest.raises(ValueError, match="undefined entity"):
        parsed(f"{entity}<a>&e;</a>".encode())


def test_entities_that_blow_a_document_up_are_refused():
    entities = "".join(
        f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 10)
    )
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "{"x" * 1000}">{entities}]><a>&e9;</a>'

    with pytest.raises(ValueError, match="amplification"):
        parsed(bomb.encode())
