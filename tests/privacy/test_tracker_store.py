"""The tracker store with Rasa's own trackers and events. Threat: Rasa keeps every message.

Rasa's own stores have no way to delete, and where a store cannot be loaded or fails, Rasa only warns and keeps
everything in memory; so the class and all that can be reached from it are looked at here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.core.brokers.file import FileEventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.errors import ConfigurationError
from bot.paths import PROJECT
from bot.privacy.tracker_store import SLOT, ForgetfulTrackerStore
from bot.settings import read_settings

CANARY = "canary-7f3a"
HER = "pseudonym-1"
RECORD = {"language": "es", "topics": ["data_sharing"], "force_id": "gwent", "turns": 1}


class Clock:
    """Time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def domain() -> Domain:
    """The domain as it is shipped."""
    return Domain.load(str(PROJECT / "domain"))


@pytest.fixture
def clock() -> Clock:
    """The clock of `store`."""
    return Clock()


@pytest.fixture
def store(domain: Domain, clock: Clock) -> ForgetfulTrackerStore:
    """An empty store."""
    return ForgetfulTrackerStore(domain, clock=clock)


def after_a_turn(domain: Domain, record: dict[str, Any] | None) -> DialogueStateTracker:
    """Her tracker as Rasa hands it over after a turn: message, entity, intent, reply and record."""
    entity = {"entity": "force", "value": CANARY, "start": 0, "end": 4}
    return DialogueStateTracker.from_events(
        HER,
        [
            ActionExecuted("action_listen"),
            UserUttered(CANARY, {"name": "data_sharing", "confidence": 1.0}, [entity], input_channel="sms"),
            ActionExecuted("action_answer"),
            SlotSet(SLOT, record),
            BotUttered(CANARY, {"custom": {"body": [CANARY]}}),
            ActionExecuted("action_listen"),
        ],
        domain.slots,
    )


async def test_nothing_but_the_record_is_kept(store: ForgetfulTrackerStore, domain: Domain) -> None:
    tracker = after_a_turn(domain, RECORD)
    assert CANARY in everything_in(tracker), "what is handed over does hold the message"
    await store.save(tracker)
    assert store.records.get(HER) == RECORD
    assert list(await store.keys()) == [HER]
    assert CANARY not in everything_in(store)


async def test_a_tracker_is_made_anew_from_the_record_alone(store: ForgetfulTrackerStore, domain: Domain) -> None:
    await store.save(after_a_turn(domain, RECORD))
    tracker = await store.retrieve(HER)
    assert tracker is not None
    assert tracker.sender_id == HER
    assert tracker.get_slot(SLOT) == RECORD
    assert tracker.latest_message is None or tracker.latest_message.text is None
    assert [event.type_name for event in tracker.events] == ["action", "session_started", "slot", "action"]
    assert tracker.latest_action_name == "action_listen", "Rasa waits for her next message"
    assert CANARY not in everything_in(tracker)


async def test_a_turn_after_a_turn_keeps_only_the_newer_record(store: ForgetfulTrackerStore, domain: Domain) -> None:
    await store.save(after_a_turn(domain, RECORD))
    tracker = await store.get_or_create_tracker(HER)
    tracker.update(UserUttered(CANARY, {"name": "greet", "confidence": 1.0}))
    tracker.update(SlotSet(SLOT, {"language": "ar", "turns": 2}))
    await store.save(tracker)
    assert store.records.get(HER) == {"language": "ar", "turns": 2}
    assert CANARY not in everything_in(store)


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(None, id="no record"),
        pytest.param({}, id="an empty record"),
        pytest.param({"turns": 0, "language": "es"}, id="a record before the first turn"),
    ],
)
async def test_a_conversation_without_a_turn_leaves_nothing(
    store: ForgetfulTrackerStore, domain: Domain, record: dict[str, Any] | None
) -> None:
    await store.save(after_a_turn(domain, RECORD))
    await store.save(after_a_turn(domain, record))
    assert await store.retrieve(HER) is None
    assert list(await store.keys()) == []


async def test_forget_is_at_once_and_of_one_alone(store: ForgetfulTrackerStore, domain: Domain) -> None:
    await store.save(after_a_turn(domain, RECORD))
    store.records.put("somebody else", RECORD)
    store.forget(HER)
    assert await store.retrieve(HER) is None
    assert HER not in everything_in(store)
    assert list(await store.keys()) == ["somebody else"]


async def test_it_is_kept_until_its_time_is_over_and_no_longer(
    store: ForgetfulTrackerStore, domain: Domain, clock: Clock
) -> None:
    await store.save(after_a_turn(domain, RECORD))
    clock.now += read_settings().retention_minutes * 60 - 0.001
    assert await store.retrieve(HER) is not None
    clock.now += 0.001
    assert await store.retrieve(HER) is None
    assert HER not in everything_in(store)


async def test_the_time_is_that_of_the_settings(domain: Domain, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFE_TO_ASK_RETENTION_MINUTES", "5")
    store = ForgetfulTrackerStore(domain, clock=clock)
    await store.save(after_a_turn(domain, RECORD))
    clock.now += 5 * 60 - 0.001
    assert await store.retrieve(HER) is not None
    clock.now += 0.001
    assert await store.retrieve(HER) is None


async def test_rasa_makes_this_store_from_the_shipped_endpoints(domain: Domain) -> None:
    endpoints = AvailableEndpoints.read_endpoints(str(PROJECT / "endpoints.yml"))
    assert endpoints.event_broker is None
    assert type(TrackerStore.create(endpoints.tracker_store, domain)) is ForgetfulTrackerStore


def test_a_broker_is_refused(domain: Domain, tmp_path: Path) -> None:
    broker = FileEventBroker(str(tmp_path / "events.log"))
    ours = EndpointConfig(type="bot.privacy.tracker_store.ForgetfulTrackerStore")
    with pytest.raises(ConfigurationError, match=r"^endpoints\.yml names an event broker.* Remove it\.$"):
        TrackerStore.create(ours, domain, broker)


def everything_in(thing: object) -> str:
    """Everything that can be reached from `thing`, as text; the domain, which is the same for all, left out."""
    seen: set[int] = set()
    found: list[str] = []
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, (Domain, type)):
            continue
        seen.add(id(one))
        if isinstance(one, (str, bytes, int, float)):
            found.append(str(one))
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif hasattr(one, "__iter__"):
            waiting += list(one)
        waiting += list(getattr(one, "__dict__", {}).values())
    return "\n".join(found)
