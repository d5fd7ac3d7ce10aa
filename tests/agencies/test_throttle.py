"""Whose address it is, and how long a guesser waits: pure."""

import pytest

from motcua.agencies.throttle import client_address, in_words, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix", ""),
    ],
)
def test_a_network_is_what_one_guesser_can_move_in(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("noted", "proxies", "address"),
    [
        (None, 0, "10.0.0.1"),
        ("1.1.1.1", 0, "10.0.0.1"),  # nobody in front: what the client writes is not believed
        ("1.1.1.1, 2.2.2.2", 1, "2.2.2.2"),
        ("1.1.1.1, 2.2.2.2", 2, "1.1.1.1"),
        ("6.6.6.6, 1.1.1.1, 2.2.2.2", 2, "1.1.1.1"),
        ("1.1.1.1", 2, "10.0.0.1"),
        (None, 1, "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(noted, proxies, address):
    meta = {"REMOTE_ADDR": "10.0.0.1"} | ({"HTTP_X_FORWARDED_FOR": noted} if noted else {})
    assert client_address(meta, proxies=proxies) == address


@pytest.mark.parametrize(("seconds", "words"), [(1, "1 giây"), (89, "89 giây"), (90, "2 phút"), (900, "15 phút")])
def test_waiting_times_are_said_as_people_do(seconds, words):
    assert in_words(seconds) == words
