"""Starting in production, and on one machine."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "clinic.settings.base",
    "SECRET_KEY": "K3y-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
    "ALLOWED_HOSTS": "clinic.example",
    "BASE_URL": "https://clinic.example",
    "EMAIL_URL": "smtp+tls://mailer:secret@mail.example:587",
}


def manage(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.PROJECT_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_production_passes_every_deployment_check(tmp_path):
    result = manage("check", "--deploy", "--fail-level", "WARNING", environment=PRODUCTION | {"VAR_DIR": str(tmp_path)})
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_production_names_everything_that_is_missing():
    result = manage("check", environment={"DJANGO_SETTINGS_MODULE": "clinic.settings.base", "SECRET_KEY": "x"})
    assert result.returncode != 0
    for name in ("ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL"):
        assert f"  {name}: " in result.stderr
    assert "  SECRET_KEY: " not in result.stderr


def test_local_makes_its_secret_key_once_and_keeps_it_to_the_owner(tmp_path):
    def print_key() -> str:
        return manage(
            "shell",
            "--no-imports",
            "--command",
            "from django.conf import settings; print(settings.SECRET_KEY, settings.DEBUG)",
            environment={"VAR_DIR": str(tmp_path)},
        ).stdout

    first = print_key()
    key = tmp_path / "secret_key"
    assert first == f"{key.read_text()} False\n"
    assert len(key.read_text()) >= 50
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert print_key() == first


@pytest.mark.parametrize("folder", ["site", "media"])
def test_git_ignores_no_code(folder):
    ignored = subprocess.run(["git", "check-ignore", "-q", f"{folder}/x.py"], cwd=settings.PROJECT_DIR)
    assert ignored.returncode == 1


def test_there_is_no_package_named_site():
    assert not (Path(settings.PROJECT_DIR) / "site" / "__init__.py").exists()


def test_a_server_keeps_its_accounts(tmp_path):
    cookie = "s.SESSION_COOKIE_AGE, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE"
    script = f"from django.conf import settings as s; print(s.SECOND_FACTOR_REQUIRED, {cookie})"
    shell = ("shell", "--no-imports", "--command", script)
    assert manage(*shell, environment=PRODUCTION | {"VAR_DIR": str(tmp_path)}).stdout == "True 43200 True True Lax\n"
