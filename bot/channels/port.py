"""What a channel needs of the conversation."""

from __future__ import annotations

from typing import Protocol

from bot.answers.answer import Answer
from bot.privacy.pseudonym import Pseudonym


class Port(Protocol):
    """The conversation, as channels see it. Every call gives an Answer; none raises."""

    async def turn(self, pseudonym: Pseudonym, text: str, channel: str) -> Answer:
        """The answer to one message."""
        ...

    def leave(self, pseudonym: Pseudonym, text: str) -> Answer | None:
        """The decoy or the farewell where the message hides or erases; everything is forgotten. Asks no model."""
        ...

    def urgent(self, pseudonym: Pseudonym, text: str) -> Answer | None:
        """The emergency block alone where the raw text may mean danger; asks no model and keeps nothing."""
        ...

    def failed(self, pseudonym: Pseudonym) -> Answer:
        """The emergency block, a line to call and an apology, in her last known language."""
        ...

    def notice(self, pseudonym: Pseudonym, name: str) -> Answer:
        """One sentence about this service (`common.failure.<name>`) in her last known language."""
        ...

    def forget(self, pseudonym: Pseudonym) -> None:
        """Forget the conversation at once."""
        ...
