"""Turns without a model: what was understood is given, the composer answers on a day on which the dossier is fresh."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from bot.answers import i18n
from bot.answers.answer import Answer, Conversation, Reading
from bot.answers.compose import Composer
from tests.content.every import AGE, checked_day

NEW = Conversation()
LATER = Conversation(
    language="en", turns=3, told_to_hide=True
)  # a conversation in which nothing is said for the first time


def ask(
    composer: Composer,
    *topics: str,
    language: str = "en",
    before: Conversation = NEW,
    later: datetime.timedelta = AGE,
    **understood: Any,
) -> tuple[Answer, Conversation]:
    """The answer to these topics and the record after it.

    later: how long after the last check of the dossier. understood: further parts of the Reading.
    """
    reading = Reading(language=language, topics=topics, **understood)
    return composer.compose(reading, before, checked_day(composer) + later)


def fixed(key: str, language: str = "en") -> str:
    """The longest piece of a sentence that no placeholder fills."""
    return max(i18n.PLACEHOLDER.sub("\n", i18n.raw(key, language)).split("\n"), key=len).strip()


def with_contacts_checked(composer: Composer, days: int) -> Composer:
    """A composer whose directory was last checked that many days before the rest (after it, where negative)."""
    snapshot = composer.snapshot
    moved = {
        key: replace(
            one, checked_on=(datetime.date.fromisoformat(one.checked_on) - datetime.timedelta(days)).isoformat()
        )
        for key, one in snapshot.services.items()
    }
    return Composer(replace(snapshot, services=moved), composer._settings)
