"""Action: answers in the language that was asked for."""

from __future__ import annotations

from actions.turn import TurnAction


class ActionLanguage(TurnAction):
    """Answers in the language that was asked for."""

    def name(self) -> str:
        return "action_language"
