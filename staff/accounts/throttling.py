"""How often something may be tried, counted in the database so that it holds over all processes.

Each try is counted for the account from this network, for the account, and for the network. The first has a low
limit, so whoever mistypes waits alone; the others have high ones, against guessing from many places and of many names.
They do not count where the account was signed in to from this network lately, so nobody can lock people out of their
own office.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import normalize

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from clinic.visitors import client_address, network
from staff.accounts.models import TryCount

FIRST_WAIT = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(days=1)
KNOWN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Limit:
    """After `free` failures the next try waits a minute, then twice as long each time, at most `longest`."""

    free: int
    longest: timedelta

    def wait_after(self, failures: int) -> timedelta:
        if failures < self.free:
            return timedelta(0)
        return min(FIRST_WAIT * 2 ** min(failures - self.free, 20), self.longest)


@dataclass(frozen=True)
class Kind:
    """Something that is tried, and its limits."""

    name: str
    pair: Limit
    account: Limit
    network: Limit


HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
PASSWORD = Kind("password", pair=Limit(5, HOUR), account=Limit(50, QUARTER), network=Limit(100, QUARTER))
# A code has six digits only, and whoever tries them knows the password.
CODE = Kind("code", pair=Limit(5, HOUR), account=Limit(15, HOUR), network=Limit(100, QUARTER))
RESET_MAIL = Kind("reset mail", pair=Limit(3, HOUR), account=Limit(6, HOUR), network=Limit(30, HOUR))


class TooManyTries(Exception):
    """It may be tried again at `free_at`; `sentence` says so."""

    def __init__(self, free_at: datetime) -> None:
        self.free_at = free_at
        seconds = (free_at - timezone.now()).total_seconds()
        minutes = max(1, -int(-seconds // 60))
        self.sentence = ngettext(
            "There were too many tries. Please try again in one minute.",
            "There were too many tries. Please try again in %(minutes)s minutes.",
            minutes,
        ) % {"minutes": minutes}
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Try:
    """A try that is under way and counts as failed until it succeeds."""

    pair: str
    counted: list[str]

    def succeed(self) -> None:
        """Take the try back, forget earlier mistakes of this account here, and trust it here for a while."""
        now = timezone.now()
        with transaction.atomic():
            for count in TryCount.objects.select_for_update().filter(key__in=self.counted).order_by("key"):
                is_pair = count.key == self.pair
                count.failures = 0 if is_pair else max(count.failures - 1, 0)
                count.free_at = now
                count.known_until = now + KNOWN_FOR if is_pair else None
                count.save()


def take_try(kind: Kind, request: HttpRequest | None, account: str) -> Try:
    """Count a try before it is made, so that many at once get no further.

    Raises TooManyTries, and then counts nothing.
    """
    name = normalize("NFKC", account).casefold().strip()
    place = network(client_address(request)) if request else "unknown"
    limits = {
        hashed(kind, "pair", name, place): kind.pair,
        hashed(kind, "account", name): kind.account,
        hashed(kind, "network", place): kind.network,
    }
    pair = next(iter(limits))
    with transaction.atomic():
        # In the same order everywhere, so that no two processes wait for each other.
        for key in sorted(limits):
            TryCount.objects.get_or_create(key=key)
        counts = list(TryCount.objects.select_for_update().filter(key__in=limits).order_by("key"))
        now = timezone.now()
        if any(count.key == pair and count.known_until and count.known_until > now for count in counts):
            counts = [count for count in counts if count.key == pair]
        if (free_at := max(count.free_at for count in counts)) > now:
            raise TooManyTries(free_at)
        for count in counts:
            if count.last_try_at < now - FORGOTTEN_AFTER:
                count.failures = 0
            count.failures += 1
            count.last_try_at = now
            count.free_at = now + limits[count.key].wait_after(count.failures)
            count.save()
    return Try(pair, [count.key for count in counts])


def hashed(kind: Kind, *parts: str) -> str:
    return salted_hmac("accounts.tries", "\n".join((kind.name, *parts)), algorithm="sha256").hexdigest()


def forget_old_tries() -> None:
    """Delete counts that nothing depends on any more."""
    now = timezone.now()
    old = TryCount.objects.filter(last_try_at__lt=now - FORGOTTEN_AFTER, free_at__lt=now)
    old.exclude(known_until__gt=now).delete()
