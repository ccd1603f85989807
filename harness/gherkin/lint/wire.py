"""Words of the protocol in scenarios that people read who do not know it.

A scenario of a planned API that is tagged @wire, by itself or by its feature, promises something of
the protocol: a status, a header, a body, an answer to a request as it is sent. Any other one is
read by stakeholders too, and tells what happens in phrases. What its answers hold, field by field,
is their language as well.
"""

import re
from collections.abc import Iterator

from behave.model import Step

from harness.gherkin.lint.project import Project, api_of, is_phrase, place

_WIRE = "wire"
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_WORDS = re.compile(
    r"\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|poll|status|headers?|body|response text|"
    r"query parameters?|form|bearer token|password|cookies?|redirects?)\b"
)


def spoken(project: Project) -> Iterator[str]:
    """A step in words of the protocol, in a scenario that is not tagged @wire."""
    for feature in project.features:
        for scenario in feature.walk_scenarios():
            if api_of(scenario) in project.plans and _WIRE not in scenario.effective_tags:
                for step in scenario.all_steps:
                    yield from _spoken_in(step, project)


def _spoken_in(step: Step, project: Project) -> Iterator[str]:
    word = _WORDS.search(_QUOTED.sub("", step.name))
    if word and not any(is_phrase(each) for each in project.sentences_of(step)):
        yield (
            f'{place(step)}: "{word[1]}" is a word of the protocol: say it in a phrase, '
            "or tag the scenario @wire if it is what is promised"
        )
