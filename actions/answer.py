"""Action: answers the topics of a message, or asks which one is meant."""

from __future__ import annotations

from actions.turn import TurnAction


class ActionAnswer(TurnAction):
    """Answers the topics of a message, or asks which one is meant."""

    def name(self) -> str:
        return "action_answer"
