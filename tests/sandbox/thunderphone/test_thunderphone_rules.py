"""TC-02: what may not run: without consent, against the rules, or without the key."""

import pytest

WRONG = [
    ("consent_to_charge", ...),
    ("consent_to_charge", False),
    ("consent_to_charge", None),
    ("consent_to_charge", "true"),
    ("consent_to_charge", 1),
    ("consent_to_charge", [True]),
    ("target_type", ...),
    ("target_type", "robot"),
    ("target_type", None),
    ("target_type", 1),
    ("target_id", ...),
    ("target_id", "102"),
    ("target_id", 102.5),
    ("target_id", True),
    ("target_id", None),
    ("direction", ...),
    ("direction", "sideways"),
    ("direction", "Outbound"),
    ("target_number", "12345"),
    ("target_number", "+0123456789"),
    ("target_number", "+1202555010012345"),
    ("target_number", "+1 202 555 0100"),
    ("target_number", "+12025550100\n"),
    ("target_number", 12025550100),
    ("target_number", None),
]
WRONG_IN_A_RUN = [
    ("mode", "fax"),
    ("mode", None),
    ("scenario_prompt", 5),
    ("scenario_prompt", None),
    ("scenario_prompt", ["Book a table."]),
]
WRONG_IN_A_BATCH = [
    ("run_count", 0),
    ("run_count", 21),
    ("run_count", -1),
    ("run_count", True),
    ("run_count", "5"),
    ("run_count", 2.5),
    ("run_count", None),
    ("stagger_seconds", -1),
    ("stagger_seconds", 61),
    ("stagger_seconds", False),
    ("stagger_seconds", "1"),
    ("scenario_prompts", "Book a table."),
    ("scenario_prompts", ["Book a table.", 5]),
    ("scenario_prompts", None),
    ("name", 5),
]


def newest(tester):
    runs = tester.listed(limit=1)
    return runs[0]["id"] if runs else None


def refused(answer, *fields):
    body = answer.json()
    assert answer.status_code == 400, answer.text
    assert set(body) == set(fields)
    assert all(message and isinstance(message, str) for each in body.values() for message in each)
    return all(isinstance(messages, list) and messages for messages in body.values())


@pytest.mark.parametrize(("field", "sent"), WRONG + WRONG_IN_A_RUN)
def test_a_wrong_field_of_a_run_is_named_and_nothing_runs(tester, asked, field, sent):
    before = newest(tester)
    assert refused(tester.post("/test-calls", asked(**{field: sent})), field)
    assert newest(tester) == before


@pytest.mark.parametrize(("field", "sent"), WRONG + WRONG_IN_A_BATCH)
def test_a_wrong_field_of_a_batch_is_named_and_nothing_runs(tester, asked, field, sent):
    before = newest(tester)
    assert refused(tester.post("/test-call-batches", asked(**{field: sent})), field)
    assert newest(tester) == before


def test_all_wrong_fields_are_named_at_once(tester):
    answer = tester.post(
        "/test-call-batches", {"target_type": "robot", "run_count": 21, "stagger_seconds": -1}
    )
    assert refused(
        answer,
        "target_type",
        "target_id",
        "direction",
        "consent_to_charge",
        "run_count",
        "stagger_seconds",
    )


@pytest.mark.parametrize(
    ("field", "sent", "message"),
    [
        ("target_type", "robot", '"robot" is not a valid choice.'),
        ("target_id", ..., "This field is required."),
        ("target_id", True, "A valid integer is required."),
        ("mode", None, "This field may not be null."),
        (
            "consent_to_charge",
            False,
            "Must be true: a test call is charged at twice the normal rate.",
        ),
    ],
)
def test_the_message_says_what_is_wrong(tester, asked, field, sent, message):
    answer = tester.post("/test-calls", asked(**{field: sent}))
    assert answer.json() == {field: [message]}


@pytest.mark.parametrize("target_type", ["agent", "phone_number"])
@pytest.mark.parametrize("target_id", [1, 0, -1, 2**70])
@pytest.mark.parametrize("path", ["/test-calls", "/test-call-batches"])
def test_an_unknown_target_is_not_found_and_nothing_runs(
    tester, asked, path, target_type, target_id
):
    before = newest(tester)
    answer = tester.post(path, asked(target_type=target_type, target_id=target_id))
    assert answer.status_code == 404
    assert str(target_id) in answer.json()["detail"]
    assert newest(tester) == before


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 201},
        {"limit": "x"},
        {"offset": -1},
        {"offset": 2**63},
        {"status": "asleep"},
        {"status": ""},
        {"agent_id": "x"},
        {"target_type": "robot"},
    ],
)
def test_a_wrong_query_is_named(tester, query):
    assert refused(tester.get("/test-calls", params=query), *query)


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff", b"[" * 100_000, b'{"target_id": ' + b"1" * 5000 + b"}", b"[]", b"null", b""],
    ids=["unfinished", "no text", "too deep", "too long a number", "a list", "null", "nothing"],
)
def test_a_body_that_is_no_json_object_is_refused(tester, body):
    headers = {"Content-Type": "application/json"}
    answer = tester.call("POST", "/test-calls", data=body, headers=headers)
    assert answer.status_code == 400
    assert list(answer.json()) == ["detail"]


@pytest.mark.parametrize("field", ["scenario_prompt", "target_number", "target_type", "mode"])
def test_half_a_surrogate_pair_is_no_text(tester, asked, field):
    assert refused(tester.post("/test-calls", asked(**{field: "\ud800x"})), field)


@pytest.mark.parametrize("key", ["", "wrong", "sandbox-thunderphone-key2", "ключ"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/test-calls"),
        ("GET", "/test-calls?limit=0"),
        ("POST", "/test-call-batches"),
        ("GET", "/test-call-batches/1"),
        ("GET", "/calls/x"),
        ("GET", "/agents"),
        ("DELETE", "/developer/webhook-endpoints/1"),
        ("GET", "/nothing"),
        ("PUT", "/agents"),
    ],
)
def test_without_the_key_nothing_else_is_looked_at(sandbox, connect, method, path, key):
    stranger = connect(sandbox, "")
    headers = {"Authorization": f"Bearer {key}".encode()} if key else {}
    answer = stranger.call(method, path, data=b"{", headers=headers)
    assert answer.status_code == 401
    assert list(answer.json()) == ["detail"]
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_the_key_alone_is_no_authorization(sandbox, connect):
    stranger = connect(sandbox, "")
    for scheme in ("", "Basic ", "Token "):
        headers = {"Authorization": f"{scheme}sandbox-thunderphone-key"}
        assert stranger.get("/agents", headers=headers).status_code == 401


def test_nothing_runs_without_the_key(sandbox, connect, tester, asked):
    before = newest(tester)
    assert connect(sandbox, "wrong").post("/test-calls", asked()).status_code == 401
    assert newest(tester) == before


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nothing",
        "/calls/1",
        "/calls/x",
        "/calls/0/grade",
        f"/calls/{2**63}/transcript",
        "/test-call-batches/0",
        "/test-call-batches/4711000",
        "/developer/webhook-endpoints/x",
    ],
)
def test_what_is_not_there_is_not_found(tester, path):
    answer = tester.get(path)
    assert answer.status_code == 404
    assert list(answer.json()) == ["detail"]


def test_a_wrong_method_is_not_allowed(tester):
    answer = tester.call("PUT", "/test-calls")
    assert (answer.status_code, list(answer.json())) == (405, ["detail"])
