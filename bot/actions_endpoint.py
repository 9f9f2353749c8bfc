"""The custom actions in the same process: an action endpoint that calls rasa_sdk's executor instead of a socket."""

from __future__ import annotations

from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor


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
