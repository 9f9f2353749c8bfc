"""Settings: read once from the environment, frozen, refused when wrong.

Every name is documented in `.env.example`; a test keeps the two in step.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping
from urllib.parse import urlsplit

from bot.errors import ConfigurationError
from bot.paths import CACHE, MODELS

DATABASE_SCHEMES = ("sqlite", "postgresql", "postgresql+psycopg2")


@dataclass(frozen=True)
class Settings:
    """What an operator can choose.

    database_url: SQLAlchemy URL of the knowledge index. model_dir: folder of trained models.
    turn_seconds: time budget of one turn, in seconds, after which the emergency block answers alone.
    organisation: who runs this service, as she is told; None leaves it out.
    retention_minutes: minutes after the last message at which a conversation is forgotten.
    """

    database_url: str
    model_dir: Path
    turn_seconds: float
    retention_minutes: int
    organisation: str | None


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environ` (default: the process's).

    Raises ConfigurationError, naming the variable and what it should be.
    """
    env = os.environ if environ is None else environ
    database_url = env.get("SAFE_TO_ASK_DATABASE_URL") or f"sqlite:///{CACHE / 'knowledge.db'}"
    try:
        scheme = urlsplit(database_url).scheme
    except ValueError:
        scheme = "?"
    if scheme not in DATABASE_SCHEMES:
        raise ConfigurationError(
            f"SAFE_TO_ASK_DATABASE_URL begins with '{scheme}:'. Use sqlite:///path or postgresql://user@host/name."
        )
    return Settings(
        database_url=database_url,
        model_dir=Path(env.get("SAFE_TO_ASK_MODEL_DIR") or MODELS),
        turn_seconds=_number(env, "SAFE_TO_ASK_TURN_SECONDS", default=8.0, low=0.1, high=14.0),
        retention_minutes=_whole(env, "SAFE_TO_ASK_RETENTION_MINUTES", default=30, low=1, high=60),
        organisation=env.get("SAFE_TO_ASK_ORGANISATION") or None,
    )


def _whole(env: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    value = _number(env, name, default=default, low=low, high=high)
    if not value.is_integer():
        raise ConfigurationError(f"{name} must be a whole number from {low} to {high}. Correct it or leave it unset.")
    return int(value)


def _number(env: Mapping[str, str], name: str, *, default: float, low: float, high: float) -> float:
    text = env.get(name)
    if not text:
        return float(default)
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise ConfigurationError(f"{name} must be a number from {low:g} to {high:g}. Correct it or leave it unset.")
    return value
