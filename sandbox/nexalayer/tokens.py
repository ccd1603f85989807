"""Access tokens: JWTs that the API signs itself and recognises without looking anything up."""

import secrets
from datetime import UTC, datetime, timedelta

import jwt

from sandbox.nexalayer import errors
from sandbox.nexalayer.model import PERMISSIONS

_ALGORITHM = "HS256"


class Tokens:
    """Signs with a key of its own: no token outlives the process."""

    def __init__(self, lifetime: timedelta) -> None:
        self.lifetime = lifetime
        self._key = secrets.token_bytes(32)

    def issue(self, account_id: str) -> str:
        """A token that speaks for the account until its time is over."""
        now = datetime.now(UTC)
        claims = {
            "sub": account_id,
            "permissions": PERMISSIONS,
            "iat": now,
            "exp": now + self.lifetime,
            "jti": secrets.token_hex(8),
        }
        return jwt.encode(claims, self._key, _ALGORITHM)

    def account_id(self, token: str) -> str:
        """Whom the token speaks for; a refusal where it does not, or no longer."""
        try:
            claims = jwt.decode(token, self._key, [_ALGORITHM], options={"require": ["sub", "exp"]})
        except jwt.ExpiredSignatureError:
            raise errors.expired_token() from None
        except jwt.InvalidTokenError:
            raise errors.invalid_key("The access token is not valid") from None
        return str(claims["sub"])
