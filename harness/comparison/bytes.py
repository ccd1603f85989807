"""A body as it is, byte for byte: how long it is, and its checksum."""

import base64
import hashlib

from harness.comparison.registry import Verdict, comparison

_NO_BYTES = "only a body or a text has bytes"


@comparison("has {number} bytes")
def _has_bytes(found: object, count: int) -> Verdict:
    raw = _raw(found)
    return _NO_BYTES if raw is None else len(raw) == count


@comparison("has the SHA-256 {text}")
def _has_sha256(found: object, expected: str) -> Verdict:
    return _has_digest(found, "sha256", expected)


@comparison("has the MD5 {text}")
def _has_md5(found: object, expected: str) -> Verdict:
    return _has_digest(found, "md5", expected)


def _has_digest(found: object, algorithm: str, expected: str) -> Verdict:
    """In hexadecimal digits or in base64, as headers such as Content-MD5 write it."""
    raw = _raw(found)
    if raw is None:
        return _NO_BYTES
    digest = hashlib.new(algorithm, raw, usedforsecurity=False)
    if expected.lower() == digest.hexdigest():
        return True
    return expected == base64.b64encode(digest.digest()).decode() or f"it is {digest.hexdigest()}"


def _raw(found: object) -> bytes | None:
    if isinstance(found, str):
        return found.encode()
    return found if isinstance(found, bytes) else None
