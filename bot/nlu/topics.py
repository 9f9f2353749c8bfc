"""Rasa component: the topics of a message, as one intent and as the whole reading."""

from __future__ import annotations

from typing import Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.keys import LANGUAGE, TOPICS
from bot.nlu.learner import LearningComponent
from bot.nlu.training import TrainingMessage
from bot.understanding.topics import LanguageTopics, read_topics, train_language


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(LearningComponent[Dict[str, LanguageTopics]]):
    """Sets the intent to the topic that is answered first, and adds every topic, the choices and the danger."""

    def learn(self, messages: List[TrainingMessage]) -> Dict[str, LanguageTopics]:
        models = {}
        for code in dict.fromkeys(message.language for message in messages):
            own = [message for message in messages if message.language == code]
            models[code] = train_language(code, [message.text for message in own], [message.topics for message in own])
        return models

    def read(self, text: str, message: Message) -> None:
        assert self.model is not None, "Rasa's engine loads a model before it processes messages"
        reading = read_topics(text, self.model, (message.get(LANGUAGE) or {}).get("shares", {}))
        ranking = [{"name": topic, "confidence": score} for topic, score in reading.topics]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        found = {
            "topics": [list(item) for item in reading.topics],
            "offered": list(reading.offered),
            "danger": list(reading.danger),
            "unsure": reading.unsure,
        }
        message.set(TOPICS, found, add_to_output=True)
