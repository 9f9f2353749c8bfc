"""What the components that learn nothing have in common."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.text import clean


class MessageComponent(GraphComponent):
    """A component that reads each typed message and adds keys to it; chosen payloads ("/topic") pass untouched."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageComponent:
        """Called by Rasa's engine."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Called by Rasa's engine for each message of a person."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith(INTENT_MESSAGE_PREFIX):
                self.read(clean(text), message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Called by Rasa's engine before training; these components add nothing there."""
        return training_data

    def read(self, text: str, message: Message) -> None:
        """Add to `message` what its cleaned `text` says."""
        raise NotImplementedError
