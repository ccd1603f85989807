"""What `{{name}}` stands for: remembered values, the target's values, generated ones."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches

from harness import generated
from harness.problem import AuthorError

NAME = re.compile(r"\{\{([^{}]+)\}\}")
_JSON_STRING_OR_NAME = re.compile(r'("(?:[^"\\]|\\.)*")|\{\{([^{}]+)\}\}', re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_ABSENT = object()


def as_text(value: object) -> str:
    """A value as it is written inside a text: strings bare, everything else as JSON.

    10.0 is written 10, because JSON has one kind of number.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class Memory:
    """The named values of one scenario.

    Names are looked up among the parameters of the phrase that is running, then among the
    values that the scenario remembers, then among the target's; what is left may be the name
    of a generator. `{{name.key}}` and `{{name[0]}}` look into a remembered JSON value.
    `{{each name}}` stands for one element of a remembered list per request.
    """

    def __init__(self, target_values: Mapping[str, object]) -> None:
        self.target_values = target_values
        self._remembered: dict[str, object] = {}
        self._parameters: list[Mapping[str, object]] = []

    def remember(self, name: str, value: object) -> None:
        """Keep a value under a name, in place of an earlier one."""
        if not name.strip() or NAME.search(name) or name.startswith("each "):
            raise AuthorError(f'"{name}" cannot be the name of a value')
        self._remembered[name] = value

    @contextmanager
    def parameters(self, values: Mapping[str, object]) -> Iterator[None]:
        """While a phrase runs, its parameters hide other values of the same names."""
        self._parameters.append(values)
        try:
            yield
        finally:
            self._parameters.pop()

    def value(self, name: str, index: int | None = None) -> object:
        """The value behind a name, with its type; `index` picks the element of `each`."""
        name = name.strip()
        if name.startswith("each "):
            return self._element(name.removeprefix("each "), index)
        value = self._stored(name)
        if value is _ABSENT:
            value = generated.generate(name, self._number)
        if value is None and self._stored(name) is _ABSENT:
            raise AuthorError(self._unknown(name))
        return value

    def text(
        self,
        template: str,
        index: int | None = None,
        encode: Callable[[str], str] = str,
    ) -> str:
        """A text with each `{{name}}` replaced; `encode` escapes what is put in."""
        return NAME.sub(lambda found: encode(as_text(self.value(found[1], index))), template)

    def json(self, template: str, index: int | None = None) -> object:
        """A JSON document with its names replaced, parsed.

        Inside quotes a name stands for text, without quotes for the value with its JSON type.
        Raises AuthorError with line and column when the result is not JSON.
        """

        def put_in(found: re.Match[str]) -> str:
            if found[2]:
                return json.dumps(self.value(found[2], index))
            return self.text(found[1], index, lambda text: json.dumps(text)[1:-1])

        try:
            return json.loads(_JSON_STRING_OR_NAME.sub(put_in, template))
        except json.JSONDecodeError as error:
            raise AuthorError(
                f"the doc string is not JSON: {error.msg} at its line {error.lineno}, "
                f"column {error.colno}"
            ) from None

    def length_of_each(self, *templates: str) -> int | None:
        """How many elements the lists behind `{{each ...}}` have; None when there is no `each`."""
        names = [
            name.strip().removeprefix("each ")
            for template in templates
            for name in NAME.findall(template)
            if name.strip().startswith("each ")
        ]
        lengths = {name: len(self._list(name)) for name in names}
        if len(set(lengths.values())) > 1:
            raise AuthorError(f"the lists have different lengths: {lengths}")
        return next(iter(lengths.values()), None)

    def _element(self, name: str, index: int | None) -> object:
        if index is None:
            raise AuthorError(
                f"{{{{each {name}}}}} can stand in a request, or in a check of every response"
            )
        elements = self._list(name)
        if index >= len(elements):
            raise AuthorError(f'"{name}" has {len(elements)} elements, there is no {index + 1}th')
        return elements[index]

    def _list(self, name: str) -> list[object]:
        value = self.value(name)
        if not isinstance(value, list):
            raise AuthorError(f'"{name}" is no list: each element of it cannot be used')
        return value

    def _number(self, written: str) -> int:
        value = int(written) if written.isdigit() else self.value(written)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise AuthorError(f'"{written}" is no length')
        return value

    def _stored(self, name: str) -> object:
        for values in (*self._parameters[-1:], self._remembered, self.target_values):
            if name in values:
                return values[name]
            head = re.split(r"[.\[]", name, maxsplit=1)[0]
            if head in values and head != name:
                return self._inside(values[head], name, name[len(head) :])
        return _ABSENT

    def _inside(self, value: object, name: str, path: str) -> object:
        for step in _STEP.finditer(path):
            key: str | int = int(step[2]) if step[2] else step[1]
            try:
                value = value[key]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                raise AuthorError(f"{{{{{name}}}}}: there is no {step[0]} in it") from None
        return value

    def _unknown(self, name: str) -> str:
        own = sorted({*(self._parameters[-1] if self._parameters else ()), *self._remembered})
        near = get_close_matches(name, [*own, *self.target_values, *generated.NAMES], n=1)
        return (
            f"there is no value named {{{{{name}}}}}"
            + (f", do you mean {{{{{near[0]}}}}}?" if near else ".")
            + f" Remembered: {', '.join(own) or 'none'}."
            + f" From the target: {', '.join(_qualified(self.target_values)) or 'none'}."
            + f" Generated: {', '.join(generated.NAMES)}."
        )


def _qualified(values: Mapping[str, object]) -> list[str]:
    """The names of values, those of an API as `api.name`."""
    return sorted(
        name
        for key, value in values.items()
        for name in ([f"{key}.{inner}" for inner in value] if isinstance(value, dict) else [key])
    )
