"""The four ways in which a step can end other than well."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.exchange import Unanswered


class Failure(AssertionError):
    """The system under test did not do what the step says: its message is the whole report."""


class NoAnswer(AssertionError):
    """A request got no HTTP response at all: refused, reset, timed out, not trusted.

    `request` is evidence of it, where there is some.
    """

    def __init__(self, message: str, request: "Unanswered | None" = None) -> None:
        super().__init__(message)
        self.request = request


class AuthorError(AssertionError):
    """The feature file is wrong: broken JSON, a path that does not parse, an unknown name.

    An AssertionError like the other two, because behave prints the bare message of these and
    a stack trace for everything else.
    """


class Unavailable(Exception):
    """The target cannot offer what the scenario needs; the message is the reason to skip."""
