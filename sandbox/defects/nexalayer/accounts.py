"""Defects of registration, tokens and credentials."""

import time
from collections.abc import Callable
from typing import Any

import jwt

from sandbox.changes.conditions import all_of, sent_field, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import (
    altered,
    becomes,
    computed,
    exactly,
    first_ever,
    sent,
    status,
    without,
)
from sandbox.changes.exchange import Exchange
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, Condition, Question
from sandbox.defects.nexalayer.operations import (
    ACCOUNT,
    BROKEN,
    REFUSED,
    REGISTER,
    SUCCESS,
    TOKEN,
    kept_in_store,
    refused,
    sent_header,
    succeeded,
)
from sandbox.nexalayer import errors, store
from sandbox.nexalayer.model import Account, Credentials
from sandbox.nexalayer.store import Store
from sandbox.nexalayer.tokens import Tokens

_PERMISSIONS = "data.agent.permissions"
_EXPIRY = "data.expires_in"
_SOMEBODY = {
    "agent_id": "agent_guest",
    "status": "active",
    "rate_limit": {"requests": 10, "window_seconds": 60},
    "auth_mode": "api_key",
}


def _has_name(length: int) -> Condition:
    return sent_field("name", lambda name: len(name) == length)


def _has_no_name(exchange: Exchange) -> bool:
    return isinstance(exchange.sent_json, dict) and "name" not in exchange.sent_json


def _named_agent(exchange: Exchange) -> None:
    exchange.sent = b'{"name": "agent"}'


def _claims(change: Callable[[dict[str, Any]], None]) -> Patch:
    """Tokens that say something else; they are signed properly."""

    def replacement(original: Callable[..., str]) -> object:
        def issue(self: Tokens, account_id: str) -> str:
            claims = jwt.decode(original(self, account_id), options={"verify_signature": False})
            change(claims)
            return jwt.encode(claims, self._key, "HS256")

        return issue

    return Patch("sandbox.nexalayer.tokens:Tokens.issue", replacement)


def _later(seconds: int) -> Callable[[dict[str, Any]], None]:
    return lambda claims: claims.update(exp=claims["exp"] + seconds)


def _known_by(condition: str, *values: Callable[[Credentials], str]) -> Patch:
    """Key and secret belong together when a condition on the account says so."""

    def replacement(original: object) -> object:
        def account_of(self: Store, credentials: Credentials) -> Account | None:
            return self._account(condition, *(value(credentials) for value in values))

        return account_of

    return kept_in_store("account_of", replacement)


def _key_hash(credentials: Credentials) -> str:
    return store._hash(credentials.api_key)


def _secret_hash(credentials: Credentials) -> str:
    return store._hash(credentials.api_secret)


def _cut_keys(original: Callable[[Store, str], Account | None]) -> object:
    """Of a key, only as many characters are looked at as keys have."""
    return lambda self, api_key: original(self, api_key[:35])


def _cut_secrets(original: Callable[[Credentials], str]) -> object:
    # As bcrypt does at 72 characters.
    return lambda text: original(text[:60])


def _unsigned(original: object) -> object:
    def account_id(self: object, token: str) -> str:
        try:
            claims = jwt.decode(token, options={"verify_signature": False})
        except jwt.InvalidTokenError:
            raise errors.invalid_key("The access token is not valid") from None
        return str(claims["sub"])

    return account_id


def _of_the_newest(original: Callable[..., Account | None]) -> object:
    def account(self: Store, account_id: str) -> Account | None:
        return self._account("rowid = (SELECT max(rowid) FROM nexalayer_account)")

    return account


def _has_token(exchange: Exchange) -> bool:
    return sent_header(exchange, "authorization").startswith("Bearer ")


def _has_key(exchange: Exchange) -> bool:
    return bool(sent_header(exchange, "x-api-key"))


def _has_nothing(exchange: Exchange) -> bool:
    return not _has_token(exchange) and not _has_key(exchange)


_REFUSED_TOKEN = all_of(REFUSED, _has_token)
_REFUSED_KEY = all_of(REFUSED, _has_key)
_REFUSED_NOBODY = all_of(REFUSED, _has_nothing)

