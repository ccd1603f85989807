"""A curl command line, as a browser's developer tools copy it, or as documentation shows it."""

import argparse
import re
import shlex
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote_plus

from harness.drafting.body import set_body
from harness.drafting.drafted import DraftedRequest, Pairs, Unreadable

_CONTINUED = re.compile(r"[\\^]\r?\n")
# What Bash calls ANSI-C quoting; browsers use it for texts with unusual signs.
_ANSI_C = re.compile(r"\$'((?:[^'\\]|\\.)*)'")
_WITHOUT_VALUE = (
    "-s --silent -S --show-error -i --include -v --verbose -k --insecure -f --fail -N --no-buffer "
    "-g --globoff --compressed --http1.1 --http2 --fail-with-body --path-as-is"
).split()
_WITH_VALUE = "-o --output -w --write-out -m --max-time --connect-timeout --retry".split()


def read(line: str) -> DraftedRequest:
    """The request that a curl line would send; raises Unreadable."""
    asked = _parser().parse_args(_words(line))
    request = DraftedRequest(_method(asked), asked.url or asked.address or "")
    request.headers, request.withheld = _headers(asked), _withheld(asked)
    request.user, _, request.password = asked.user.partition(":")
    request.follows_redirects = asked.location
    for each in asked.form:
        _add_part(request, each)
    if request.form and not request.files:
        request.headers.append(("Content-Type", "multipart/form-data"))
    if asked.get and asked.data:
        request.url += ("&" if "?" in request.url else "?") + "&".join(_data(asked.data))
    elif asked.json is not None or asked.data:
        if not _has_content_type(request.headers):
            form = "application/x-www-form-urlencoded"
            media_type = "application/json" if asked.json is not None else form
            request.headers.append(("Content-Type", media_type))
        set_body(request, asked.json if asked.json is not None else "&".join(_data(asked.data)))
    return request


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Unreadable(f"this curl line cannot be read: {message}")


class _Data(argparse.Action):
    """Keeps data options in the order of the line, with what each does to its value."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Keep one."""
        namespace.data = [*namespace.data, (option_string, str(values))]


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="curl", add_help=False, allow_abbrev=False)
    parser.add_argument("address", nargs="?")
    parser.add_argument("--url")
    parser.add_argument("-X", "--request", default="")
    parser.add_argument("-H", "--header", action="append", default=[])
    parser.add_argument("-I", "--head", action="store_true")
    parser.add_argument("-G", "--get", action="store_true")
    parser.add_argument("-L", "--location", action="store_true")
    parser.add_argument("-u", "--user", default="")
    parser.add_argument("-A", "--user-agent", default="")
    parser.add_argument("-e", "--referer", default="")
    parser.add_argument("-b", "--cookie", default="")
    parser.add_argument("--json")
    parser.add_argument("-F", "--form", action="append", default=[])
    data = "-d --data --data-ascii --data-raw --data-binary --data-urlencode".split()
    parser.add_argument(*data, action=_Data, default=[], dest="data")
    for option in _WITHOUT_VALUE:
        parser.add_argument(option, action="store_true")
    for option in _WITH_VALUE:
        parser.add_argument(option)
    return parser


def _words(line: str) -> list[str]:
    plain = _ANSI_C.sub(_unquoted, _CONTINUED.sub(" ", line.strip()))
    try:
        words = shlex.split(plain)
    except ValueError as error:
        raise Unreadable(f"this curl line cannot be read: {error}") from None
    return words[1:] if words[:1] == ["curl"] else words


def _unquoted(quoted: re.Match[str]) -> str:
    return shlex.quote(quoted[1].encode("latin-1", "backslashreplace").decode("unicode_escape"))


def _method(asked: argparse.Namespace) -> str:
    if asked.request:
        return str(asked.request).upper()
    if asked.head:
        return "HEAD"
    sends = asked.form or asked.json is not None or (asked.data and not asked.get)
    return "POST" if sends else "GET"


def _headers(asked: argparse.Namespace) -> Pairs:
    headers = []
    for header in asked.header:
        name, sign, value = header.partition(":" if ":" in header else ";")
        if not sign or (sign == ";" and value):
            raise Unreadable(f'this curl line cannot be read: "{header}" is no header')
        if not _is_withheld(header):
            headers.append((name.strip(), value.strip()))
    own = (("User-Agent", asked.user_agent), ("Referer", asked.referer), ("Cookie", asked.cookie))
    return headers + [(name, value) for name, value in own if value]


def _withheld(asked: argparse.Namespace) -> list[str]:
    return [header.strip()[:-1] for header in asked.header if _is_withheld(header)]


def _is_withheld(header: str) -> bool:
    """`Name:` has curl leave out a header; an empty one is `Name;`."""
    return header.strip().endswith(":") and header.count(":") == 1


def _has_content_type(headers: Pairs) -> bool:
    return any(name.lower() == "content-type" for name, _ in headers)


def _data(given: Pairs) -> list[str]:
    return [_datum(option, value) for option, value in given]


def _datum(option: str, value: str) -> str:
    if option == "--data-urlencode":
        name, sign, text = value.partition("=")
        return f"{name}={quote_plus(text)}" if sign else quote_plus(value)
    if value.startswith("@") and option != "--data-raw":
        return _content(value[1:])
    return value


def _content(file: str) -> str:
    try:
        return Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"the body of this curl line cannot be read: {file}: {error}") from None


def _add_part(request: DraftedRequest, part: str) -> None:
    name, _, value = part.partition("=")
    if value.startswith("@"):
        request.files.append((name, value[1:].partition(";")[0]))
    else:
        request.form.append((name, value))
