"""The last replies. Threat: what she was answered stays in memory after its use."""

from __future__ import annotations

from bot.channels.recent import KEPT, SECONDS, RecentReplies
from bot.privacy.pseudonym import Pseudonym

SHE, HE = Pseudonym("she"), Pseudonym("he")


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_reply_is_known_by_sender_and_message() -> None:
    recent = RecentReplies()
    recent.put(SHE, "1", "reply")
    assert recent.get(SHE, "1") == "reply"
    assert recent.get(SHE, "2") is None
    assert recent.get(HE, "1") is None


def test_an_empty_reply_is_a_reply() -> None:
    recent = RecentReplies()
    recent.put(SHE, "1", "")
    assert recent.get(SHE, "1") == ""


def test_a_reply_is_over_at_its_time_and_not_before() -> None:
    clock = Clock()
    recent = RecentReplies(clock)
    recent.put(SHE, "1", "reply")
    clock.now += SECONDS - 0.1
    assert recent.get(SHE, "1") == "reply"
    clock.now += 0.1
    assert recent.get(SHE, "1") is None


def test_asking_for_a_reply_does_not_make_it_last() -> None:
    clock = Clock()
    recent = RecentReplies(clock)
    recent.put(SHE, "1", "reply")
    for _ in range(4):
        clock.now += SECONDS / 4
        known = recent.get(SHE, "1")
    assert known is None


def test_it_lasts_as_long_as_the_provider_may_call_again_and_not_much_longer() -> None:
    assert 15 < SECONDS <= 300


def test_of_one_sender_only_the_last_are_kept() -> None:
    recent = RecentReplies()
    for number in range(KEPT + 3):
        recent.put(SHE, str(number), f"reply {number}")
    assert [recent.get(SHE, str(number)) for number in range(3)] == [None] * 3
    assert [recent.get(SHE, str(number)) for number in range(3, KEPT + 3)] == [f"reply {n}" for n in range(3, KEPT + 3)]


def test_one_sender_pushes_out_no_other() -> None:
    recent = RecentReplies()
    recent.put(SHE, "1", "reply")
    for number in range(100):
        recent.put(HE, str(number), "his")
    assert recent.get(SHE, "1") == "reply"


def test_a_sender_is_forgotten_at_once_and_nobody_else() -> None:
    recent = RecentReplies()
    recent.put(SHE, "1", "her reply")
    recent.put(HE, "1", "his reply")
    recent.forget(SHE)
    assert recent.get(SHE, "1") is None
    assert recent.get(HE, "1") == "his reply"
    assert "her reply" not in str(vars(recent))
    recent.forget(SHE)


def test_a_sweep_removes_what_is_over_with_its_sender_and_keeps_the_rest() -> None:
    clock = Clock()
    recent = RecentReplies(clock)
    recent.put(SHE, "1", "her first")
    recent.put(HE, "1", "his")
    clock.now += SECONDS / 2
    recent.put(SHE, "2", "her second")
    clock.now += SECONDS / 2
    recent.sweep()
    assert recent.get(SHE, "2") == "her second"
    held = str(vars(recent))
    assert "her first" not in held
    assert "'he'" not in held
    clock.now += SECONDS
    recent.sweep()
    assert not recent._replies
