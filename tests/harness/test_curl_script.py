"""Every request as a command, in a script that runs."""

import subprocess

from requests.utils import default_headers
from werkzeug import Response

from harness import curl_script
from harness.exchange import Unanswered


def test_the_script_sends_everything_again(answer, httpserver):
    seen = []

    def keep(request):
        seen.append((request.method, request.path, request.get_data()))
        return Response("ok")

    httpserver.expect_request("/a").respond_with_handler(keep)
    httpserver.expect_request("/b").respond_with_handler(keep)
    first = answer(url=httpserver.url_for("/a"))
    second = answer(url=httpserver.url_for("/b"), method="POST", request_body=b"it's\n# x")
    script = curl_script.of([first, second])
    subprocess.run(["sh", "-e"], input=script, text=True, check=True, capture_output=True)
    assert seen == [("GET", "/a", b""), ("POST", "/b", b"it's\n# x")]


def test_each_request_is_told_with_its_outcome_and_repeats_once(answer):
    new, done = answer(b"new"), answer(b"done", 201)
    refused = Unanswered(
        "GET", "http://api.test/b", default_headers(), b"", 0.0, 0.0, "connection\nrefused"
    )
    head, *commands = curl_script.of([new, new, done, refused]).split("\n\n")
    assert head.startswith("# Every request of this scenario")
    assert commands == [
        "# GET http://api.test/jobs/1 → 200 OK in 12 ms; "
        "sent 3 times, the last: GET http://api.test/jobs/1 → 201 Created in 12 ms\n"
        "curl -i http://api.test/jobs/1",
        "# GET http://api.test/b got no answer: connection refused\ncurl -i http://api.test/b\n",
    ]
