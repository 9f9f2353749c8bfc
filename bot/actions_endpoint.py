"""The custom actions in the same process: an action endpoint that calls rasa_sdk's executor instead of a socket."""

from __future__ import annotations

from typing import Any, Dict

from jsonschema import Draft202012Validator
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

_FORMAT = Draft202012Validator(RemoteAction.action_response_format_spec())


def _valid(_action: RemoteAction, result: Dict[str, Any]) -> bool:
    _FORMAT.validate(result)
    return True


# Rasa checks its own schema against the schema of schemas for every message, which takes longer than all the rest of
# the turn. What the action returns is still checked; the schema itself does not change.
RemoteAction._validate_action_result = _valid


class InProcessActions(EndpointConfig):
    """Rasa calls `request`; the text of a message never leaves the process."""

    def __init__(self, package: str) -> None:
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(
        self, method: str = "post", subpath: str | None = None, content_type: str | None = None, **kwargs: Any
    ) -> Any:
        """Run the action that the body names and return its events and responses."""
        return await self._executor.run(kwargs["json"])
