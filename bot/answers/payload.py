"""What a numbered choice stands for: a topic id, "force:<id>" or "language:<code>"; and the same as Rasa's payload."""

from __future__ import annotations

import json


def payload_command(payload: str) -> str:
    """The payload as Rasa's "/intent{entities}" text, for buttons and for a number that was sent.

    Only the program makes such texts; a leading slash that a person types is removed before Rasa sees it.
    """
    kind, _, value = payload.partition(":")
    if not value:
        return f"/{kind}"
    intent = {"force": "data_sharing_by_force", "language": "change_language"}[kind]
    return f"/{intent}{json.dumps({kind: value})}"
