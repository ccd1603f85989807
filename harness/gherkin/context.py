"""behave's context, in which setting an attribute costs next to nothing."""

import sys

from behave.runner import Context

_OF_EACH_STEP = ("text", "table")


class LeanContext(Context):
    """Notes who has set an attribute from the caller's frame.

    behave takes a whole stack trace for it. It sets two attributes itself at every step, which
    nobody can take for another's.
    """

    def __setattr__(self, attr: str, value: object) -> None:
        if attr in _OF_EACH_STEP:
            self._stack[0][attr] = value
            return
        hides_another = any(attr in layer for layer in self.__dict__.get("_stack", ())[1:])
        if attr.startswith("_") or hides_another:
            super().__setattr__(attr, value)
            return
        caller = sys._getframe(1)
        place = caller.f_code
        # What behave would keep of the trace: file, line, code and function.
        self._record[attr] = (place.co_filename, caller.f_lineno, "", place.co_name)
        self._stack[0][attr] = value
        self._origin.setdefault(attr, self._mode)
