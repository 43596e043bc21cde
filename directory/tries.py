"""How many wrong passwords are let through, and when one may try again
(docs/decisions/lock-out.md).

Counted by account and by where the try comes from, with waits that grow. What is counted by
the account alone keeps out browsers that the person has never used, so that nobody can keep
another out altogether.
"""

import time
from datetime import datetime
from typing import NamedTuple

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import time_format

from directory import devices, telling
from incidents.limits import address
from organisation.models import User

_NAMES = {"app": "directory", "action": "try"}


class Limit(NamedTuple):
    """How often, by allauth's words for it; the person is told after so many."""

    rates: str
    key: str
    told_after: int = 0


class Tries:
    """The tries at one account, whether there is such an account or not."""

    def __init__(self, request, login):
        self.request, self.login = request, login.strip().lower()
        self.person = User.objects.filter(email=self.login).first()
        self.limits = list(self._limits())
        self._usages = []

    def _limits(self):
        here = "5/5m/key,10/h/key,20/d/key"
        if self.person and devices.knows(self.request, self.person):
            yield Limit(here, self._code("known"), told_after=5)
            return
        place = address(self.request)
        yield Limit(here, self._code(place), told_after=5)
        yield Limit("50/h/key,150/d/key", self._code("anywhere"), told_after=20)
        # Of all accounts: a whole municipality may come from one address.
        yield Limit("60/m/key,600/h/key", _code_of(place))

    def _code(self, place):
        return _code_of(f"{self.login} {place}")

    def begin(self):
        """Whether there may be one more. It counts at once, so that a hundred sent
        together are no more than sent one by one; what succeeds is taken back."""
        self._usages = [
            ratelimit.consume(
                self.request, config={"try": each.rates}, key=each.key, **_NAMES
            )
            for each in self.limits
        ]
        return all(self._usages)

    def take_back(self):
        for usage in self._usages:
            usage.rollback()

    def tell_of_many(self):
        for each in self.limits:
            number = len(next(self._histories(each))[1])
            if self.person and each.told_after == number:
                telling.many_tries(self.person)

    def wait_until(self):
        """The time of day from which there may be one more try."""
        until = [
            tries[rate.amount - 1] + rate.duration
            for each in self.limits
            for rate, tries in self._histories(each)
            if len(tries) >= rate.amount
        ]
        # Rounded up: what is told is not a minute too early.
        moment = max(until, default=time.time()) + 60
        zone = timezone.get_current_timezone()
        return time_format(datetime.fromtimestamp(moment, tz=zone))

    def _histories(self, limit):
        """[(rate, times of tries, the latest first)], as allauth keeps them."""
        for rate in ratelimit.parse_rates(limit.rates):
            name = ratelimit.get_cache_key(
                self.request, rate=rate, key=limit.key, **_NAMES
            )
            since = time.time() - rate.duration
            yield rate, [each for each in cache.get(name, []) if each > since]

    def forgive(self):
        """After a new password by a letter that only the person gets."""
        for each in self.limits[:2]:
            ratelimit.clear(
                self.request, config={"try": each.rates}, key=each.key, **_NAMES
            )


def _code_of(text):
    """Nobody turns it back into an address."""
    return salted_hmac("directory.tries", text).hexdigest()
