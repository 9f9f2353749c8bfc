"""What many tests share: the index, the trained model, a conversation, a PostgreSQL server of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

from bot.privacy import log_hygiene

log_hygiene.configure()  # before anything of Rasa is imported

import pytest  # noqa: E402

from bot.answers.answer import Conversation as Record  # noqa: E402
from bot.answers.compose import Composer  # noqa: E402
from bot.audit import postgres  # noqa: E402
from bot.knowledge.access import current_snapshot  # noqa: E402
from bot.knowledge.snapshot import Snapshot  # noqa: E402
from bot.settings import read_settings  # noqa: E402
from tests import parts  # noqa: E402
from tests.talk import Talk  # noqa: E402


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """The knowledge as the program sees it."""
    return current_snapshot()


@pytest.fixture(scope="session")
def composer(snapshot: Snapshot) -> Composer:
    """A composer over that knowledge, with the settings of this process."""
    return Composer(snapshot, read_settings())


@pytest.fixture
def record() -> Record:
    """The record of a conversation that begins."""
    return Record()


@pytest.fixture(scope="session")
def talk() -> Talk:
    """Conversations with the trained model; `make test` has trained it."""
    return Talk()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """SQLAlchemy URL of a PostgreSQL server on loopback, started for these tests with a folder of its own."""
    with postgres.started(Path(parts.program("postgresql"))) as (url, _folder):
        yield url
