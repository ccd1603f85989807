"""Client addresses: each is lent once within the window, to whoever asks at the same time."""

import ipaddress
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from harness.addresses import ClientAddresses, can_send_from
from harness.problem import Unavailable

LISTED = ["127.0.5.1", "127.0.5.2", "127.0.5.3"]


@pytest.fixture
def lender(tmp_path):
    """Makes lenders that share one ledger, as runs beside each other do."""

    def make(*listed, window=3600):
        return ClientAddresses(listed, tmp_path / "deep" / "ledger", window)

    return make


def reason(function, *arguments):
    with pytest.raises(Unavailable) as raised:
        function(*arguments)
    return str(raised.value)


def expire(tmp_path, window=3600):
    """Make every loan older than the window."""
    past = time.time() - window - 1
    for loan in (tmp_path / "deep" / "ledger").iterdir():
        os.utime(loan, (past, past))


def test_listed_addresses_are_lent_in_their_order(lender):
    addresses = lender(*LISTED)
    assert [addresses.lend() for _ in LISTED] == LISTED


def test_listed_addresses_run_out_with_the_reason(lender):
    addresses = lender(*LISTED)
    for _ in LISTED:
        addresses.lend()
    assert reason(addresses.lend) == (
        "the scenario needs a client address of its own, and each of the target's 3 was used "
        "within the last 60 minutes; name more in client_addresses"
    )


def test_another_run_does_not_get_an_address_that_is_lent(lender):
    assert lender(*LISTED).lend() == LISTED[0]
    assert lender(*LISTED).lend() == LISTED[1]


def test_an_address_is_lent_again_when_its_loan_has_expired(lender, tmp_path):
    addresses = lender(*LISTED)
    for _ in LISTED:
        addresses.lend()
    expire(tmp_path)
    assert [addresses.lend() for _ in LISTED] == LISTED


def test_a_loan_does_not_expire_within_the_window(lender, tmp_path):
    addresses = lender(LISTED[0])
    addresses.lend()
    expire(tmp_path, window=3590)
    assert "was used within" in reason(addresses.lend)


def test_without_a_list_any_loopback_address_serves(lender):
    addresses = lender()
    lent = [addresses.lend() for _ in range(50)]
    assert len(set(lent)) == 50
    assert all(ipaddress.ip_address(each) in ipaddress.ip_network("127.0.0.0/8") for each in lent)
    assert "127.0.0.1" not in lent


def test_an_address_that_is_not_of_this_machine_is_a_reason_to_skip(lender):
    assert reason(lender("192.0.2.1").lend) == (
        "the scenario needs a client address of its own, and this machine does not let requests "
        "come from 192.0.2.1; name some that it has in client_addresses"
    )


@pytest.mark.parametrize(
    ("address", "can"),
    [("127.0.0.1", True), ("127.200.1.1", True), ("192.0.2.1", False), ("2001:db8::1", False)],
)
def test_whether_this_machine_can_send_from_an_address(address, can):
    assert can_send_from(address) is can


def test_eight_threads_never_get_the_same_address(lender):
    listed = [f"127.0.6.{last}" for last in range(1, 65)]
    lenders = [lender(*listed) for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        lent = list(threads.map(lambda turn: lenders[turn % 8].lend(), range(64)))
    assert sorted(lent) == sorted(listed)


@pytest.mark.parametrize("attempt", range(10))
def test_eight_threads_never_get_the_same_address_whose_loan_has_expired(lender, tmp_path, attempt):
    listed = [f"127.0.7.{last}" for last in range(1, 9)]
    for _ in listed:
        lender(*listed).lend()
    expire(tmp_path)
    with ThreadPoolExecutor(8) as threads:
        lent = list(threads.map(lambda _: lender(*listed).lend(), range(8)))
    assert sorted(lent) == listed


def test_a_loan_is_not_forgotten_while_another_run_renews_it(lender, tmp_path, monkeypatch):
    lender(LISTED[0]).lend()
    expire(tmp_path)
    forget = Path.unlink
    others = []

    def forget_after_another_has_lent(loan):
        """Between the look at the loan and its end another run does all that it can."""
        monkeypatch.setattr(Path, "unlink", forget)
        others.append(threads.submit(lender(LISTED[0]).lend))
        wait(others, timeout=0.3)
        forget(loan)

    monkeypatch.setattr(Path, "unlink", forget_after_another_has_lent)
    with ThreadPoolExecutor(1) as threads:
        assert lender(LISTED[0]).lend() == LISTED[0]
    assert "was used within" in reason(others[0].result)


LEND = """
import sys
from pathlib import Path
from harness.addresses import ClientAddresses
addresses = ClientAddresses(sys.argv[2:], Path(sys.argv[1]), 3600)
sys.stdin.readline()
for _ in range(20):
    print(addresses.lend())
"""


def test_two_processes_never_get_the_same_address(tmp_path):
    listed = [f"127.0.8.{last}" for last in range(1, 41)]
    command = [sys.executable, "-c", LEND, str(tmp_path), *listed]
    pipe = subprocess.PIPE
    both = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(2)]
    for each in both:
        each.stdin.write("go\n")
        each.stdin.flush()
    lent = [line for each in both for line in each.communicate(timeout=10)[0].split()]
    assert sorted(lent) == sorted(listed)


def test_enough_addresses_are_no_reason_to_skip(lender):
    lender(*LISTED).require(3)
    lender().require(1000)


def test_too_few_addresses_are_the_reason_to_skip(lender):
    assert reason(lender(*LISTED).require, 4) == (
        "the scenario needs 4 client addresses, the target has 3"
    )