DEFECTS = [
    Defect(
        "registered-with-200",
        "TS1-02.1",
        "Registering answers 200.",
        Answer(REGISTER, status(200), when=SUCCESS),
    ),
    Defect(
        "api-key-with-another-prefix",
        "TS1-02.1",
        "An API key begins with key_.",
        Answer(REGISTER, computed("data.api_key", lambda asked: "key_" + "0" * 32), when=SUCCESS),
    ),
    Defect(
        "secret-is-not-shown",
        "TS1-02.1",
        "Who registers does not get to see the secret.",
        Answer(REGISTER, becomes("data.api_secret", "********"), when=SUCCESS),
    ),
    Defect(
        "key-and-secret-exchanged",
        "TS1-02.1",
        "Key and secret are in each other's place.",
        Answer(
            REGISTER,
            computed(
                "data",
                lambda asked: (
                    asked.json["data"]
                    | {
                        "api_key": asked.json["data"]["api_secret"],
                        "api_secret": asked.json["data"]["api_key"],
                    }
                ),
            ),
            when=SUCCESS,
        ),
    ),
    Defect(
        "credentials-in-an-object",
        "TS1-02.1",
        "Key and secret are in an object of their own.",
        Answer(
            REGISTER,
            computed("data.credentials", lambda asked: asked.json["data"]),
            without("data.api_key"),
            without("data.api_secret"),
            when=SUCCESS,
        ),
    ),
    Defect(
        "new-account-is-pending",
        "TS1-02.2",
        "A new account is pending.",
        Answer(REGISTER, becomes("data.status", "pending"), when=SUCCESS),
    ),
    Defect(
        "new-account-without-status",
        "TS1-02.2",
        "A new account does not tell its status.",
        Answer(REGISTER, without("data.status"), when=SUCCESS),
    ),
    Defect(
        "new-account-without-trial",
        "TS1-02.2",
        "A new account has no trial.",
        Answer(REGISTER, becomes("data.trial", None), when=SUCCESS),
    ),
    Defect(
        "trial-is-over-at-once",
        "TS1-02.2",
        "A new account is not on trial.",
        Answer(REGISTER, becomes("data.trial.is_trial", False), when=SUCCESS),
    ),
    Defect(
        "trial-is-a-text",
        "TS1-02.2",
        'Whether an account is on trial is the text "true".',
        Answer(REGISTER, becomes("data.trial.is_trial", "true"), when=SUCCESS),
    ),
    Defect(
        "registered-without-name",
        "TS1-02.3",
        "An agent without a name is registered.",
        Question(REGISTER, _named_agent, when=_has_no_name),
    ),
    Defect(
        "registered-with-one-character",
        "TS1-02.3",
        "A name of one character is taken.",
        Question(REGISTER, sent("name", lambda name: name * 2), when=_has_name(1)),
    ),
    Defect(
        "registered-with-101-characters",
        "TS1-02.3",
        "A name of 101 characters is cut and taken.",
        Question(REGISTER, sent("name", lambda name: name[:100]), when=_has_name(101)),
    ),
    Defect(
        "name-of-two-characters-refused",
        "TS1-02.3",
        "A name of two characters is refused.",
        Answer(REGISTER, refused(400, "INVALID_REQUEST"), when=_has_name(2)),
    ),
    Defect(
        "name-of-100-characters-refused",
        "TS1-02.3",
        "A name of 100 characters is refused.",
        Answer(REGISTER, refused(400, "INVALID_REQUEST"), when=_has_name(100)),
    ),
    Defect(
        "registration-refused-with-422",
        "TS1-02.3",
        "A registration without a name is refused with 422.",
        Answer(REGISTER, status(422), when=all_of(REFUSED, _has_no_name)),
    ),
    Defect(
        "long-name-breaks-the-server",
        "TS1-02.3",
        "A name of 101 characters breaks the server.",
        Answer(REGISTER, BROKEN, when=_has_name(101)),
    ),
    Defect(
        "registration-refused-with-another-code",
        "TS1-02.3",
        "A name of one character is refused with the code VALIDATION_ERROR.",
        Answer(REGISTER, refused(400, "VALIDATION_ERROR"), when=_has_name(1)),
    ),
    Defect(
        "registration-refused-with-200",
        "TS1-02.3",
        "A registration without a name answers 200 and an error.",
        Answer(REGISTER, status(200), when=all_of(REFUSED, _has_no_name)),
    ),
    Defect(
        "token-is-no-jwt",
        "TS1-03.1",
        "An access token is random characters.",
        Answer(TOKEN, becomes("data.access_token", "tok_4f1c0e9a7e2d7f5b1c9a10"), when=SUCCESS),
    ),
    Defect(
        "token-without-signature",
        "TS1-03.1",
        "An access token lacks its third part.",
        Answer(
            TOKEN,
            altered("data.access_token", lambda token: token.rpartition(".")[0]),
            when=SUCCESS,
        ),
    ),
    Defect(
        "token-has-expired-already",
        "TS1-03.1",
        "An access token has expired when it is given.",
        _claims(_later(-7200)),
    ),
    Defect(
        "token-expires-in-milliseconds",
        "TS1-03.1",
        "The expiry within a token is in milliseconds.",
        _claims(lambda claims: claims.update(exp=claims["exp"] * 1000)),
    ),
    Defect(
        "token-never-expires",
        "TS1-03.1",
        "A token does not say when it expires.",
        Answer(
            TOKEN,
            computed("data.access_token", lambda _: jwt.encode({"sub": "agent"}, "0" * 32)),
            when=SUCCESS,
        ),
    ),
    Defect(
        "token-expires-sooner-than-told",
        "TS1-03.1",
        "A token expires two minutes before the time that is told with it.",
        _claims(_later(-120)),
    ),
    Defect(
        "lifetime-in-milliseconds",
        "TS1-03.1",
        "The lifetime of a token is told in milliseconds.",
        Answer(TOKEN, altered(_EXPIRY, lambda seconds: seconds * 1000), when=SUCCESS),
    ),
    Defect(
        "lifetime-is-a-moment",
        "TS1-03.1",
        "The lifetime of a token is told as the second in which it ends.",
        Answer(TOKEN, altered(_EXPIRY, lambda rest: rest + int(time.time())), when=SUCCESS),
    ),
    Defect(
        "lifetime-is-a-text",
        "TS1-03.1",
        'The lifetime of a token is the text "3600".',
        Answer(TOKEN, altered(_EXPIRY, str), when=SUCCESS),
    ),
    Defect(
        "token-type-in-small-letters",
        "TS1-03.1",
        "The type of a token is bearer, in small letters.",
        Answer(TOKEN, becomes("data.token_type", "bearer"), when=SUCCESS),
    ),
    Defect(
        "token-with-201",
        "TS1-03.1",
        "A token is given with 201.",
        Answer(TOKEN, status(201), when=SUCCESS),
    ),
    Defect(
        "no-permissions",
        "TS1-03.2",
        "A token comes without any permission.",
        Answer(TOKEN, becomes(_PERMISSIONS, []), when=SUCCESS),
    ),
    Defect(
        "permissions-in-one-text",
        "TS1-03.2",
        "The permissions are one text, with spaces in between.",
        Answer(TOKEN, altered(_PERMISSIONS, " ".join), when=SUCCESS),
    ),
    Defect(
        "permissions-are-objects",
        "TS1-03.2",
        "The permissions are objects with a name.",
        Answer(TOKEN, altered(f"{_PERMISSIONS}[*]", lambda name: {"name": name}), when=SUCCESS),
    ),
    Defect(
        "permission-to-buy-is-missing",
        "TS1-03.2",
        "The permission to buy sessions is missing.",
        Answer(
            TOKEN,
            altered(_PERMISSIONS, lambda names: [n for n in names if n != "sessions:write"]),
            when=SUCCESS,
        ),
    ),
    Defect(
        "a-permission-is-empty",
        "TS1-03.2",
        "The last permission is empty.",
        Answer(TOKEN, altered(_PERMISSIONS, lambda names: [*names, ""]), when=SUCCESS),
    ),
    Defect(
        "secret-is-not-checked",
        "TS1-03.3",
        "Any secret will do.",
        _known_by("key_hash = ?", _key_hash),
    ),
    Defect(
        "secret-of-anybody",
        "TS1-03.3",
        "The secret of another agent will do.",
        _known_by(
            "key_hash = ? AND EXISTS (SELECT 1 FROM nexalayer_account WHERE secret_hash = ?)",
            _key_hash,
            _secret_hash,
        ),
    ),
    Defect(
        "end-of-secret-is-not-checked",
        "TS1-03.3",
        "Of a secret, the first 60 characters are compared.",
        Patch("sandbox.nexalayer.store:_hash", _cut_secrets),
    ),
    Defect(
        "wrong-secret-403",
        "TS1-03.3",
        "A wrong secret is refused with 403.",
        Answer(TOKEN, status(403), when=REFUSED),
    ),
    Defect(
        "wrong-secret-has-expired",
        "TS1-03.3",
        "A wrong secret is refused as an expired token.",
        Answer(TOKEN, refused(401, "AUTH_EXPIRED_TOKEN"), when=REFUSED),
    ),
    Defect(
        "wrong-secret-400",
        "TS1-03.3",
        "A wrong secret is refused as an invalid request.",
        Answer(TOKEN, refused(400, "INVALID_REQUEST"), when=REFUSED),
    ),
    Defect(
        "account-without-id",
        "TS1-04.1",
        "The account does not tell its ID.",
        Answer(ACCOUNT, without("data.agent_id")),
    ),
    Defect(
        "account-with-empty-status",
        "TS1-04.1",
        "The status of an account is null.",
        Answer(ACCOUNT, becomes("data.status", None)),
    ),
    Defect(
        "account-without-limit",
        "TS1-04.1",
        "The account does not tell its rate limit.",
        Answer(ACCOUNT, without("data.rate_limit")),
    ),
    Defect(
        "account-without-mode",
        "TS1-04.1",
        "The account does not tell how the request proved itself.",
        Answer(ACCOUNT, without("data.auth_mode")),
    ),
    Defect(
        "new-key-opens-nothing",
        "TS1-04.1",
        "The key that was given opens no account.",
        Answer(ACCOUNT, refused(401, "AUTH_INVALID_KEY"), when=_has_key),
    ),
    Defect(
        "account-of-the-first-agent",
        "TS1-04.1",
        "Every agent sees the account of the first that asked.",
        Answer(ACCOUNT, first_ever("data"), when=SUCCESS),
    ),
    Defect(
        "token-opens-nothing",
        "TS1-04.2",
        "A token is refused.",
        Answer(ACCOUNT, refused(401, "AUTH_EXPIRED_TOKEN"), when=_has_token),
    ),
    Defect(
        "token-shows-another-id",
        "TS1-04.2",
        "With a token, the ID of the account has no prefix.",
        Answer(
            ACCOUNT,
            altered("data.agent_id", lambda id: id.removeprefix("agent_")),
            when=_has_token,
        ),
    ),
    Defect(
        "token-opens-the-newest-account",
        "TS1-04.2",
        "A token opens the account that was registered last.",
        kept_in_store("account", _of_the_newest),
    ),
    Defect(
        "token-opens-without-data",
        "TS1-04.2",
        "With a token, the account is empty.",
        Answer(ACCOUNT, becomes("data", {}), when=_has_token),
    ),
    Defect(
        "no-key-403",
        "TS1-04.3",
        "A request without a key is refused with 403.",
        Answer(ACCOUNT, status(403), when=_REFUSED_NOBODY),
    ),
    Defect(
        "no-key-is-a-guest",
        "TS1-04.3",
        "A request without a key sees the account of a guest.",
        Answer(ACCOUNT, succeeded(200, _SOMEBODY), when=_REFUSED_NOBODY),
    ),
    Defect(
        "no-key-without-a-body",
        "TS1-04.3",
        "The refusal of a request without a key says nothing.",
        Answer(ACCOUNT, exactly({}), when=_REFUSED_NOBODY),
    ),
    Defect(
        "wrong-key-404",
        "TS1-04.3",
        "A wrong key answers that there is no such account.",
        Answer(ACCOUNT, refused(404, "ACCOUNT_NOT_FOUND"), when=_REFUSED_KEY),
    ),
    Defect(
        "wrong-key-with-another-code",
        "TS1-04.3",
        "A wrong key is refused with the code UNAUTHORIZED.",
        Answer(ACCOUNT, becomes("error.code", "UNAUTHORIZED"), when=_REFUSED_KEY),
    ),
    Defect(
        "wrong-key-is-shown-an-account",
        "TS1-04.3",
        "The refusal of a wrong key shows an account.",
        Answer(ACCOUNT, becomes("data", _SOMEBODY), when=_REFUSED_KEY),
    ),
    Defect(
        "longer-key-opens-the-account",
        "TS1-04.3",
        "A key with a character more behind it opens the account.",
        kept_in_store("account_of_key", _cut_keys),
    ),
    Defect(
        "malformed-token-breaks-the-server",
        "TS1-04.3",
        "A token that is none breaks the server.",
        Answer(ACCOUNT, BROKEN, when=_REFUSED_TOKEN),
    ),
    Defect(
        "malformed-token-400",
        "TS1-04.3",
        "A token that is none is an invalid request.",
        Answer(ACCOUNT, refused(400, "INVALID_REQUEST"), when=_REFUSED_TOKEN),
    ),
    Defect(
        "malformed-token-is-a-success",
        "TS1-04.3",
        "A token that is none is refused with 401, which says that it is a success.",
        Answer(ACCOUNT, becomes("success", True), when=all_of(status_is(401), _has_token)),
    ),
    Defect(
        "signature-is-not-checked",
        "TS1-04.3",
        "A token with a broken signature opens the account that it names.",
        Patch("sandbox.nexalayer.tokens:Tokens.account_id", _unsigned),
    ),
]
