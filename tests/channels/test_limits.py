"""Too many messages. Threat: somebody floods the service, or her number, and she is not heard among them."""

from __future__ import annotations

import itertools
import time
from typing import Iterator

import pytest
from time_machine import Traveller, travel

from bot.channels.limiter import SENDER_MINUTES, Limiter
from bot.channels.sms import CHANNEL
from bot.privacy.pseudonym import Pseudonym
from tests.channels.texting import BLOCK, CALM, HER, HIM, NotedConversation, Twilio, app_with, conversation_with, form

SHE, HE = Pseudonym("a" * 64), Pseudonym("b" * 64)
WAIT = "notice too_many"


def gateway(heard: NotedConversation, sender: int = 3, total: int = 1000) -> Twilio:
    """Twilio before a gateway with these limits."""
    limits = {"SAFE_TO_ASK_SENDER_LIMIT": str(sender), "SAFE_TO_ASK_TOTAL_LIMIT": str(total)}
    return Twilio(app_with(heard, SAFE_TO_ASK_SMS_OPT_OUT="provider", **limits))


def test_above_her_limit_she_is_told_once_and_then_nothing_is_said() -> None:
    heard = NotedConversation()
    twilio = gateway(heard)
    answers = [twilio.text(f"message {n}") for n in range(7)]
    assert answers == [[f"{CALM} 1"], [f"{CALM} 2"], [f"{CALM} 3"], [WAIT], [], [], []]
    assert len(heard.heard) == 3


def test_one_sender_above_the_limit_costs_no_other_one_anything() -> None:
    twilio = gateway(NotedConversation())
    for n in range(10):
        twilio.text(f"message {n}", HIM)
    assert twilio.text("hello", HER) == [f"{CALM} 4"]


def test_above_the_limit_of_all_each_is_told_once() -> None:
    heard = NotedConversation()
    twilio = gateway(heard, total=2)
    assert twilio.text("a", HER) == [f"{CALM} 1"]
    assert twilio.text("b", HIM) == [f"{CALM} 2"]
    assert [twilio.text("c", HER), twilio.text("d", HER)] == [[WAIT], []]
    assert [twilio.text("e", HIM), twilio.text("f", HIM)] == [[WAIT], []]
    assert len(heard.heard) == 2


def test_above_every_limit_the_emergency_block_is_still_given_each_time() -> None:
    heard = NotedConversation()
    twilio = gateway(heard, sender=1, total=1)
    assert twilio.text("a") == [f"{CALM} 1"]
    assert [twilio.text("he has a knife"), twilio.text("b"), twilio.text("a knife")] == [[BLOCK], [WAIT], [BLOCK]]
    assert [twilio.text("c"), twilio.text("he has a knife")] == [[], [BLOCK]]
    assert twilio.text("he has a knife", HIM) == [BLOCK]
    assert heard.heard == ["a"], "no model was asked for it"


@pytest.mark.parametrize(
    ("language", "text", "begin"),
    [
        (None, "he has a knife", "Danger now: call 999."),
        ("es", "me va a matar", "Peligro ahora: llame al 999."),
        (None, "me va a matar", "Danger now: call 999."),
    ],
)
def test_the_real_block_above_the_limit_is_in_her_last_known_language(
    language: str | None, text: str, begin: str
) -> None:
    def never(_text: str) -> None:
        raise AssertionError("the model was asked")

    conversation, store = conversation_with(never)  # type: ignore[arg-type]
    twilio = Twilio(app_with(conversation, SAFE_TO_ASK_SENDER_LIMIT="1"))
    if language is not None:
        conversation.set_language(twilio.channel._pseudonyms.of(CHANNEL, HER), language)
    twilio.text("")
    (block,) = twilio.text(text)
    assert block.startswith(begin)
    assert len(store.records.pseudonyms()) == (language is not None), "nothing is kept of it"


def test_a_repeated_call_counts_as_no_message() -> None:
    heard = NotedConversation()
    twilio = gateway(heard, sender=2)
    again = form("hello")
    for _ in range(5):
        twilio.post(again)
    assert twilio.text("and this") == [f"{CALM} 2"]


