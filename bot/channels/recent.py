"""The last replies, for a short time, so that a message which the provider sends again is answered the same."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Callable

from bot.privacy.pseudonym import Pseudonym

SECONDS = 120.0  # the provider's repeated calls come within a minute
KEPT = 4  # replies of one sender


class RecentReplies:
    """Replies by sender and message id, in memory; forgotten with the conversation."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._replies: dict[Pseudonym, OrderedDict[str, tuple[float, str]]] = {}

    def put(self, sender: Pseudonym, message_id: str, reply: str) -> None:
        """Keep a reply."""
        own = self._replies.setdefault(sender, OrderedDict())
        own[message_id] = (self._clock() + SECONDS, reply)
        while len(own) > KEPT:
            own.popitem(last=False)

    def get(self, sender: Pseudonym, message_id: str) -> str | None:
        """The reply that was given to this message, or None."""
        until, reply = self._replies.get(sender, OrderedDict()).get(message_id, (0.0, ""))
        return reply if until > self._clock() else None

    def forget(self, sender: Pseudonym) -> None:
        """Forget the replies of a sender now."""
        self._replies.pop(sender, None)

    def sweep(self) -> None:
        """Forget the replies whose time is over."""
        now = self._clock()
        for sender in list(self._replies):
            own = self._replies[sender]
            for message_id in [key for key, (until, _) in own.items() if until <= now]:
                del own[message_id]
            if not own:
                del self._replies[sender]
