"""Twilio's own copy of each message: deleted through its API once it is no longer needed for delivery.

What waits is the id of a message and nothing else. A deletion that fails is tried again, ever more slowly, until it
succeeds or Twilio says that there is no such record.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Protocol

from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from bot import metrics
from bot.errors import ConfigurationError
from bot.settings import PUBLIC_API, Twilio

logger = logging.getLogger(__name__)

MESSAGE_ID = re.compile(r"^(SM|MM)[0-9a-f]{32}\Z")
FIRST_RETRY, LONGEST_RETRY = 2.0, 3600.0  # seconds
LOOK_EVERY = 1.0  # seconds between looks at what is due
CALL_SECONDS = 10.0
GONE = 404  # Twilio's answer where the record does not exist (any more)


class Deleter(Protocol):
    """Deletes one message record; returns the HTTP status, 204 where it is done."""

    def __call__(self, message_id: str) -> int: ...


@dataclass
class _Waiting:
    due: float
    attempts: int = 0


class ProviderRecords:
    """The queue of records to delete.

    path: file that holds the ids over a restart, or None. Raises ConfigurationError where it cannot be used.
    """

    def __init__(self, delete: Deleter, path: Path | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._delete = delete
        self._path = path
        self._clock = clock
        self._waiting: dict[str, _Waiting] = {}
        for message_id in self._read():
            self._waiting[message_id] = _Waiting(clock())
        self._write()

    def add(self, message_id: str, after: float = 0.0) -> None:
        """Have the record of a message deleted `after` seconds from now; what is no message id is left out."""
        if not MESSAGE_ID.match(message_id):
            return
        due = self._clock() + after
        known = self._waiting.get(message_id)
        if known is None or due < known.due:
            self._waiting[message_id] = _Waiting(due)
            self._save()

    async def run(self) -> None:
        """Delete what is due, for as long as the process serves."""
        while True:
            await self.work()
            await asyncio.sleep(LOOK_EVERY)

    async def work(self) -> None:
        """Try everything that is due, once."""
        due = [message_id for message_id, item in self._waiting.items() if item.due <= self._clock()]
        for message_id in due:
            status = await asyncio.to_thread(self._tried, message_id)
            if status in (204, GONE):
                self._waiting.pop(message_id, None)
                metrics.deletions.labels("deleted" if status != GONE else "gone").inc()
            else:
                item = self._waiting[message_id]
                item.due = self._clock() + min(FIRST_RETRY * 2**item.attempts, LONGEST_RETRY)
                item.attempts = min(item.attempts + 1, 20)
                metrics.deletions.labels("failed").inc()
                logger.warning("a record was not deleted: status %d, attempt %d", status, item.attempts)
        if due:
            self._save()
        self._count()

    @property
    def waiting(self) -> int:
        """How many records are still to be deleted."""
        return len(self._waiting)

    def _tried(self, message_id: str) -> int:
        try:
            return self._delete(message_id)
        except Exception as error:  # whatever goes wrong on the way to the provider, it is tried again
            logger.warning("deletion failed: %s", type(error).__name__)
            return 0

    def _count(self) -> None:
        metrics.deletions_waiting.set(len(self._waiting))
        metrics.deletions_failing.set(sum(item.attempts > 0 for item in self._waiting.values()))

    def _read(self) -> list[str]:
        if self._path is None:
            return []
        try:
            listed = json.loads(self._path.read_text(encoding="ascii"))
            if not isinstance(listed, list) or not all(MESSAGE_ID.match(one) for one in listed):
                raise ValueError("not a list of message ids")
            return listed
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError) as error:
            raise ConfigurationError(
                f"SAFE_TO_ASK_DELETION_QUEUE: {self._path.name} cannot be read ({type(error).__name__}). "
                "Mend or remove it."
            ) from None

    def _save(self) -> None:
        """As `_write`, but a disk that fails while the process serves costs nobody her reply, and no deletion."""
        try:
            self._write()
        except ConfigurationError as error:
            logger.error("the deletion queue could not be saved: %s", type(error.__context__).__name__)

    def _write(self) -> None:
        self._count()
        if self._path is None:
            return
        beside = self._path.with_suffix(".new")
        try:
            beside.write_text(json.dumps(list(self._waiting)), encoding="ascii")
            os.replace(beside, self._path)
        except OSError as error:
            raise ConfigurationError(
                f"SAFE_TO_ASK_DELETION_QUEUE: {self._path} cannot be written ({type(error).__name__}). "
                "Name a file in a folder that this process may write to."
            ) from None


def twilio_deleter(account: Twilio) -> Deleter:
    """Deletes through Twilio's Messages API with the account's token."""
    client = Client(account.account_sid, account.auth_token, http_client=_At(account.api))

    def delete(message_id: str) -> int:
        try:
            client.messages(message_id).delete()
        except TwilioRestException as error:
            return int(error.status)
        return 204

    return delete


class _At(TwilioHttpClient):
    """Twilio's own client, which speaks to the configured address."""

    def __init__(self, api: str) -> None:
        super().__init__(timeout=CALL_SECONDS)
        self._api = api

    def request(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        return super().request(method, url.replace(PUBLIC_API, self._api, 1), *args, **options)
