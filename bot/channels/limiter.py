"""How many messages are answered: of one sender and of all. Counts are in memory, by pseudonym, and expire."""

from __future__ import annotations

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.privacy.pseudonym import Pseudonym

SENDER_MINUTES = 10


class Limiter:
    """Limits per sender (messages in ten minutes) and in total (messages in one minute)."""

    def __init__(self, sender_limit: int, total_limit: int) -> None:
        self._counts = MemoryStorage()
        self._window = MovingWindowRateLimiter(self._counts)
        self._sender = RateLimitItemPerMinute(sender_limit, SENDER_MINUTES)
        self._total = RateLimitItemPerMinute(total_limit, 1)
        self._told = RateLimitItemPerMinute(1, SENDER_MINUTES)

    def within(self, pseudonym: Pseudonym) -> bool:
        """Count one message of this sender; whether it is within the limits."""
        return self._window.hit(self._sender, "sender", pseudonym) and self._window.hit(self._total, "all")

    def tells(self, pseudonym: Pseudonym) -> bool:
        """Whether to tell this sender that there are too many: once, and then be silent until the time is over."""
        return self._window.hit(self._told, "told", pseudonym)

    def sweep(self) -> None:
        """Forget the senders whose counts are over; the storage by itself would keep their names for ever."""
        if self._counts.timer.is_alive():
            return  # it is tidying in its own thread: the next sweep
        for name, hits in list(self._counts.events.items()):
            if all(hit.expiry <= time.time() for hit in hits):
                del self._counts.events[name]
