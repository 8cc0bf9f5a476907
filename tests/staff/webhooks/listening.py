"""A real front end to be told: an HTTP server on loopback that answers as a test wants and remembers what it got."""

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from staff.webhooks.models import Endpoint

Handler = BaseHTTPRequestHandler
Answer = Callable[[Handler, dict[str, Any]], None]


def answer_with(status: int, text: bytes = b"", **headers: str) -> Answer:
    def answer(handler: Handler, message: dict[str, Any]) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(text)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(text)

    return answer


def drip(handler: Handler, message: dict[str, Any]) -> None:
    """Send a header, a letter at a time, for longer than anybody should wait."""
    for _ in range(200):
        handler.wfile.write(b"H")
        time.sleep(0.05)


@dataclass
class FrontEnd:
    address: str
    answer: Answer = field(default_factory=lambda: answer_with(204))
    requests: list[tuple[dict[str, str], str]] = field(default_factory=list)  # headers and body

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.requests]

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.requests]

    def told(self) -> list[tuple[str, str | None]]:
        """Return type and path of each message that came."""
        return [(message["type"], message["data"].get("path")) for message in self.messages]


@contextmanager
def front_end(answer: Answer | None = None, certificate: Path | None = None) -> Iterator[FrontEnd]:
    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            heard.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
            with suppress(OSError):  # nobody waits for the answer any more
                heard.answer(self, json.loads(body))

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    server.daemon_threads = True
    scheme = "http://127.0.0.1"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *args: None  # who does not trust the certificate hangs up
        scheme = "https://localhost"
    heard = FrontEnd(f"{scheme}:{server.server_address[1]}/hook?from=clinic")
    if answer:
        heard.answer = answer
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()


def make_endpoint(address: str, **fields: Any) -> tuple[Endpoint, str]:
    """Add a webhook and return it with its secret."""
    endpoint = Endpoint(address=address, **fields)
    secret = endpoint.renew_secret()
    endpoint.save()
    return endpoint, secret