def test_stop_is_heard_above_the_limit() -> None:
    heard = NotedConversation()
    twilio = gateway(heard, sender=1)
    for text in ("a", "b", "c"):
        twilio.text(text)
    assert twilio.text("STOP") == []
    assert len(heard.forgotten) == 1


def test_a_forged_message_counts_for_nobody() -> None:
    """Threat: somebody uses up her messages."""
    twilio = gateway(NotedConversation(), sender=1, total=1)
    for _ in range(5):
        assert twilio.send(form("hello"), "wrong").status_code == 403
    assert twilio.text("hello") == [f"{CALM} 1"]


# --- the counts -----------------------------------------------------------------------------------------------------


@pytest.fixture
def clock() -> Iterator[Traveller]:
    """A clock that stands still until it is moved."""
    with travel(1_800_000_000, tick=False) as traveller:
        yield traveller


def test_what_was_too_much_is_answered_again_after_the_time(clock: Traveller) -> None:
    limiter = Limiter(2, 100)
    assert [limiter.within(SHE) for _ in range(4)] == [True, True, False, False]
    assert [limiter.tells(SHE), limiter.tells(SHE), limiter.tells(HE)] == [True, False, True]
    clock.shift(SENDER_MINUTES * 60 - 1)
    assert [limiter.within(SHE), limiter.tells(SHE)] == [False, False]
    clock.shift(2)
    assert [limiter.within(SHE) for _ in range(3)] == [True, True, False]
    assert limiter.tells(SHE)


def test_the_window_moves_with_the_messages(clock: Traveller) -> None:
    limiter = Limiter(2, 100)
    limiter.within(SHE)
    clock.shift(SENDER_MINUTES * 60 - 10)
    assert limiter.within(SHE)
    clock.shift(11)  # the first is over, the second is not
    assert [limiter.within(SHE), limiter.within(SHE)] == [True, False]


def test_the_limit_of_all_is_over_after_a_minute(clock: Traveller) -> None:
    limiter = Limiter(100, 2)
    people = (Pseudonym(f"{n:064}") for n in itertools.count())
    assert [limiter.within(next(people)) for _ in range(3)] == [True, True, False]
    clock.shift(61)
    assert limiter.within(next(people))


def test_who_is_above_her_own_limit_uses_nothing_up_of_the_others(clock: Traveller) -> None:
    limiter = Limiter(1, 3)
    for _ in range(50):
        limiter.within(HE)
    assert limiter.within(SHE)


def held(limiter: Limiter, name: str) -> bool:
    """Whether `name` stands anywhere in what the limiter holds."""
    return name in str(vars(limiter._counts))


def swept(limiter: Limiter) -> None:
    """Sweep once the storage's own thread has ended."""
    end = time.perf_counter() + 5
    while limiter._counts.timer.is_alive():
        assert time.perf_counter() < end
    limiter.sweep()


def test_a_sender_is_forgotten_when_her_count_is_over(clock: Traveller) -> None:
    """Threat: the pseudonyms of a day add up to a list of who wrote."""
    limiter = Limiter(1, 100)
    for _ in range(3):
        limiter.within(SHE)
        limiter.tells(SHE)
    clock.shift(SENDER_MINUTES * 60 - 1)
    swept(limiter)
    assert held(limiter, SHE)
    clock.shift(2)
    swept(limiter)
    assert not held(limiter, SHE)


def test_a_thousand_senders_leave_nothing_behind(clock: Traveller) -> None:
    limiter = Limiter(1, 100_000)
    for n in range(1000):
        limiter.within(Pseudonym(f"{n:064}"))
    clock.shift(SENDER_MINUTES * 60 + 1)
    swept(limiter)
    assert not limiter._counts.events


def test_the_channel_sweeps_its_counts(clock: Traveller) -> None:
    channel = Twilio(app_with(NotedConversation())).channel
    channel._limiter.within(SHE)
    clock.shift(SENDER_MINUTES * 60 + 1)
    end = time.perf_counter() + 5
    while channel._limiter._counts.timer.is_alive():
        assert time.perf_counter() < end
    channel.sweep()
    assert not held(channel._limiter, SHE)
