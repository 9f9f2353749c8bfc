"""Repeated and crowded calls. Threat: a repeated call runs her conversation on, and "2" means something else then."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels import sms
from tests.channels.texting import (
    BLOCK,
    CALM,
    HER,
    HIM,
    NotedConversation,
    Twilio,
    TwilioAtOnce,
    app_with,
    calm,
    form,
    new_id,
    until,
)


def test_a_message_that_is_handed_over_again_is_answered_the_same_and_runs_once() -> None:
    heard = NotedConversation()
    twilio = Twilio(app_with(heard))
    again = form("what next")
    first = twilio.post(again)
    second = twilio.post(again)
    assert first.text == second.text
    assert f"{CALM} 1" in first.text
    assert heard.heard == ["what next"]


def test_the_same_words_in_a_new_message_are_a_new_message() -> None:
    heard = NotedConversation()
    twilio = Twilio(app_with(heard))
    assert [twilio.text("2"), twilio.text("2")] == [[f"{CALM} 1"], [f"{CALM} 2"]]


def test_the_same_id_of_another_sender_is_another_message() -> None:
    """Threat: who knows or guesses an id reads her reply."""
    heard = NotedConversation()
    twilio = Twilio(app_with(heard))
    message_id = new_id()
    assert twilio.text("hello", HER, message_id) == [f"{CALM} 1"]
    assert twilio.text("hello", HIM, message_id) == [f"{CALM} 2"]


async def test_a_message_that_comes_again_while_it_is_being_answered_runs_once() -> None:
    go = asyncio.Event()

    async def act(_text: str) -> None:
        await go.wait()

    heard = NotedConversation(act)
    twilio = TwilioAtOnce(app_with(heard))
    message_id = new_id()
    calls = [asyncio.create_task(twilio.text("what next", HER, message_id)) for _ in range(3)]
    await until(lambda: len(heard.people) == 1)
    await asyncio.sleep(0.05)
    go.set()
    assert await asyncio.gather(*calls) == [[f"{CALM} 1"]] * 3
    assert heard.heard == ["what next"]


async def test_the_messages_of_one_person_are_answered_in_their_order() -> None:
    async def act(text: str) -> None:
        await asyncio.sleep(0.05 if text == "0" else 0)  # the first is the slowest

    heard = NotedConversation(act)
    twilio = TwilioAtOnce(app_with(heard))
    calls = []
    for number in range(6):
        calls.append(asyncio.create_task(twilio.text(str(number))))
        await asyncio.sleep(0.002)
    answers = await asyncio.gather(*calls)
    assert heard.heard == [str(number) for number in range(6)]
    assert answers == [[f"{CALM} {number}"] for number in range(1, 7)]


async def test_one_person_never_has_two_turns_at_once() -> None:
    under_way = 0
    most = 0

    async def act(_text: str) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.005)
        under_way -= 1

    twilio = TwilioAtOnce(app_with(NotedConversation(act)))
    await asyncio.gather(*(twilio.text(str(number)) for number in range(8)))
    assert most == 1


async def test_different_people_are_answered_at_the_same_time() -> None:
    all_there = asyncio.Event()
    under_way = 0

    async def act(_text: str) -> None:
        nonlocal under_way
        under_way += 1
        if under_way == 5:
            all_there.set()
        await asyncio.wait_for(all_there.wait(), 5)

    twilio = TwilioAtOnce(app_with(NotedConversation(act)))
    answers = await asyncio.gather(*(twilio.text("hello", f"+4477009001{n:02}") for n in range(5)))
    assert sorted(answers) == [[f"{CALM} {number}"] for number in range(1, 6)], "none of them got the block"


async def test_a_turn_that_fails_does_not_hold_up_her_next_one() -> None:
    async def act(text: str) -> None:
        if text == "bad":
            raise RuntimeError("out of order")

    heard = NotedConversation(act)
    twilio = TwilioAtOnce(app_with(heard))
    bad, good = await asyncio.gather(twilio.text("bad"), twilio.text("good"))
    assert bad[0] == BLOCK
    assert good == [f"{CALM} 1"]


async def test_nothing_is_kept_of_a_turn_that_is_over() -> None:
    """Threat: one lock for each person who ever wrote, by pseudonym."""
    turns = sms._Turns()

    async def one(sender: str, seconds: float) -> None:
        async with turns.of(sender):  # type: ignore[arg-type]
            await asyncio.sleep(seconds)

    await asyncio.gather(one("a", 0.01), one("a", 0), one("b", 0))
    waiting = asyncio.create_task(one("c", 60))
    behind = asyncio.create_task(one("c", 60))
    await asyncio.sleep(0)
    for task in (behind, waiting):
        task.cancel()
    await asyncio.gather(waiting, behind, return_exceptions=True)
    assert not turns._locks
    assert not turns._waiting


def test_a_hide_word_that_comes_again_gets_the_same_decoy() -> None:
    """Threat: the repeated call meets an empty conversation, and a greeting gives her away."""
    heard = NotedConversation()
    heard.answers = [calm("hello"), calm("Open Monday to Saturday.", alone=True, forget=True)]
    twilio = Twilio(app_with(heard))
    twilio.text("hello")
    hide = form("hours")
    assert twilio.post(hide).text == twilio.post(hide).text
    assert heard.heard == ["hello", "hours"]


@pytest.mark.parametrize("word", ["hide", "STOP"])
def test_after_she_was_forgotten_no_earlier_reply_is_kept(word: str) -> None:
    heard = NotedConversation()
    heard.answers = [calm("about the police"), calm("Open Monday to Saturday.", alone=True, forget=True)]
    twilio = Twilio(app_with(heard))
    twilio.text("my question")
    twilio.text(word)
    assert heard.forgotten
    assert "about the police" not in str(twilio.channel._recent._replies)


def test_a_repeated_stop_is_repeated_silence() -> None:
    heard = NotedConversation()
    twilio = Twilio(app_with(heard))
    stop = form("STOP", OptOutType="STOP")
    assert twilio.post(stop).text == twilio.post(stop).text
    assert heard.heard == []
