"""A thread with an event loop of its own, so that work which blocks it cannot block those who wait for it."""

from __future__ import annotations

import asyncio
import threading
from typing import Any, Coroutine, TypeVar

Result = TypeVar("Result")


class Worker:
    """Runs coroutines one loop away; a caller waits so long and no longer, whatever the work does."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name=name, daemon=True).start()

    async def run(self, work: Coroutine[Any, Any, Result], seconds: float) -> Result:
        """The result of `work`. Raises TimeoutError (asyncio's) after `seconds`, and what `work` raises."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        return await asyncio.wait_for(asyncio.wrap_future(future), seconds)
