"""Conversation records. Threats: one is found after its time is over; one is lost while she still writes."""

from __future__ import annotations

import pytest

from bot.privacy.records import MemoryRecords

SECONDS = 1_800.0
BEFORE = SECONDS - 0.001


class Clock:
    """Time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The clock of `records`."""
    return Clock()


@pytest.fixture
def records(clock: Clock) -> MemoryRecords:
    """Records that last half an hour."""
    return MemoryRecords(SECONDS, clock)


def kept(records: MemoryRecords) -> set[str]:
    """The pseudonyms that are in memory now, without the look at the time that every access takes."""
    return set(records._records)


def test_it_starts_clean(records: MemoryRecords) -> None:
    assert records.get("a") is None
    assert records.pseudonyms() == []
    assert records.sweep() == 0
    assert kept(records) == set()


def test_nothing_is_lost_too_early(records: MemoryRecords, clock: Clock) -> None:
    records.put("a", {"turns": 1})
    clock.now += BEFORE
    assert records.sweep() == 0
    assert records.get("a") == {"turns": 1}
    assert records.pseudonyms() == ["a"]


def test_at_the_end_of_its_time_it_is_gone(records: MemoryRecords, clock: Clock) -> None:
    records.put("a", {"turns": 1})
    clock.now += SECONDS
    assert records.get("a") is None
    assert kept(records) == set(), "looking at it has removed it from memory"


def test_the_sweep_removes_exactly_what_is_over_time_without_being_asked_for_it(
    records: MemoryRecords, clock: Clock
) -> None:
    records.put("older", {"turns": 1})
    records.put("old", {"turns": 2})
    clock.now += 0.001
    records.put("young", {"turns": 3})
    clock.now += BEFORE
    assert records.sweep() == 2
    assert kept(records) == {"young"}
    assert records.sweep() == 0


def test_the_list_shows_nothing_that_is_over_time(records: MemoryRecords, clock: Clock) -> None:
    records.put("old", {"turns": 1})
    clock.now += BEFORE
    records.put("young", {"turns": 1})
    clock.now += 0.001
    assert records.pseudonyms() == ["young"]


def test_a_new_message_begins_the_time_anew_and_replaces_the_record(records: MemoryRecords, clock: Clock) -> None:
    records.put("a", {"turns": 1, "force_id": "gwent"})
    clock.now += BEFORE
    records.put("a", {"turns": 2})
    clock.now += BEFORE
    assert records.get("a") == {"turns": 2}
    clock.now += 0.001
    assert records.get("a") is None


def test_reading_does_not_prolong(records: MemoryRecords, clock: Clock) -> None:
    records.put("a", {"turns": 1})
    clock.now += BEFORE
    records.get("a")
    clock.now += 0.001
    assert records.get("a") is None


def test_remove_forgets_one_at_once_and_no_other(records: MemoryRecords) -> None:
    records.put("a", {"turns": 1})
    records.put("b", {"turns": 1})
    records.remove("a")
    records.remove("never written")
    assert kept(records) == {"b"}


def test_what_is_put_is_a_copy(records: MemoryRecords) -> None:
    mine = {"turns": 1}
    records.put("a", mine)
    mine["text"] = 2
    assert records.get("a") == {"turns": 1}
