"""One message over HTTP, within bounds, whatever the other side does."""

import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from standardwebhooks import Webhook, WebhookVerificationError

from staff.webhooks import sending
from staff.webhooks.addresses import CannotReach
from staff.webhooks.sending import send
from staff.webhooks.signing import new_secret, signature, signed_headers
from tests.staff.webhooks.listening import answer_with, drip, front_end


def test_signs_as_the_rules_say():
    """The example is the one in the library of Standard Webhooks; its own verification judges the rest."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = '{"test": 2432232314}'
    signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    when = datetime.fromtimestamp(1614265330, UTC)
    assert Webhook(secret).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", when, body) == signed


def test_whoever_has_either_secret_can_check_a_message():
    secrets = [new_secret(), new_secret()]
    body = '{"type":"test","word":"Grüße"}'
    headers = signed_headers(secrets, "msg_1", int(time.time()), body)
    for secret in secrets:
        assert Webhook(secret).verify(body, headers) == {"type": "test", "word": "Grüße"}
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secrets[0]).verify(body.replace("test", "page.deleted"), headers)


def test_a_secret_is_long_enough_and_new_each_time():
    assert new_secret() != new_secret()
    assert new_secret().startswith("whsec_")
    assert len(new_secret()) > 40


def test_sends_the_body_and_returns_the_answer(listener):
    listener.answer = answer_with(202, "Thanks, Zoë".encode())
    answer = send(listener.address, '{"a":"ü"}', {"webhook-id": "msg_1"})
    assert (answer.status, answer.text) == (202, "Thanks, Zoë")
    ((headers, body),) = listener.requests
    assert body == '{"a":"ü"}'
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == "msg_1"


def test_reads_only_the_beginning_of_an_answer(listener):
    def flood(handler, message):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b"x" * 1_000_000)
            written.append(1)

    written = []
    listener.answer = flood
    began = time.monotonic()
    assert send(listener.address, "{}", {}).text == "x" * 500
    assert time.monotonic() - began < 3
    assert len(written) < 100


def test_what_cannot_be_read_or_kept_is_left_out(listener):
    listener.answer = answer_with(500, b"a\x00b\xff\x1b[31m<b>\n")
    assert send(listener.address, "{}", {}).text == "ab\ufffd[31m<b>\n"


@pytest.mark.parametrize("part", ["headers", "body", "nothing"])
def test_a_slow_answer_ends_after_a_time(listener, monkeypatch, part):
    monkeypatch.setattr(sending, "SECONDS", 0.5)

    def slowly(handler, message):
        if part == "body":
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.flush()
        if part == "nothing":
            time.sleep(3)
        drip(handler, message)

    listener.answer = slowly
    began = time.monotonic()
    if part == "body":
        assert send(listener.address, "{}", {}).status == 200  # which had come already
    else:
        with pytest.raises(CannotReach, match="no answer within"):
            send(listener.address, "{}", {})
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("nonsense", [b"", b"\x16\x03\x01garbage\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"x" * 100_000])
def test_nonsense_is_no_answer(listener, nonsense):
    listener.answer = lambda handler, message: handler.wfile.write(nonsense)
    with pytest.raises(CannotReach, match="could not be reached"):
        send(listener.address, "{}", {})


def test_says_that_nobody_is_there():
    with front_end() as heard:
        pass
    with pytest.raises(CannotReach, match="could not be reached"):
        send(heard.address, "{}", {})


def certificate(folder, name: str):
    """Write a key and a certificate for `name`, signed by itself, and return its path."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names = [x509.DNSName(name)] if name != "127.0.0.1" else [x509.IPAddress(ip_address(name))]
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / f"{name}.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_checks_the_certificate_and_the_name_in_it(tmp_path, monkeypatch):
    right, wrong = certificate(tmp_path, "localhost"), certificate(tmp_path, "other.example")
    with front_end(certificate=right) as heard:
        with pytest.raises(CannotReach, match="certificate is not valid"):
            send(heard.address, "{}", {})
        monkeypatch.setenv("SSL_CERT_FILE", str(right))  # now the machine trusts it
        assert send(heard.address, "{}", {}).status == 204
    with front_end(certificate=wrong) as heard:
        monkeypatch.setenv("SSL_CERT_FILE", str(wrong))
        with pytest.raises(CannotReach, match="certificate is not valid"):
            send(heard.address, "{}", {})
        assert not heard.requests
