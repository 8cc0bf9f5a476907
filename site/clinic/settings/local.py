"""The embedded default: one machine, SQLite in `var/`, no set-up, not reachable from outside."""

import os
import secrets
from pathlib import Path

VAR_DIR = Path(os.environ.get("VAR_DIR", Path(__file__).resolve().parents[3] / "var"))


def local_secret_key() -> str:
    """Return the key kept in `var/secret_key`, made on the first start and readable by its owner only."""
    path = VAR_DIR / "secret_key"
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


os.environ.setdefault("SECRET_KEY", local_secret_key())
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
os.environ.setdefault("EMAIL_URL", "consolemail://")
os.environ.setdefault("API_DOCS", "true")
os.environ.setdefault("WEBHOOKS_TO_PRIVATE_ADDRESSES", "true")

from clinic.settings.base import *  # noqa: E402, F403

# Plain HTTP on loopback.
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

# Nobody else reaches it; who wants a second step may set one up.
SECOND_FACTOR_REQUIRED = False
