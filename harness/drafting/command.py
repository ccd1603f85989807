"""`python -m harness new`: the command line, and the files that it writes."""

import argparse
import os
from pathlib import Path

from harness.drafting import curl_line, har, openapi_file
from harness.drafting.drafted import DraftedRequest, Unreadable
from harness.drafting.feature import Draft, draft, name_of
from harness.masking.outlet import OUTLET

_FOLDER = Path("drafts")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be written behind `new`."""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--from-curl", metavar="LINE", help="a curl command line, in quotes")
    source.add_argument("--from-har", type=Path, metavar="FILE", help="what a browser recorded")
    source.add_argument("--from-openapi", type=Path, metavar="FILE", help="a document, in JSON")
    parser.add_argument("--operation", default="", metavar="ID", help="only this one, of OpenAPI")
    parser.add_argument("--name", default="", help="of the files in drafts/; else that of the API")


def write(asked: argparse.Namespace) -> list[str]:
    """Write the feature and its target; what to do next, line by line.

    Raises Unreadable when no draft can be made, or one of that name is there already.
    """
    requests, source = _read(asked)
    name = asked.name or name_of(requests[0])
    feature, target = _FOLDER / f"{name}.feature", _FOLDER / f"{name}.toml"
    for file in (feature, target):
        if file.exists():
            raise Unreadable(f"{file} is there already; --name gives the draft another name")
    document = os.path.relpath(asked.from_openapi, _FOLDER) if asked.from_openapi else ""
    made = draft(requests, source, document)
    _FOLDER.mkdir(exist_ok=True)
    OUTLET.write(feature, made.feature)
    OUTLET.write(target, made.target)
    return _what_next(feature, target, made)


def _read(asked: argparse.Namespace) -> tuple[list[DraftedRequest], str]:
    if asked.from_curl:
        return [curl_line.read(asked.from_curl)], "a curl line"
    if asked.from_har:
        return har.read(asked.from_har), asked.from_har.name
    return openapi_file.read(asked.from_openapi, asked.operation), asked.from_openapi.name


def _what_next(feature: Path, target: Path, made: Draft) -> list[str]:
    lines = [f"written: {feature} and {target}"]
    lines += [f"secret, to be set before a run: {variable}" for variable in made.variables]
    return [*lines, f"run it: behave -D target={target} {feature}"]
