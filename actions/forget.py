"""Action: answers "hide" and "stop", after which nothing of the conversation is kept."""

from __future__ import annotations

from actions.turn import TurnAction


class ActionForget(TurnAction):
    """Answers "hide" and "stop", after which nothing of the conversation is kept."""

    def name(self) -> str:
        return "action_forget"
