"""Rasa's tracker store that forgets: in memory, only the conversation record, gone when its time is over.

No text, no entity and no event of a message survives the turn; a tracker is made anew from the record each time.
"""

from __future__ import annotations

import threading
import time
from contextvars import ContextVar
from typing import Any, Callable, Iterable, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.errors import ConfigurationError
from bot.privacy.records import MemoryRecords
from bot.settings import read_settings

SLOT = "conversation"
# The turn that runs: set where nobody waits for it any more. A turn that blocks its thread cannot be stopped, and would
# otherwise keep a record at its end, perhaps after she has had everything forgotten.
GIVEN_UP: ContextVar[threading.Event] = ContextVar("given_up")


class ForgetfulTrackerStore(TrackerStore):
    """Keeps one record per pseudonym in memory for `retention_minutes` after the last message."""

    def __init__(
        self,
        domain: Domain,
        event_broker: Optional[EventBroker] = None,
        clock: Callable[[], float] = time.monotonic,
        **_options: Any,
    ) -> None:
        if event_broker is not None:
            raise ConfigurationError("endpoints.yml names an event broker, which would keep messages. Remove it.")
        super().__init__(domain, None)
        self.records = MemoryRecords(read_settings().retention_minutes * 60.0, clock)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the conversation record, and nothing else of the tracker; of a turn that was given up, nothing."""
        given_up = GIVEN_UP.get(None)
        if given_up is not None and given_up.is_set():
            return
        record = tracker.get_slot(SLOT)
        if record and record.get("turns"):
            self.records.put(tracker.sender_id, record)
        else:
            self.records.remove(tracker.sender_id)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """A fresh tracker that holds only the record, or None where there is none."""
        record = self.records.get(sender_id)
        if record is None:
            return None
        events: list[Event] = [
            ActionExecuted(ACTION_SESSION_START_NAME),
            SessionStarted(),
            SlotSet(SLOT, record),
            ActionExecuted(ACTION_LISTEN_NAME),
        ]
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The pseudonyms that a record is kept for."""
        return self.records.pseudonyms()

    def forget(self, sender_id: str) -> None:
        """Remove the record at once."""
        self.records.remove(sender_id)
