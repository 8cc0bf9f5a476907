"""Where webhooks may go: to servers on the internet, and never to machines beside or behind this one."""

import ipaddress
import socket
import threading
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

ALLOCATED = ipaddress.ip_network("2000::/3")  # all addresses that the internet uses of IPv6
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 addresses in networks that only have IPv6
SECONDS_TO_RESOLVE = 5


class CannotReach(Exception):
    """Nothing can be sent there; the message is a sentence for a person."""


@dataclass(frozen=True)
class Target:
    """An address taken apart, with the network addresses of its server, each of which was checked."""

    parts: SplitResult
    host: str
    port: int
    socket_addresses: list[tuple[socket.AddressFamily, tuple[Any, ...]]]


def checked_target(address: str) -> Target:
    """Look up who answers at an address; raises CannotReach where that is nobody, or must not be asked."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise CannotReach(_("This is not an address of a server.")) from error
    if parts.username is not None or parts.password is not None:
        raise CannotReach(_("Leave name and password out of the address: every message is signed instead."))
    if parts.scheme != "https" and not settings.WEBHOOKS_TO_PRIVATE_ADDRESSES:
        raise CannotReach(_("The address must begin with https://."))
    found = _resolve(host, port)
    if not settings.WEBHOOKS_TO_PRIVATE_ADDRESSES and not all(is_public(where[0]) for _family, where in found):
        raise CannotReach(_("The address leads into a private network. Only servers on the internet can be told."))
    return Target(parts, host, port, found)


def is_public(address: str) -> bool:
    """Return whether a network address belongs to the internet, and so to none of the networks around this machine."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in TRANSLATED:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
        return ip.is_global and ip in ALLOCATED
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _resolve(host: str, port: int) -> list[tuple[socket.AddressFamily, tuple[Any, ...]]]:
    """Return the network addresses of a name. The system may take very long to say that there are none."""
    answers: SimpleQueue[Any] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            answers.put([])

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=SECONDS_TO_RESOLVE) if host else []
    except Empty:
        found = []
    if not found:
        raise CannotReach(_("No server was found under the name “%(name)s”. Is it spelt right?") % {"name": host})
    return [(family, where) for family, _type, _protocol, _name, where in found]
