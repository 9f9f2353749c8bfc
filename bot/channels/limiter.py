"""How many messages are answered: of one sender and of all. Counts are in memory, by pseudonym, and expire."""

from __future__ import annotations

from enum import Enum

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.privacy.pseudonym import Pseudonym

SENDER_MINUTES = 10


class Verdict(Enum):
    """ANSWER the message, TELL once that there are too many, then be SILENT."""

    ANSWER = "answer"
    TELL = "tell"
    SILENT = "silent"


class Limiter:
    """Limits per sender (messages in ten minutes) and in total (messages in one minute)."""

    def __init__(self, sender_limit: int, total_limit: int) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._sender = RateLimitItemPerMinute(sender_limit, SENDER_MINUTES)
        self._total = RateLimitItemPerMinute(total_limit, 1)
        self._told = RateLimitItemPerMinute(1, SENDER_MINUTES)

    def verdict(self, pseudonym: Pseudonym) -> Verdict:
        """Count one message of this sender and say what becomes of it."""
        within = self._window.hit(self._sender, "sender", pseudonym) and self._window.hit(self._total, "all")
        if within:
            return Verdict.ANSWER
        return Verdict.TELL if self._window.hit(self._told, "told", pseudonym) else Verdict.SILENT
