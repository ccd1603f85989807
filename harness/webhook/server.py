"""The HTTP server behind the inboxes."""

import threading
from collections.abc import Callable

from requests.structures import CaseInsensitiveDict
from werkzeug import Request, Response
from werkzeug.serving import WSGIRequestHandler, make_server

from harness.problem import Unavailable
from harness.webhook.inbox import Received

Receive = Callable[[str, Received], int]
"""Takes a raw path with its query and what came to it; the status to answer."""


class Server:
    """Listens, and hands on whatever comes.

    Raises Unavailable when it cannot listen there.
    """

    def __init__(self, host: str, port: int, receive: Receive) -> None:
        @Request.application
        def answer(request: Request) -> Response:
            headers = CaseInsensitiveDict(request.headers.items())
            received = Received(request.method, headers, request.get_data())
            return Response(status=receive(str(request.environ["REQUEST_URI"]), received))

        try:
            self._server = make_server(host, port, answer, threaded=True, request_handler=_Silent)
        except (OSError, SystemExit):
            raise Unavailable(f"webhook_inbox: cannot listen on {host} port {port}") from None
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no longer."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Silent(WSGIRequestHandler):
    """Logs nothing: the report has every delivery."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Keep quiet."""
