"""What every action does: read Rasa's tracker, compose, give the answer and the new conversation record back."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from dataclasses import asdict
from functools import lru_cache
from typing import Any, Mapping

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.answers.answer import Conversation
from bot.answers.compose import Composer
from bot.answers.payload import payload_command
from bot.answers.render import plain_text
from bot.knowledge.access import current_snapshot
from bot.nlu.reading import interpret
from bot.privacy.tracker_store import SLOT
from bot.settings import read_settings


@lru_cache(maxsize=1)
def composer() -> Composer:
    """The composer of this process, built at its first use."""
    return Composer(current_snapshot(), read_settings())


class TurnAction(Action, ABC):
    """An action whose turn is composed from the tracker; subclasses only name it."""

    @abstractmethod
    def name(self) -> str:
        """The action's name in the domain; abstract, so that the executor does not register this base."""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Called by the action executor: one message out, one slot set."""
        before = conversation_of(tracker)
        reading = interpret(tracker.latest_message, before)
        answer, after = composer().compose(reading, before, datetime.date.today())
        buttons = [{"title": option.label, "payload": payload_command(option.payload)} for option in answer.options]
        dispatcher.utter_message(text=plain_text(answer), buttons=buttons, json_message=answer.to_dict())
        return [SlotSet(SLOT, asdict(after))]


def conversation_of(tracker: Tracker) -> Conversation:
    """The record of the conversation so far; an empty one at its start."""
    content = dict(tracker.get_slot(SLOT) or {})
    for name in ("topics", "offered"):
        if name in content:
            content[name] = tuple(content[name])
    return Conversation(**content)
