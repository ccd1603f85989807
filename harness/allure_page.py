"""What becomes of the page that Allure makes, before it is published."""

import base64
import gzip
import json
import re
from collections.abc import Callable, Iterator

Mask = Callable[[bytes], bytes]
"""Makes of a file what may be published of it."""

# The page asks a statistics service for a script; a report that may be published does not.
_TRACKER = re.compile(
    r'<script[^>]*src="https://www\.googletagmanager\.com[^>]*></script>\s*<script>.*?</script>',
    re.DOTALL,
)
# The page knows nothing of the others, and has no setting for a link to them.
_WAY_BACK = """<a href="index.html" style="position:fixed;left:0;bottom:0;z-index:9;\
padding:4px 10px;border-radius:0 6px 0 0;background:#1f55a0;color:#fff;\
font:13px system-ui,sans-serif;text-decoration:none">← Summary</a>
"""
_DATA = re.compile(r"<script defer>\s*Promise\.allSettled\(\[(d\(.*?)\]\).*?</script>", re.DOTALL)
_FILE = re.compile(r'd\(("[^"]*"),"([^"]*)"\)')
# The page takes its files from `allureReportData`, each in base64, once it is told that they are
# there. A file is a text of bytes here, which is what `btoa` takes.
_UNPACKING = """<script data-files>
      (async () => {
        const packed = Uint8Array.from(atob("%s"), (sign) => sign.charCodeAt(0));
        const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
        for (const [name, file] of Object.entries(await new Response(unpacked).json())) {
          Object.defineProperty(window.allureReportData, name, { get: () => btoa(file) });
        }
        window.allureReportDataReady = true;
      })();
    </script>"""
_PACKED_FILES = re.compile(rb'<script data-files>.*?atob\("([^"]+)"\)', re.DOTALL)


def finished(page: str, mask: Mask) -> str:
    """The page as it is published: it asks nobody for anything, leads back, and is small.

    `mask` hides the secrets in the files of the page; once they are packed, nobody sees them.
    """
    page = _TRACKER.sub("", page, count=1)
    page = _DATA.sub(lambda data: _packed(data[1], mask), page, count=1)
    before, end, after = page.rpartition("</body>")
    return before + _WAY_BACK + end + after if end else page + _WAY_BACK


def _packed(data: str, mask: Mask) -> str:
    files = {
        json.loads(name): mask(base64.b64decode(coded)).decode("latin-1")
        for name, coded in _FILE.findall(data)
    }
    # The same results make the same page.
    packed = gzip.compress(json.dumps(files, ensure_ascii=False).encode(), mtime=0)
    return _UNPACKING % base64.b64encode(packed).decode()


def files_in(page: bytes) -> Iterator[bytes]:
    """The files that are packed in a page; none for a page of another kind."""
    for packed in _PACKED_FILES.findall(page):
        files = json.loads(gzip.decompress(base64.b64decode(packed)))
        yield from (file.encode("latin-1") for file in files.values())
