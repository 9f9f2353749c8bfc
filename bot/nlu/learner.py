"""What the components that learn have in common: training, keeping and loading one model."""

from __future__ import annotations

from typing import Any, Dict, Generic, List, TypeVar

import joblib
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.base import MessageComponent
from bot.nlu.keys import MODEL_FILE
from bot.nlu.training import TrainingMessage, training_messages

Model = TypeVar("Model")


class LearningComponent(MessageComponent, Generic[Model]):
    """A component with one model, kept in Rasa's model storage."""

    def __init__(self, storage: ModelStorage, resource: Resource, model: Model | None = None) -> None:
        self._storage = storage
        self._resource = resource
        self.model = model

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LearningComponent[Model]:
        """Called by Rasa's engine before training."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LearningComponent[Model]:
        """Called by Rasa's engine with a trained model."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, joblib.load(folder / MODEL_FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Called by Rasa's engine; learns and keeps the model."""
        self.model = self.learn(list(training_messages(training_data)))
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self.model, folder / MODEL_FILE, compress=1)
        return self._resource

    def learn(self, messages: List[TrainingMessage]) -> Model:
        """The model of these messages."""
        raise NotImplementedError
