"""The targets of the tests, which name the example API in all the ways that a target can."""

import tomllib
from pathlib import Path

_TEXT = Path(__file__).with_name("target.toml").read_text("utf-8")
_APIS = tomllib.loads(_TEXT)["apis"]
CLIENT_SECRET: str = _APIS["guarded"]["credentials"]["client_secret"]["value"]
SIGNING_KEY: str = _APIS["signed"]["credentials"]["signing_key"]["value"]
SIGNING_SECRET: str = _APIS["example"]["values"]["secret"]


def one_api(server: str, name: str = "example") -> str:
    """A target's API without anything particular, as TOML."""
    return (
        f'[apis.{name}]\nbase_url = "{server}"\n'
        "poll_interval_seconds = 0.01\npoll_limit_seconds = 1.5\n"
        "stream.limit_seconds = 1.5\n"
    )


def every_api(server: str) -> str:
    """The target of target.toml."""
    return _TEXT.replace("{server}", server)
