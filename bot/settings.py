"""Settings: read once from the environment, frozen, refused when wrong.

Every name is documented in `.env.example`; a test keeps the two in step.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping
from urllib.parse import urlsplit

from bot.errors import ConfigurationError
from bot.paths import CACHE, MODELS

DATABASE_SCHEMES = ("sqlite", "postgresql", "postgresql+psycopg2")
OPT_OUT = ("own", "provider")
ACCOUNT_SID = re.compile(r"^AC[0-9a-f]{32}$")
PUBLIC_API = "https://api.twilio.com"
TOGETHER = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "SAFE_TO_ASK_PUBLIC_URL")  # the text-message channel needs all


@dataclass(frozen=True)
class Twilio:
    """The account that carries text messages.

    public_url: address of this gateway as Twilio calls it, without a path; signatures are made over it.
    opt_out: who answers STOP and HELP: "own" (the account's own handling is switched off) or "provider".
    redaction: whether the account's message redaction is on. deletion_queue: file for the ids of messages whose record
    is still to be deleted; None keeps them in memory. api: address of the Messages API.
    """

    account_sid: str
    auth_token: str
    public_url: str
    opt_out: str
    redaction: bool
    deletion_queue: Path | None
    api: str


@dataclass(frozen=True)
class Settings:
    """What an operator can choose.

    database_url: SQLAlchemy URL of the knowledge index. model_dir: folder of trained models.
    turn_seconds: time budget of one turn, in seconds, after which the emergency block answers alone.
    organisation: who runs this service, as she is told; None leaves it out.
    retention_minutes: minutes after the last message at which a conversation is forgotten.
    hide_word: a word of the operator's that hides and forgets, beside those of the languages.
    sender_limit, total_limit: messages that are answered, of one sender in ten minutes and of all in one minute.
    twilio: the text-message account, or None where there is no such channel.
    """

    database_url: str
    model_dir: Path
    turn_seconds: float
    retention_minutes: float
    organisation: str | None
    hide_word: str | None
    sender_limit: int
    total_limit: int
    twilio: Twilio | None


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
        retention_minutes=_number(env, "SAFE_TO_ASK_RETENTION_MINUTES", default=30.0, low=0.1, high=60.0),
        organisation=env.get("SAFE_TO_ASK_ORGANISATION") or None,
        hide_word=_word(env, "SAFE_TO_ASK_HIDE_WORD"),
        sender_limit=_whole(env, "SAFE_TO_ASK_SENDER_LIMIT", default=30, low=1, high=1000),
        total_limit=_whole(env, "SAFE_TO_ASK_TOTAL_LIMIT", default=600, low=1, high=100_000),
        twilio=_twilio(env),
    )


def _twilio(env: Mapping[str, str]) -> Twilio | None:
    missing = [name for name in TOGETHER if not env.get(name)]
    if set(TOGETHER[:2]) <= set(missing):
        return None  # a public address alone serves the web chat
    if missing:
        raise ConfigurationError(
            f"Text messages need {' and '.join(missing)} too. Set {', '.join(TOGETHER)}, or none of the first two."
        )
    account, token, public_url = (env[name] for name in TOGETHER)
    if not ACCOUNT_SID.match(account):
        raise ConfigurationError("TWILIO_ACCOUNT_SID must be 'AC' and 32 hexadecimal digits. Copy it from the console.")
    if not re.match(r"^https?://[^/?#:]+(:\d{1,5})?/?$", public_url):
        raise ConfigurationError(
            "SAFE_TO_ASK_PUBLIC_URL must be https:// and a host name, without a path, as Twilio calls this gateway."
        )
    opt_out = env.get("SAFE_TO_ASK_SMS_OPT_OUT") or "provider"
    redaction = (env.get("SAFE_TO_ASK_SMS_REDACTION") or "off").lower()
    if opt_out not in OPT_OUT:
        raise ConfigurationError(f"SAFE_TO_ASK_SMS_OPT_OUT must be one of: {', '.join(OPT_OUT)}.")
    if redaction not in ("on", "off"):
        raise ConfigurationError("SAFE_TO_ASK_SMS_REDACTION must be 'on' or 'off'.")
    if redaction == "on" and opt_out == "provider":
        # Twilio, warnings 23001, 23002 and 23004: message redaction excludes its own handling of STOP.
        raise ConfigurationError(
            "Message redaction excludes Twilio's own handling of STOP (its warnings 23001, 23002, 23004). Have that "
            "handling switched off for the account and set SAFE_TO_ASK_SMS_OPT_OUT=own, or set "
            "SAFE_TO_ASK_SMS_REDACTION=off."
        )
    queue = env.get("SAFE_TO_ASK_DELETION_QUEUE")
    return Twilio(
        account_sid=account,
        auth_token=token,
        public_url=public_url.rstrip("/"),
        opt_out=opt_out,
        redaction=redaction == "on",
        deletion_queue=Path(queue) if queue else None,
        api=(env.get("SAFE_TO_ASK_TWILIO_API") or PUBLIC_API).rstrip("/"),
    )


def _word(env: Mapping[str, str], name: str) -> str | None:
    word = (env.get(name) or "").strip()
    if word and (" " in word or len(word) > 20):
        raise ConfigurationError(f"{name} must be one word of at most 20 letters. Correct it or leave it unset.")
    return word or None


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
