"""Whatever fails behind the port, she gets the emergency block, in her language, within the time."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from tests.talk import Talk


def test_a_failing_model_still_gives_the_emergency_block(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    person = talk.person()
    person.says("mi marido me pega")

    async def fails(*_: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(talk.conversation._agent, "handle_message", fails)
    answer = person.says("me va a matar")
    assert answer.language == "es"
    assert "999" in (answer.danger or "")
    assert answer.danger_sms


def test_a_model_that_hangs_is_not_waited_for(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs(*_: Any) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(talk.conversation._agent, "handle_message", hangs)
    monkeypatch.setattr(talk.conversation, "_turn_seconds", 0.2)
    started = time.monotonic()
    answer = talk.person().says("he is kicking the door")
    assert "999" in (answer.danger or "")
    assert time.monotonic() - started < 10  # the promise; SMS providers give up after 15 s


def test_danger_phrases_open_the_answer_even_if_the_model_does_not_see_them(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = talk.person()
    calm = person.says("hello")

    async def calmly(*_: Any) -> Any:
        return calm

    monkeypatch.setattr(talk.conversation, "_ask_rasa", calmly)
    assert "999" in (person.says("he has a knife").danger or "")
