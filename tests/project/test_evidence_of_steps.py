"""What hangs on the steps of the report, also when an act ends before its end."""

import json
import socket
import threading
from contextlib import suppress

import pytest

API = '  Given the API "example"\n'
THINGS = """
[apis.example.resources.thing]
created_by = "POST /things"
id = "$.id"
ended_by = "DELETE /things/{id}"
"""
EXCHANGE = '{"start": '


@pytest.fixture
def silent_port():
    """A port at which nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def fleeting_server():
    """A server that answers its first request, and hangs up on the next."""

    def serve():
        with suppress(OSError):
            for answer in (b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", b""):
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def exchanges(project):
    """The exchanges in the report: step, name, status of the answer or why there is none."""
    found = []
    for step, name, text in project.attachments():
        if text.startswith(EXCHANGE):
            shown = json.loads(text)
            found.append((step, name.partition(" in ")[0], shown.get("response", {}).get("status")))
    return found


def test_every_attachment_has_a_file_of_its_own(project):
    create = '  When I POST "/items"\n    """\n    {"name": "lamp"}\n    """\n'
    project.scenarios(API + create + create, API + create)
    project.run("--jobs", "2")

    # Of those that share one, Allure's page says that all but one are missing.
    shown = [text for _, name, text in project.attachments() if name == "doc string"]
    files = (project.folder / "reports" / "allure-results").glob("*-attachment.txt")
    assert shown == ['{"name": "lamp"}'] * 3
    assert [file.read_text() for file in files].count(shown[0]) == 3


def test_each_exchange_hangs_on_the_step_that_made_it(project):
    project.scenarios(
        API + '  When I GET "/items/1"\n  And I GET "/items/2" 2 times\n'
        "  Then the response status is 200\n"
    )
    assert project.run().exit_code == 0

    assert exchanges(project) == [
        ('When I GET "/items/1"', "GET /api/items/1 → 200 OK", "200"),
        ('And I GET "/items/2" 2 times', "GET /api/items/2 → 200 OK", "200"),
        ('And I GET "/items/2" 2 times', "GET /api/items/2 → 200 OK", "200"),
    ]


def test_a_request_without_an_answer_is_evidence_as_well(project, silent_port):
    url = f"http://127.0.0.1:{silent_port}/a"
    project.scenarios(API + f'  When I GET "{url}"\n')
    assert project.run().exit_code == 1

    refused = "GET /a got no answer: Connection refused"
    assert exchanges(project) == [(f'When I GET "{url}"', refused, None)]


def polls(project):
    return [
        (step, name, text)
        for step, name, text in project.attachments()
        if name.startswith("poll: ")
    ]


def test_a_poll_shows_its_states_and_each_different_answer_once(project):
    step = 'When I poll "/states/new,new,new,done" until the field "$.state" is "done"'
    project.scenarios(API + f"  {step}\n")
    assert project.run().exit_code == 0

    ((where, name, table),) = polls(project)
    assert (where, name) == (step, "poll: reached after 4 requests")
    assert table.count("<tr>") == 3
    answer = "GET /api/states/new,new,new,done → 200 OK"
    assert exchanges(project) == [(step, answer, "200")] * 2


def test_a_poll_in_vain_shows_its_states(project):
    until = 'until the field "$.state" is "done", and fail at once if the status is 500'
    project.scenarios(API + f'  When I poll "/states/202,500" {until}\n')
    assert project.run().exit_code == 1

    ((_, name, table),) = polls(project)
    assert name == "poll: in vain after 2 requests"
    assert "500 INTERNAL SERVER ERROR" in table
    assert "at once, because that must not happen" in table


def test_a_poll_without_an_answer_shows_what_it_saw_before(project, fleeting_server):
    project.scenarios(API + f'  When I poll "{fleeting_server}/a" until the status is 200\n')
    assert project.run().exit_code == 1

    ((_, name, table),) = polls(project)
    assert name == "poll: in vain after 2 requests"
    assert "202 Accepted" in table
    assert "no answer" in table
    assert [status for _, _, status in exchanges(project)] == ["202", None]


def test_every_request_can_be_sent_again_by_hand(project, server):
    project.target(project.example_api() + THINGS)
    project.scenarios(
        API + '  When I POST "/things"\n    """\n    {"name": "a"}\n    """\n'
        '  And I GET "/items/1"\n'
    )
    assert project.run().exit_code == 0

    (script,) = [text for _, name, text in project.attachments() if name.startswith("every req")]
    commands = [line for line in script.splitlines() if line.startswith("curl ")]
    assert [command.rpartition("/api/")[2].split()[0] for command in commands] == [
        "things",
        "items/1",
        "things/a",
    ]
    assert exchanges(project)[-1] == ("Clean-up", "DELETE /api/things/a → 200 OK", "200")
