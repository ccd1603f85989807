"""What `{{name}}` stands for: remembered values, the target's values, generated ones."""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches

from harness import generated
from harness.problem import AuthorError

NAME = re.compile(r"\{\{([^{}]+)\}\}")
_JSON_STRING_OR_NAME = re.compile(r'("(?:[^"\\]|\\.)*")|\{\{([^{}]+)\}\}', re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\*\]")
_STEPS = re.compile(rf"(?:{_STEP.pattern})+")
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
_ABSENT = object()

Generate = Callable[[str, Callable[[str], int], int | None], object | None]
"""Makes the value of a generator, given what reads a length and the place in the act."""


def as_text(value: object) -> str:
    """A value as it is written inside a text: strings bare, everything else as JSON.

    10.0 is written 10, because JSON has one kind of number.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _generated(name: str, number_named: Callable[[str], int], index: int | None) -> object | None:
    return generated.generate(name, number_named)


class Memory:
    """The named values of one scenario.

    Names are looked up among the parameters of the phrase that is running, then among the
    values that the scenario remembers, then among the target's; what is left may be the name
    of a generator. `{{name.key}}` and `{{name[0]}}` look into a remembered JSON value, and
    `{{name[*].key}}` is the list of what is in each of its elements.
    `{{each name}}` stands for one element of a remembered list per request, `{{each name.key}}`
    for what is in it.
    """

    def __init__(
        self, target_values: Mapping[str, object], generate: Generate = _generated
    ) -> None:
        self.target_values = target_values
        self._generate = generate
        self._remembered: dict[str, object] = {}
        self._parameters: list[Mapping[str, object]] = []
        self._noted: list[dict[str, object]] = []

    def remember(self, name: str, value: object) -> None:
        """Keep a value under a name, in place of an earlier one.

        The name may hold a phrase's parameters. Raises AuthorError for a name with which
        `{{name}}` could not find it again.
        """
        has_parameter = self._parameters and NAME.search(name)
        kept = (self.text(name) if has_parameter else name).strip()
        if not kept or "{" in kept or "}" in kept or kept.startswith("each "):
            raise AuthorError(f'"{name}" cannot be the name of a value')
        self._remembered[kept] = value
        for noted in self._noted:
            noted[kept] = value

    @contextmanager
    def noting(self) -> Iterator[dict[str, object]]:
        """What is remembered meanwhile."""
        noted: dict[str, object] = {}
        self._noted.append(noted)
        try:
            yield noted
        finally:
            self._noted.pop()

    @contextmanager
    def parameters(self, values: Mapping[str, object]) -> Iterator[None]:
        """While a phrase runs, its parameters hide other values of the same names."""
        self._parameters.append(values)
        try:
            yield
        finally:
            self._parameters.pop()

    def value(self, name: str, index: int | None = None) -> object:
        """The value behind a name, with its type; `index` picks the element of `each`.

        Raises AuthorError when there is none.
        """
        name = name.strip()
        if name.startswith("each "):
            return self._element(name.removeprefix("each "), index)
        stored = self._stored(name)
        if stored is not _ABSENT:
            return stored
        made = self._generate(name, self._number, index)
        if made is None:
            raise AuthorError(self._unknown(name))
        return made

    def text(
        self,
        template: str,
        index: int | None = None,
        encode: Callable[[str], str] = str,
    ) -> str:
        """A text with each `{{name}}` replaced; `encode` escapes what is put in."""
        return NAME.sub(lambda found: encode(as_text(self.value(found[1], index))), template)

    def json(
        self, template: str, index: int | None = None, called: str = "the doc string"
    ) -> object:
        """A JSON document with its names replaced, parsed.

        Inside quotes a name stands for text, without quotes for the value with its JSON type.
        Raises AuthorError when the result is not JSON, with the line and column of the template;
        `called` says there what it is.
        """

        def put_in(found: re.Match[str]) -> str:
            if found[2]:
                return json.dumps(self.value(found[2], index))
            return self.text(found[1], index, lambda text: json.dumps(text)[1:-1])

        document = _JSON_STRING_OR_NAME.sub(put_in, template)
        try:
            return _parsed(document)
        except ValueError as error:
            raise AuthorError(f"{called} is not JSON: {json_problem(template) or error}") from None

    def length_of_each(self, *templates: str) -> int | None:
        """How many elements the lists behind `{{each ...}}` have; None when there is no `each`."""
        names = [
            name.strip().removeprefix("each ")
            for template in templates
            for name in NAME.findall(template)
            if name.strip().startswith("each ")
        ]
        lengths = {name: len(self._elements(name)[0]) for name in names}
        if len(set(lengths.values())) > 1:
            raise AuthorError(f"the lists have different lengths: {lengths}")
        return next(iter(lengths.values()), None)

    def _element(self, name: str, index: int | None) -> object:
        if index is None:
            raise AuthorError(
                f"{{{{each {name}}}}} can stand in a request, or in a check of every response"
            )
        elements, path = self._elements(name)
        if index >= len(elements):
            raise AuthorError(
                f'"{name}" has {len(elements)} elements, there is no {_ordinal(index + 1)}'
            )
        return self._inside(elements[index], f"each {name}", path) if path else elements[index]

    def _elements(self, name: str) -> tuple[list[object], str]:
        """The list behind a name, and the path into each of its elements: `runs.id`."""
        head = re.split(r"[.\[]", name, maxsplit=1)[0]
        if head != name and isinstance(self._stored(head), list):
            return self._list(head), name[len(head) :]
        return self._list(name), ""

    def _list(self, name: str) -> list[object]:
        value = self.value(name)
        if not isinstance(value, list):
            raise AuthorError(f'"{name}" is no list: each element of it cannot be used')
        return value

    def _number(self, written: str) -> int:
        value: object = None
        if written.isdecimal():
            value = int(written)
        elif any(sign.isalpha() for sign in written):
            value = self.value(written)
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
        if not _STEPS.fullmatch(path):
            raise AuthorError(
                f"{{{{{name}}}}}: {path} is no way into a value, write .key for what is in an "
                "object, [0] for what is in an array and [*] for all that is in it"
            )
        for step in _STEP.finditer(path):
            if step[0] == "[*]" and isinstance(value, list):
                rest = path[step.end() :]
                return [self._inside(item, name, rest) if rest else item for item in value]
            inner = _child(value, step)
            if inner is _ABSENT:
                start = name.removesuffix(path) + path[: step.start()]
                raise AuthorError(
                    f"{{{{{name}}}}}: there is no {step[0]} in it"
                    + _advice(f"{start}.{near}{path[step.end() :]}" for near in _near(value, step))
                )
            value = inner
        return value

    def _unknown(self, name: str) -> str:
        own = sorted({*(self._parameters[-1] if self._parameters else ()), *self._remembered})
        targets = _qualified(self.target_values)
        near = get_close_matches(name, [*own, *targets, *generated.NAMES], n=1)
        return (
            f"there is no value named {{{{{name}}}}}"
            + (_advice(near) or ".")
            + f" Remembered: {', '.join(own) or 'none'}."
            + f" From the target: {', '.join(targets) or 'none'}."
            + f" Generated: {', '.join(generated.NAMES)}."
        )


def _parsed(document: str) -> object:
    return json.loads(document, parse_constant=_refused, parse_float=_finite)


def _refused(constant: str) -> object:
    raise ValueError(f"{constant} is no number of JSON")


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{written} is too large a number")
    return number


def json_problem(template: str) -> str:
    """What is wrong with a template itself, and where; empty when its names are to blame.

    It is parsed with texts as long as the names in their place, so that the column is right.
    """

    def stand_in(found: re.Match[str]) -> str:
        if found[2]:
            return f'"{"x" * (len(found[0]) - 2)}"'
        return NAME.sub(lambda name: "x" * len(name[0]), found[0])

    try:
        _parsed(_JSON_STRING_OR_NAME.sub(stand_in, template))
    except json.JSONDecodeError as error:
        return f"{error.msg} at its line {error.lineno}, column {error.colno}"
    except ValueError as error:
        return str(error)
    return ""


def _ordinal(number: int) -> str:
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else _ORDINALS.get(number % 10, 'th')}"


def _child(value: object, step: re.Match[str]) -> object:
    """What one step of a path leads to, or _ABSENT; a text has nothing inside."""
    key, place = step.groups()
    if isinstance(value, dict) and key in value:
        return value[key]
    if isinstance(value, list) and place and int(place) < len(value):
        return value[int(place)]
    return _ABSENT


def _near(value: object, step: re.Match[str]) -> list[str]:
    keys = map(str, value) if isinstance(value, dict) else ()
    return get_close_matches(step[1] or "", list(keys), n=1)


def _advice(names: Iterable[str]) -> str:
    return "".join(f", do you mean {{{{{name}}}}}?" for name in names)


def _qualified(values: Mapping[str, object]) -> list[str]:
    """The names of values, those of an API as `api.name`."""
    return sorted(
        name
        for key, value in values.items()
        for name in ([f"{key}.{inner}" for inner in value] if isinstance(value, dict) else [key])
    )
