"""A conversation as a person has it: say something, look at the answer."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from bot.answers.answer import Answer
from bot.answers.render import plain_text, sms_parts
from bot.conversation import Conversation, load_conversation
from bot.model import model_path
from bot.privacy.pseudonym import Pseudonym
from bot.settings import read_settings


class Talk:
    """The real model and actions, loaded once; each `Person` of it has a conversation of her own."""

    def __init__(self) -> None:
        settings = read_settings()
        self.loop = asyncio.new_event_loop()
        self.conversation: Conversation = self.loop.run_until_complete(
            load_conversation(settings, model_path(settings.model_dir))
        )

    def person(self, channel: str = "plain") -> Person:
        """Somebody who writes for the first time."""
        return Person(self, channel)

    def understand(self, text: str) -> dict[str, Any]:
        """What the command `understand` prints for `text`."""
        return self.loop.run_until_complete(self.conversation.understand(text))


class Person:
    """Somebody in a conversation."""

    def __init__(self, talk: Talk, channel: str) -> None:
        self._talk = talk
        self.channel = channel
        self.pseudonym = Pseudonym(secrets.token_hex(16))

    def says(self, text: str) -> Answer:
        """The answer to `text`."""
        return self._talk.loop.run_until_complete(self._talk.conversation.turn(self.pseudonym, text, self.channel))

    def reads(self, text: str) -> str:
        """The whole reply to `text` as plain text."""
        return plain_text(self.says(text))

    def receives(self, text: str) -> list[str]:
        """The text messages that answer `text`."""
        return sms_parts(self.says(text))
