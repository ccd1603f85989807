"""The files that Allure's own library writes: results and attachments, secrets masked."""

import json
import os
import uuid
from pathlib import Path
from typing import Any

from allure_commons import hookimpl
from allure_commons.logger import AllureFileLogger
from attr import asdict

from harness.masking.outlet import OUTLET

# Characters that an attachment may have: what nobody reads makes the page slow to open. What a
# viewer reads as a whole, such as an exchange whose bodies are cut already, may have more.
_LONGEST = 100_000
_LONGEST_WHOLE = 400_000
_PAGES = {".html", ".htm"}
_WHOLE = {*_PAGES, ".json", ".svg"}


class AllureFiles(AllureFileLogger):
    """Writes results and attachments into a folder; long attachments are cut, and say where."""

    def _report_item(self, item: Any) -> None:  # noqa: ANN401
        data = asdict(item, filter=lambda _, value: value or value is False)
        name = item.file_pattern.format(prefix=uuid.uuid4())
        OUTLET.write(self._report_dir / name, json.dumps(data, ensure_ascii=False))

    @hookimpl
    def report_attached_file(self, source: str, file_name: str) -> None:
        """Write an attachment that is a file."""
        self.report_attached_data(Path(source).read_bytes(), file_name)

    @hookimpl
    def report_attached_data(self, body: str | bytes, file_name: str) -> None:
        """Write an attachment, which no other may share: Allure's page shows a file once only."""
        file = os.path.join(self._report_dir, file_name)
        OUTLET.write(file, _bounded(OUTLET.masked(body), os.path.splitext(file_name)[1]))


def _bounded(content: bytes, suffix: str) -> bytes:
    """A content of bounded length; it is masked, for of half a secret nobody knows it is one.

    What is no text, such as an image, stays whole, since no part of it could be shown.
    """
    most = _LONGEST_WHOLE if suffix in _WHOLE else _LONGEST
    # No text of more characters has fewer bytes.
    if len(content) <= most:
        return content
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content
    if len(text) <= most:
        return content
    said = f"... cut here, after {most} of {len(text)} characters"
    return f"{text[:most]}\n{f'<p>{said}</p>' if suffix in _PAGES else said}".encode()
