"""The model fails, hangs or blocks. Threat: she asks with a hand on the door, and nothing comes back in time."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from typing import Iterator

import pytest

from actions.turn import composer
from bot.answers import i18n
from bot.answers.answer import Answer
from bot.channels import sms
from bot.conversation import Conversation
from bot.languages import languages
from bot.settings import read_settings
from bot.sms.segments import segments
from bot.worker import Worker
from tests.channels.texting import (
    BLOCK,
    HER,
    HIM,
    PHONE,
    PROMISED_SECONDS,
    SORRY,
    Blocked,
    NotedConversation,
    Twilio,
    TwilioAtOnce,
    app_with,
    calm,
    conversation_with,
)
from tests.talk import Talk

TWILIO_GIVES_UP = 15.0  # seconds
NUMBER = re.compile(r"\b0[\d \u00a0]{9,12}\b")  # no-break spaces from right to left


def raises(_text: str) -> Answer:
    raise RuntimeError("out of order")


async def hangs(_text: str) -> Answer:
    await asyncio.sleep(60)
    return calm("too late")


@pytest.fixture
def blocked() -> Iterator[Blocked]:
    """Work that blocks its thread as long as the test lasts."""
    work = Blocked()
    yield work
    work.release()


def speaking(conversation: Conversation, language: str | None) -> Conversation:
    """The conversation, in which whoever writes has written in `language` before."""
    if language is not None:
        before = conversation.turn

        async def turn(pseudonym: object, text: str, channel: str) -> Answer:
            conversation.set_language(pseudonym, language)  # type: ignore[arg-type]
            return await before(pseudonym, text, channel)  # type: ignore[arg-type]

        conversation.turn = turn  # type: ignore[method-assign]
    return conversation


def check_emergency_reply(parts: list[str], language: str) -> None:
    """The emergency block first, in one segment; then an apology with a line to call, all of it in `language`."""
    block, rest = parts
    assert segments(block) == 1
    assert block == composer().emergency(language)[1]
    assert "999" in block
    assert rest == f"{i18n.say('common.failure.danger', language)} {composer().someone_to_call(language)}"
    assert NUMBER.search(rest), rest
    assert segments(rest) <= 3


@pytest.mark.parametrize("language", [None, *languages()])
@pytest.mark.parametrize("work", [raises, hangs], ids=["fails", "hangs"])
def test_a_model_that_fails_or_hangs_costs_nobody_the_emergency_block(work: object, language: str | None) -> None:
    conversation, _ = conversation_with(work)  # type: ignore[arg-type]
    started = time.monotonic()
    parts = Twilio(app_with(speaking(conversation, language))).text("puedo preguntar algo")
    check_emergency_reply(parts, language or "en")
    assert time.monotonic() - started < PROMISED_SECONDS


@pytest.mark.parametrize("language", [None, "ar"])
def test_a_model_that_blocks_its_thread_does_not_block_the_gateway(blocked: Blocked, language: str | None) -> None:
    conversation, _ = conversation_with(blocked)
    started = time.monotonic()
    check_emergency_reply(Twilio(app_with(speaking(conversation, language))).text("hello"), language or "en")
    assert time.monotonic() - started < PROMISED_SECONDS


async def test_while_one_turn_blocks_all_others_are_still_answered(blocked: Blocked) -> None:
    conversation, _ = conversation_with(blocked)
    twilio = TwilioAtOnce(app_with(conversation))
    started = time.monotonic()
    answers = await asyncio.gather(*(twilio.text("hello", f"+4477009001{n:02}") for n in range(20)))
    for parts in answers:
        check_emergency_reply(parts, "en")
    assert time.monotonic() - started < PROMISED_SECONDS


def test_after_a_block_ends_the_model_answers_again() -> None:
    blocked = Blocked()
    conversation, _ = conversation_with(lambda text: blocked(text) if text == "first" else calm("I am back"))
    twilio = Twilio(app_with(conversation))
    check_emergency_reply(twilio.text("first"), "en")
    blocked.release()
    assert twilio.text("second") == ["I am back"]


def test_a_turn_that_was_given_up_leaves_no_record() -> None:
    conversation, store = conversation_with(hangs)
    Twilio(app_with(conversation)).text("hello")
    assert store.records.pseudonyms() == []


def test_a_turn_that_was_given_up_keeps_nothing_when_it_ends_late(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threat: she says stop while the model is blocked, and what she asked is held after all."""
    free, ended = threading.Event(), threading.Event()
    really = talk.conversation._agent.handle_message

    async def late(message: object) -> None:
        free.wait(30)
        try:
            await really(message)
        finally:
            ended.set()

    monkeypatch.setattr(talk.conversation._agent, "handle_message", late)
    monkeypatch.setattr(talk.conversation, "_turn_seconds", 0.2)
    twilio = Twilio(app_with(talk.conversation, SAFE_TO_ASK_SMS_OPT_OUT="provider"))
    twilio.text("my husband hits me")
    twilio.text("STOP")
    free.set()
    assert ended.wait(30)
    assert talk.conversation._store.records.get(twilio.channel._pseudonyms.of(sms.CHANNEL, HER)) is None


