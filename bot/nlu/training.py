"""Training messages out of Rasa's training data: text, topics ("a+b" is two) and language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.languages import SOURCE
from bot.understanding.text import clean


@dataclass(frozen=True)
class TrainingMessage:
    """One message of `data/nlu/`; the language stands in the metadata of its intent."""

    text: str
    topics: tuple[str, ...]
    language: str


def training_messages(training_data: TrainingData) -> Iterator[TrainingMessage]:
    """The messages of Rasa's TrainingData that carry a topic."""
    for example in training_data.intent_examples:
        metadata = (example.get("metadata") or {}).get("intent") or {}
        yield TrainingMessage(
            clean(example.get(TEXT) or ""),
            tuple(str(example.get(INTENT)).split("+")),
            str(metadata.get("language", SOURCE)),
        )
