"""What kind of value it is: a JSON type, or a text of a known form."""

import re
import uuid
from urllib.parse import urlsplit

from harness import jwt
from harness.comparison.registry import Verdict, comparison, is_number


@comparison("is a text")
def _is_text(found: object) -> Verdict:
    return isinstance(found, str)


@comparison("is a number")
def _is_number(found: object) -> Verdict:
    return is_number(found)


@comparison("is a whole number")
def _is_whole_number(found: object) -> Verdict:
    return is_number(found) and (isinstance(found, int) or found.is_integer())


@comparison("is true or false")
def _is_boolean(found: object) -> Verdict:
    return isinstance(found, bool)


@comparison("is an object")
def _is_object(found: object) -> Verdict:
    return isinstance(found, dict)


@comparison("is an array")
def _is_array(found: object) -> Verdict:
    return isinstance(found, list)


@comparison("is a UUID")
def _is_uuid(found: object) -> Verdict:
    try:
        return isinstance(found, str) and str(uuid.UUID(found)) == found.lower()
    except ValueError:
        return False


@comparison("is a URL")
def _is_url(found: object) -> Verdict:
    if not isinstance(found, str) or re.search(r"[\s\x00-\x1f\x7f]", found):
        return False
    try:
        parts = urlsplit(found)
        return bool(parts.scheme and parts.hostname and parts.port != 0)
    except ValueError:
        return False


@comparison("is a JWT")
def _is_jwt(found: object) -> Verdict:
    """A signed token in its compact form, RFC 7519; the signature is not checked."""
    return isinstance(found, str) and jwt.contents(found) is not None
