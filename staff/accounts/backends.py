"""The only way to check a password: every caller of Django's `authenticate` is throttled."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from staff.accounts.throttling import PASSWORD, TooManyTries, take_try


class ThrottledBackend(ModelBackend):
    """Django's own accounts and permissions; a name is not even looked up after too many tries."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if username is None or password is None:
            return None
        try:
            attempt = take_try(PASSWORD, request, username)
        except TooManyTries as refusal:
            if request:
                request.too_many_tries = refusal  # type: ignore[attr-defined]  # the form says it
            raise PermissionDenied from refusal
        user = super().authenticate(request, username, password, **kwargs)
        if user:
            attempt.succeed()
        return user
