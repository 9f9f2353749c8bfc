"""From an address (number, page id) to a name that tells nothing: a keyed hash under a key that lives in memory.

A plain hash of a phone number could be guessed by trying all numbers; the key makes that impossible, and with the key
the pseudonyms of the day before are gone too.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from typing import Callable, NewType

Pseudonym = NewType("Pseudonym", str)

DAY = 24 * 60 * 60  # seconds after which the key is replaced


class Pseudonyms:
    """Makes pseudonyms; the key is random, is never written, and is replaced daily."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._made = clock()

    def of(self, channel: str, address: str) -> Pseudonym:
        """The pseudonym of an address on a channel, the same as long as the key lasts: 64 hexadecimal digits."""
        self.sweep()
        text = f"{channel}\x00{address}".encode()
        return Pseudonym(hmac.new(self._key, text, hashlib.sha256).hexdigest())

    def sweep(self) -> None:
        """Replace the key where its day is over, also when nobody writes."""
        if self._clock() - self._made >= DAY:
            self._key, self._made = secrets.token_bytes(32), self._clock()
