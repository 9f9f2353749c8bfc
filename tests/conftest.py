"""What many tests share: the index, the trained model, a conversation, a PostgreSQL server of our own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Iterator

from bot.privacy import log_hygiene

log_hygiene.configure()  # before anything of Rasa is imported

import pytest  # noqa: E402
from sqlalchemy import create_engine, text  # noqa: E402
from sqlalchemy.exc import OperationalError  # noqa: E402

from bot.answers.answer import Conversation as Record  # noqa: E402
from bot.answers.compose import Composer  # noqa: E402
from bot.knowledge.access import current_snapshot  # noqa: E402
from bot.knowledge.snapshot import Snapshot  # noqa: E402
from bot.settings import read_settings  # noqa: E402
from tests import parts  # noqa: E402
from tests.serving import free_port  # noqa: E402
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
    programs = Path(parts.program("postgresql"))
    folder = Path(tempfile.mkdtemp(prefix="safe-to-ask-pg-"))
    as_postgres = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        as_postgres = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    port = free_port()
    subprocess.run(
        [*as_postgres, programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8"],
        check=True,
        capture_output=True,
    )
    options = ["-c", "listen_addresses=127.0.0.1", "-p", str(port), "-k", str(folder), "-c", "fsync=off"]
    server = subprocess.Popen(
        [*as_postgres, programs / "postgres", "-D", data, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    try:
        _wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(url: str) -> None:
    engine = create_engine(url)
    for _ in range(150):
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
                engine.dispose()
                return
        except OperationalError:
            time.sleep(0.2)
    raise RuntimeError("PostgreSQL did not start within 30 s")
