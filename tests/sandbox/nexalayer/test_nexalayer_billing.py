"""TS1-13 to TS1-16 and TS1-20: money, to the cent."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest


def refused(answer, status, code):
    return (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    ("kind", "config", "left"),
    [
        ("dynamic", {}, "96.50"),
        ("dynamic", {"traffic_gb": 28}, "2.00"),
        ("dynamic", {"traffic_gb": 1.1}, "96.15"),
        ("dynamic", {"product_no": "out_dynamic_2", "traffic_gb": 1.001}, "91.74"),
        ("dynamic", {"traffic_gb": 1.0013}, "96.50"),
        ("dynamic", {"traffic_gb": 1.0015}, "96.49"),
        ("static", {}, "98.05"),
        ("static", {"quantity": 3}, "94.15"),
        ("static", {"quantity": 3, "duration_days": 90}, "82.45"),
        ("static", {"product_no": "out_static_2"}, "95.20"),
    ],
)
def test_the_balance_falls_by_the_price(agent, request, kind, config, left):
    agent.create(request.getfixturevalue(kind), **config)
    assert agent.balance() == left


def test_the_balance_can_be_spent_to_the_last_cent(agent, dynamic):
    agent.create(dynamic, traffic_gb=27)
    agent.create(dynamic, traffic_gb=1.571_428_6)
    assert agent.balance() == "0.00"


def test_twenty_purchases_at_once_spend_no_more_than_there_is(agent, dynamic):
    agent.create(dynamic, product_no="out_dynamic_2", traffic_gb=8)
    config = {**dynamic["config"], "product_no": "out_dynamic_2"}

    def buy(_):
        return agent.post("/sessions", {**dynamic, "config": config}).status_code

    with ThreadPoolExecutor(20) as pool:
        answers = Counter(pool.map(buy, range(20)))
    # 34.00 are left: enough for four at 8.25.
    assert answers == {202: 4, 402: 16}
    assert agent.balance() == "1.00"
    assert agent.overview()["total_sessions"] == 5
    assert sum(Decimal(each["amount"]) for each in agent.transactions()) == Decimal("1.00")


def test_the_currency(agent):
    assert agent.data(agent.get("/billing/balance")) == {"balance": "100.00", "currency": "USD"}


@pytest.mark.parametrize(("amount", "written"), [(10, "10.00"), (0.01, "0.01"), (19.99, "19.99")])
def test_a_recharge_is_ordered_and_never_paid(agent, amount, written):
    body = {"amount": amount, "payment_method": "usdt"}
    order = agent.data(agent.post("/billing/recharge", body), 201)
    assert order["order_id"].startswith("PAY")
    assert (order["status"], order["amount"]) == ("pending", written)
    status = agent.data(agent.get(f"/billing/recharge/{order['order_id']}/status"))
    assert status == order
    assert agent.balance() == "100.00"
    assert len(agent.transactions()) == 1


def test_orders_are_told_apart(agent):
    one, other = (agent.data(agent.post("/billing/recharge", {"amount": 1}), 201) for _ in "ab")
    assert one["order_id"] != other["order_id"]


@pytest.mark.parametrize("amount", [0, -1, "10", "ten", None, True, 0.001, [10], 10**7])
def test_only_an_amount_of_money_is_ordered(agent, amount):
    answer = agent.post("/billing/recharge", {"amount": amount, "payment_method": "usdt"})
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == ["amount"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400", "-1e400"])
def test_what_is_no_number_is_no_amount(agent, number):
    answer = agent.call(
        "POST",
        "/billing/recharge",
        data=f'{{"amount": {number}}}',
        headers={"Content-Type": "application/json"},
    )
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == ["amount"]


def test_there_is_one_way_to_pay(agent):
    answer = agent.post("/billing/recharge", {"amount": 10, "payment_method": "cheque"})
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == ["payment_method"]


def test_an_unknown_or_anothers_order_is_not_found(recruit):
    owner, thief = recruit(), recruit()
    order = owner.data(owner.post("/billing/recharge", {"amount": 10}), 201)
    for order_id in ("PAY0", order["order_id"]):
        answer = thief.get(f"/billing/recharge/{order_id}/status")
        assert refused(answer, 404, "ORDER_NOT_FOUND")


def test_every_movement_of_money_is_listed_newest_first(agent, dynamic, static):
    bought = agent.create(dynamic)
    fixed = agent.create(static)
    agent.post(f"/sessions/{fixed}/renew", {"duration_days": 30})
    seen = [
        (each["type"], each["session_id"], each["amount"], each["balance_after"])
        for each in agent.transactions()
    ]
    assert seen == [
        ("session_renew", fixed, "-1.95", "92.60"),
        ("session_create", fixed, "-1.95", "94.55"),
        ("session_create", bought, "-3.50", "96.50"),
        ("trial_credit", None, "100.00", "100.00"),
    ]


def test_the_movements_have_pages(agent, static):
    for _ in range(4):
        agent.create(static)
    everything = agent.transactions()
    for page, expected in ((1, everything[:2]), (3, everything[4:]), (4, [])):
        data = agent.data(agent.get(f"/billing/transactions?page={page}&page_size=2"))
        assert data["items"] == expected
        assert data["pagination"] == {"page": page, "page_size": 2, "total": 5, "total_pages": 3}


@pytest.mark.parametrize("name", ["page", "page_size"])
@pytest.mark.parametrize("value", ["0", "-1", "x", "99999999999999999999"])
def test_a_page_is_a_number_above_zero(agent, name, value):
    answer = agent.get(f"/billing/transactions?{name}={value}")
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == [name]


def test_the_overview_follows_the_sessions(agent, dynamic):
    def counts():
        overview = agent.overview()
        return overview["active_sessions"], overview["total_sessions"], overview["balance"]

    assert counts() == (0, 0, "100.00")
    session_id = agent.active(dynamic)["session_id"]
    assert counts() == (1, 1, "96.50")
    agent.post(f"/sessions/{session_id}/terminate")
    assert counts() == (0, 1, "96.50")
    assert agent.overview()["total_spent"] == "3.50"
