"""Conversation records in memory, each for a fixed time after it was last put."""

from __future__ import annotations

import time
from typing import Any, Callable, Mapping


class MemoryRecords:
    """Records by pseudonym; `sweep` removes what is over time, and every access looks at the time too."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._records: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def put(self, pseudonym: str, record: Mapping[str, Any]) -> None:
        """Keep `record`, in place of an older one, for the fixed time from now."""
        self._records[pseudonym] = (self._clock() + self._seconds, dict(record))

    def get(self, pseudonym: str) -> Mapping[str, Any] | None:
        """The record, or None where there is none or its time is over."""
        held = self._records.get(pseudonym)
        if held is None:
            return None
        until, record = held
        if until <= self._clock():
            self._records.pop(pseudonym, None)
            return None
        return record

    def remove(self, pseudonym: str) -> None:
        """Forget the record now."""
        self._records.pop(pseudonym, None)

    def sweep(self) -> int:
        """Remove every record whose time is over; returns how many."""
        over = [pseudonym for pseudonym, (until, _) in list(self._records.items()) if until <= self._clock()]
        for pseudonym in over:
            self._records.pop(pseudonym, None)
        return len(over)

    def pseudonyms(self) -> list[str]:
        """The pseudonyms whose time is not over."""
        self.sweep()
        return list(self._records)
