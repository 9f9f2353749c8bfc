"""Rasa component: danger phrases in the raw text."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.base import MessageComponent
from bot.nlu.keys import DANGER_PHRASES
from bot.understanding.danger import danger_finder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DangerPhrases(MessageComponent):
    """Adds the danger topics whose phrases stand in the message, whatever its language."""

    def read(self, text: str, message: Message) -> None:
        message.set(DANGER_PHRASES, list(danger_finder().find(text)), add_to_output=True)