def test_a_conversation_without_any_limit_of_its_own_is_cut_off_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sms, "REPLY_SECONDS", 0.2)

    async def act(_text: str) -> None:
        await asyncio.sleep(60)

    started = time.monotonic()
    assert Twilio(app_with(NotedConversation(act))).text("hello") == [BLOCK, f"{SORRY} {PHONE}"]
    assert time.monotonic() - started < PROMISED_SECONDS


async def test_who_waits_behind_her_own_slow_message_is_not_left_without_a_reply(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sms, "REPLY_SECONDS", 0.3)

    async def act(_text: str) -> None:
        await asyncio.sleep(60)

    twilio = TwilioAtOnce(app_with(NotedConversation(act)))
    started = time.monotonic()
    answers = await asyncio.gather(*(twilio.text(text) for text in ("one", "two", "three")))
    assert answers == [[BLOCK, f"{SORRY} {PHONE}"]] * 3
    assert time.monotonic() - started < PROMISED_SECONDS


async def test_a_slow_turn_of_his_costs_her_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sms, "REPLY_SECONDS", 5.0)

    async def act(text: str) -> None:
        await asyncio.sleep(60 if text == "slow" else 0)

    twilio = TwilioAtOnce(app_with(NotedConversation(act)))
    slow = asyncio.create_task(twilio.text("slow", HIM))
    await asyncio.sleep(0.05)
    assert await twilio.text("hello", HER) != [BLOCK, f"{SORRY} {PHONE}"]
    assert not slow.done()
    slow.cancel()


def test_the_limits_keep_the_promise_before_twilio_gives_up() -> None:
    assert read_settings({}).turn_seconds < sms.REPLY_SECONDS < PROMISED_SECONDS < TWILIO_GIVES_UP


def test_a_model_that_gives_no_answer_counts_as_failed() -> None:
    class Silent:
        async def handle_message(self, _message: object) -> None:
            pass

    conversation, _ = conversation_with(raises)
    conversation._agent = Silent()
    check_emergency_reply(Twilio(app_with(conversation)).text("hello"), "en")


async def test_a_worker_hands_over_what_the_work_returns_and_raises() -> None:
    worker = Worker("test")

    async def doubled(number: int) -> int:
        return 2 * number

    async def failing() -> None:
        raise KeyError("gone")

    assert await worker.run(doubled(4), 5) == 8
    with pytest.raises(KeyError):
        await worker.run(failing(), 5)


async def test_a_worker_gives_up_and_cancels_what_is_too_slow() -> None:
    worker = Worker("test")
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def slow() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            loop.call_soon_threadsafe(ended.set)

    with pytest.raises(asyncio.TimeoutError):
        await worker.run(slow(), 0.1)
    await asyncio.wait_for(ended.wait(), 5)
