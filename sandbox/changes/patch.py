"""A change of behaviour: one function, method or constant of the sandbox is another."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Patch:
    """Puts another thing where `target` says, such as "sandbox.timmy.store:Store.pay".

    `replacement` is given what was there. A name that a module has imported from another one has
    to be replaced where it is used.
    """

    target: str
    replacement: Callable[[Any], Any]

    def apply(self) -> None:
        """Replace it, for as long as this process lives; raises AttributeError without such."""
        module, _, path = self.target.partition(":")
        *owners, name = path.split(".")
        owner: Any = importlib.import_module(module)
        for each in owners:
            owner = getattr(owner, each)
        setattr(owner, name, self.replacement(getattr(owner, name)))


def constant(target: str, value: object) -> Patch:
    """Another value for a constant."""
    return Patch(target, lambda _: value)
