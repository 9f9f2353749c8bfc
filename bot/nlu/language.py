"""Rasa component: the language of a message."""

from __future__ import annotations

from typing import List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.keys import LANGUAGE
from bot.nlu.learner import LearningComponent
from bot.nlu.training import TrainingMessage
from bot.understanding.language import LanguageModel, identify, train


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class LanguageIdentifier(LearningComponent[LanguageModel]):
    """Adds the language, its script, and how likely each of our languages is."""

    def learn(self, messages: List[TrainingMessage]) -> LanguageModel:
        return train([message.text for message in messages], [message.language for message in messages])

    def read(self, text: str, message: Message) -> None:
        assert self.model is not None, "Rasa's engine loads a model before it processes messages"
        guess = identify(text, self.model)
        found = {"code": guess.code, "confidence": guess.confidence, "script": guess.script, "shares": guess.shares}
        message.set(LANGUAGE, found, add_to_output=True)
