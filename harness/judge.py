"""An AI that judges answers, over the OpenAI-compatible chat protocol, when a target names one."""

import json
import re
from dataclasses import dataclass

import requests

from harness.client import explained
from harness.problem import NoAnswer
from harness.words import shown

_TASK = (
    "You check answers of another system. Say whether the answer is meaningful, coherent and on "
    "the topic of the question. It need not be complete, and you do not judge its style. Reply "
    'with JSON only: {"coherent": true or false, "reason": "<one sentence>"}'
)

# Many models wrap JSON in a Markdown fence, whatever they are told.
_FENCE = re.compile(r"\s*```(?:json)?\s*(.*?)\s*```\s*", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Verdict:
    """The judge's word on one answer."""

    coherent: bool
    reason: str

    @property
    def word(self) -> str:
        """The verdict as a title."""
        return "coherent" if self.coherent else "not coherent"


@dataclass(frozen=True)
class Judge:
    """Where the judge is; `api_key` may be empty."""

    base_url: str
    model: str
    api_key: str
    timeout: float

    def verdict(self, question: str, answer: str) -> Verdict:
        """Ask it about one answer.

        Raises NoAnswer when the endpoint fails or says something else: a judge that cannot be
        heard neither passes nor fails the system under test.
        """
        content = f"Question:\n{question}\n\nAnswer:\n{answer}"
        messages = [{"role": "system", "content": _TASK}, {"role": "user", "content": content}]
        try:
            response = requests.post(
                f"{self.base_url.rstrip('/')}/chat/completions",
                headers={"Authorization": f"Bearer {self.api_key}"} if self.api_key else {},
                json={"model": self.model, "temperature": 0, "messages": messages},
                timeout=self.timeout,
            )
            response.raise_for_status()
            return _read(response.json()["choices"][0]["message"]["content"])
        except requests.RequestException as error:
            raise NoAnswer(f"the judge at {self.base_url} failed: {explained(error)}") from None
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise NoAnswer(
                f"the judge at {self.base_url} gave no verdict: {type(error).__name__} {error}"
            ) from None


def _read(content: str) -> Verdict:
    """The verdict in a reply; ValueError, KeyError or TypeError when there is none."""
    fenced = _FENCE.fullmatch(content)
    said = json.loads(fenced[1] if fenced else content)
    coherent = said["coherent"]
    if not isinstance(coherent, bool):
        raise ValueError(f'"coherent" is {shown(coherent)}, not true or false')
    return Verdict(coherent, str(said["reason"]))
