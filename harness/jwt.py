"""Looking into JSON Web Tokens, without their keys."""

from typing import Any

_UNVERIFIED = {"verify_signature": False, "verify_exp": False, "verify_aud": False}


def contents(token: str) -> dict[str, Any] | None:
    """The token's `header` and `payload`; None when it is no signed token in the compact form."""
    # Imported late: it loads a library of cryptography, which most runs do not need.
    from jwt import PyJWT, PyJWTError, get_unverified_header

    if token.endswith("."):
        return None
    try:
        header = get_unverified_header(token)
        payload = PyJWT().decode(token, options=_UNVERIFIED)  # type: ignore[arg-type]
    except (PyJWTError, UnicodeError):
        return None
    return {"header": header, "payload": payload}
