"""The knowledge of this process: the index of the settings, brought up to date and read once."""

from __future__ import annotations

from functools import lru_cache

from bot.knowledge.load import load, open_engine
from bot.knowledge.snapshot import Snapshot, read_snapshot
from bot.paths import DOSSIER
from bot.settings import read_settings
from bot.topics import topics


@lru_cache(maxsize=1)
def current_snapshot() -> Snapshot:
    """Load what changed, then read everything. Raises KnowledgeError or ConfigurationError."""
    engine = open_engine(read_settings().database_url)
    load(DOSSIER, engine, topics())
    try:
        return read_snapshot(engine)
    finally:
        engine.dispose()
