"""Sends one message over HTTP, to a server that was checked, within bounds of time and size."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from staff.webhooks.addresses import CannotReach, Target, checked_target

SECONDS = 10  # from connecting to the end of the answer
MOST_CHARACTERS = 500  # of the answer; the rest is not read


@dataclass(frozen=True)
class Answer:
    status: int
    text: str


def send(address: str, body: str, headers: dict[str, str]) -> Answer:
    """Post a message and return how it was answered; raises CannotReach, with a sentence, where it was not.

    The connection goes to the very network address that was checked, so a name cannot lead elsewhere in between.
    Redirects are not followed.
    """
    target = checked_target(address)
    ends_at = time.monotonic() + SECONDS
    try:
        with _bounded(_connect(target, ends_at), ends_at) as connected:
            return _post(target, connected, body, headers)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= ends_at:
            raise CannotReach(_("There was no answer within %(seconds)d seconds.") % {"seconds": SECONDS}) from error
        if isinstance(error, ssl.SSLError):
            said = getattr(error, "verify_message", "") or error.reason
            raise CannotReach(_("The server’s certificate is not valid (%(problem)s).") % {"problem": said}) from error
        problem = f"{type(error).__name__}: {error}"
        raise CannotReach(_("The server could not be reached (%(problem)s).") % {"problem": problem}) from error


def _connect(target: Target, ends_at: float) -> socket.socket:
    """Connect to the first address of the server that takes the connection."""
    failure = OSError()
    for family, where in target.socket_addresses:
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(max(ends_at - time.monotonic(), 0.01))
            connection.connect(where)
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    raise failure


@contextmanager
def _bounded(connection: socket.socket, ends_at: float) -> Iterator[socket.socket]:
    """End the connection when the time is over, however slowly bytes come in."""
    handle = connection.dup()  # as TLS takes the other over
    timer = threading.Timer(max(ends_at - time.monotonic(), 0), _shut, [handle])
    timer.daemon = True
    timer.start()
    try:
        yield connection
    finally:
        timer.cancel()
        connection.close()
        handle.close()


def _shut(handle: socket.socket) -> None:
    with suppress(OSError):  # the other side was faster
        handle.shutdown(socket.SHUT_RDWR)


def _post(target: Target, connection: socket.socket, body: str, headers: dict[str, str]) -> Answer:
    parts = target.parts
    if parts.scheme == "https":
        connection = ssl.create_default_context().wrap_socket(connection, server_hostname=target.host)
    client = http.client.HTTPConnection(target.host, target.port)
    client.sock = connection
    path = iri_to_uri(parts.path or "/") + (f"?{iri_to_uri(parts.query)}" if parts.query else "")
    host = f"[{target.host}]" if ":" in target.host else target.host
    named = {"Host": f"{host}:{parts.port}" if parts.port else host, "Content-Type": "application/json"}
    try:
        client.request("POST", path, body.encode(), {**named, "User-Agent": "clinic-site", **headers})
        response = client.getresponse()
        return Answer(response.status, _beginning(response))
    finally:
        client.close()


def _beginning(response: http.client.HTTPResponse) -> str:
    """Return the first characters of the answer's text, or what came of them until time was over."""
    data = b""
    with suppress(OSError, http.client.HTTPException, ValueError):  # what counts is the status, which came before
        while len(data) < 4 * MOST_CHARACTERS and (more := response.read1(4 * MOST_CHARACTERS)):
            data += more
    text = data.decode(errors="replace")
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")[:MOST_CHARACTERS]
