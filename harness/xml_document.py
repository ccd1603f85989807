"""XML documents, and looking into them with XPath 2.0.

The prefixes that a document declares can stand in a path; a name without prefix is one of the
document's default namespace, `*:name` one of any.
"""

import io
import math
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from harness.jsonpath import Match
from harness.problem import AuthorError
from harness.words import MISSING

# What begins so is an XPath: `/a`, `(//a)[1]`, `count(//a)`.
_XPATH = re.compile(r"\(*(?:/|[a-z][a-z-]*\()")
_NAMESPACE = re.compile(r"Q\{([^}]*)\}")
_CODE = re.compile(r"^.*?\[err:\w+\] ")


def is_xpath(path: str) -> bool:
    """Whether an author means an XPath by it, and no JSONPath."""
    return _XPATH.match(path) is not None


@dataclass(frozen=True)
class XmlDocument:
    """A parsed document and the namespaces of all its prefixes; the default one has none."""

    root: Element
    namespaces: dict[str, str]

    def find(self, path: str) -> list[Match]:
        """Every match of an XPath, in document order.

        Elements and attributes are texts, as XML has no types; functions such as `count()` and
        `number()` give numbers. Raises AuthorError for a path that cannot be evaluated.
        """
        # Only scenarios with an XPath pay for this import.
        from elementpath import ElementPathError, XPath2Parser, XPathContext

        try:
            compiled = XPath2Parser(namespaces=self.namespaces).parse(path)
            found = list(compiled.select(XPathContext(self.root)))
        except ElementPathError as error:
            why = _CODE.sub("", str(error))
            raise AuthorError(
                f'the XPath "{path}" cannot be evaluated: {why}; {self.described}'
            ) from None
        return [Match(self._written(one, path), _value(one)) for one in found]

    @property
    def described(self) -> str:
        """Its root and its prefixes in words, for whoever has looked in vain."""
        root = self._short(f"Q{self.root.tag}" if "{" in self.root.tag else self.root.tag)
        prefixes = ", ".join(filter(None, self.namespaces)) or "none"
        return f"the root of the document is {root}, its prefixes are: {prefixes}"

    def _written(self, found: object, path: str) -> str:
        return self._short(getattr(found, "path", path))

    def _short(self, path: str) -> str:
        """A path with prefixes in place of namespaces."""
        prefixes = {uri: f"{prefix}:" if prefix else "" for prefix, uri in self.namespaces.items()}
        return _NAMESPACE.sub(lambda found: prefixes.get(found[1], ""), path)


def parsed(body: bytes) -> XmlDocument:
    """The document in a body; raises ValueError, with the reason, when there is none.

    Nothing outside the body is ever fetched, and entities that blow it up are refused.
    """
    namespaces: dict[str, str] = {}
    reading = ElementTree.iterparse(io.BytesIO(body), events=("start-ns", "start"))
    elements: list[Element] = []
    try:
        for event, found in reading:
            if event == "start":
                elements.append(found)
            else:
                namespaces.setdefault(*found)
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None
    return XmlDocument(elements[0], namespaces)


def _value(found: object) -> object:
    if isinstance(found, float) and math.isnan(found):
        return MISSING
    if isinstance(found, bool | int | float):
        return found
    if isinstance(found, Decimal):
        return float(found)
    return str(getattr(found, "string_value", found))
