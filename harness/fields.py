"""The fields of a body: what a path finds in it, whatever its type.

A JSONPath looks into JSON and into the rows of CSV, an XPath into XML.
"""

from harness import jsonpath
from harness.exchange import Exchange
from harness.jsonpath import Match
from harness.words import MISSING
from harness.xml_document import is_xpath


def find(exchange: Exchange, path: str) -> list[Match]:
    """Every match of a path, in document order.

    Raises NotReadable when the body is nothing to look into so, AuthorError for a wrong path.
    """
    if is_xpath(path):
        return exchange.xml.find(path)
    return jsonpath.find(exchange.document, path)


def find_each(exchange: Exchange, path: str) -> list[Match]:
    """Every match, and MISSING wherever there should be one and is none; raises as `find` does."""
    if is_xpath(path):
        return find(exchange, path) or [Match(path, MISSING)]
    return jsonpath.find_each(exchange.document, path) or [Match(path, MISSING)]


def matches_many(path: str) -> bool:
    """Whether a path stands for a list of values; of an XPath the document tells."""
    return not is_xpath(path) and jsonpath.matches_many(path)


def where_it_ends(exchange: Exchange, path: str) -> str:
    """How far a path that matches nothing can be followed, in words; empty if that says nothing."""
    if is_xpath(path):
        return exchange.xml.described
    return jsonpath.where_it_ends(exchange.document, path)
