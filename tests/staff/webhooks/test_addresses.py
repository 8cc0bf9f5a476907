"""Webhooks go to servers on the internet only, whatever way an address is written or leads elsewhere."""

import socket

import pytest

from staff.webhooks import sending
from staff.webhooks.addresses import CannotReach, checked_target, is_public
from staff.webhooks.sending import send
from tests.staff.webhooks.listening import answer_with, front_end


@pytest.fixture
def on_a_server(settings):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False


PRIVATE = [
    *("127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "017700000001", "0.0.0.0", "0"),  # noqa: S104
    *("10.0.0.1", "10.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "127.0.0.1."),
    *("[::1]", "[::]", "[::ffff:10.0.0.1]", "[::ffff:7f00:1]", "[::10.0.0.1]", "[fe80::1]", "[fc00::1]", "[fd12::1]"),
    *("[64:ff9b::10.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[2002:7f00:1::]", "[2002:a00:1::]", "[2001:0:4136:e378::]"),
    *("[ff02::1]", "[2001:db8::1]", "[100::1]", "localhost", "LOCALHOST", "①②⑦.⓪.⓪.①"),
]


@pytest.mark.parametrize("host", PRIVATE)
def test_refuses_machines_beside_or_behind_this_one(on_a_server, host):
    with pytest.raises(CannotReach):
        checked_target(f"https://{host}/hook")


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::8.8.8.8"])
def test_knows_addresses_of_the_internet(address):
    assert is_public(address)


def name_leads_to(monkeypatch, *addresses: str) -> None:
    """Have the system’s resolver give these addresses for clinic.example, as a name server may at any time."""
    real = socket.getaddrinfo

    def resolve(host, port, **kwargs):
        if host != "clinic.example":
            return real(host, port, **kwargs)
        return [answer for address in addresses for answer in real(address, port, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_refuses_a_name_as_soon_as_one_of_its_addresses_is_private(on_a_server, monkeypatch):
    name_leads_to(monkeypatch, "8.8.8.8", "2606:4700::1111")
    assert len(checked_target("https://clinic.example/").socket_addresses) == 2
    name_leads_to(monkeypatch, "8.8.8.8", "10.0.0.7")
    with pytest.raises(CannotReach, match="private network"):
        checked_target("https://clinic.example/")


def test_connects_to_the_address_that_was_checked_and_asks_no_second_time(monkeypatch):
    """A name server may answer with a public address first and with a private one a moment later."""
    with front_end() as heard, front_end() as other:
        port, other_port = (int(one.address.split(":")[2].split("/")[0]) for one in (heard, other))
        asked = []

        def resolve(host, asked_port, **kwargs):
            asked.append(host)
            there = port if len(asked) == 1 else other_port
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", there))]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        assert send("http://clinic.example/hook", "{}", {}).status == 204
        assert asked == ["clinic.example"]
        assert len(heard.requests) == 1
        assert heard.requests[0][0]["host"] == "clinic.example"
        assert not other.requests


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_follows_no_redirect(status):
    with front_end() as target, front_end(answer_with(status, Location=target.address)) as heard:
        assert send(heard.address, "{}", {}).status == status
        assert len(heard.requests) == 1
        assert not target.requests


def test_asks_for_https(on_a_server):
    with pytest.raises(CannotReach, match="https://"):
        checked_target("http://8.8.8.8/hook")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://name:secret@8.8.8.8/", "Leave name and password out"),
        ("https://no-such-server.invalid/", "No server was found"),
        ("https:///path", "No server was found"),
        ("https://clinic.example:99999/", "not an address"),
        (f"https://{'a' * 64}.example/", "not an address"),
        ("https://[::1/", "not an address"),
    ],
)
def test_says_what_is_wrong_with_an_address(on_a_server, address, said):
    with pytest.raises(CannotReach, match=said):
        checked_target(address)


def test_a_name_server_that_keeps_silent_is_not_waited_for(on_a_server, monkeypatch):
    import threading

    released = threading.Event()
    monkeypatch.setattr("staff.webhooks.addresses.SECONDS_TO_RESOLVE", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: released.wait(20))
    with pytest.raises(CannotReach, match="No server was found"):
        checked_target("https://slow.example/")
    released.set()
    assert sending.SECONDS == 10
