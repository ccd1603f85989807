"""The names that target files give to values, whichever of the files a run will use."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class TargetNames:
    """Names of values that a scenario can write, by API; what an account brings is among them."""

    by_api: dict[str, set[str]] = field(default_factory=dict)

    @property
    def qualified(self) -> set[str]:
        """Each name as `api.name`."""
        return {f"{api}.{name}" for api, names in self.by_api.items() for name in names}

    @property
    def bare(self) -> set[str]:
        """Each name as it is written where only one API is meant."""
        return {name for names in self.by_api.values() for name in names}


def read(files: Iterable[Path]) -> TargetNames:
    """The names in all target files among these; a file that is none, or no TOML, has none."""
    names = TargetNames()
    for file in files:
        for api, entries in _apis(file).items():
            account = entries.get("account", {})
            found = [entries.get("values", {}), entries.get("credentials", {})]
            found.append(account.get("remember", {}))
            names.by_api.setdefault(api, set()).update(name for each in found for name in each)
    return names


def _apis(file: Path) -> dict[str, dict[str, Any]]:
    try:
        apis = tomllib.loads(file.read_text("utf-8")).get("apis", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
    return {name: entries for name, entries in apis.items() if isinstance(entries, dict)}
