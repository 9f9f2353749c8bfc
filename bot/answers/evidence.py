"""Sources and ages of what an answer rests on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Iterable

from bot.answers.answer import SourceShown
from bot.answers.briefs import Point
from bot.knowledge.records import Evidence, Fact, Service
from bot.knowledge.snapshot import Snapshot

FACT_DAYS = 365  # charter, rule 11: a year for a fact ...
CONTACT_DAYS = 180  # ... 180 days for a contact; after twice that time neither is given

EMERGENCY = ("emergency-999", "silent-solution-55", "emergency-sms-999")  # given whatever their age


@dataclass(frozen=True)
class Age:
    """old: not checked within its time. silent: not checked within twice its time, so not to be shown."""

    old: bool
    silent: bool


def age(record: Fact | Evidence | Service, today: datetime.date) -> Age:
    """How far a record is behind its last check."""
    allowed = CONTACT_DAYS if isinstance(record, Service) else FACT_DAYS
    days = (today - datetime.date.fromisoformat(record.checked_on)).days
    return Age(days > allowed, days > 2 * allowed)


def reachable(snapshot: Snapshot, today: datetime.date) -> Snapshot:
    """The snapshot without the contacts that are not to be shown on that day; the emergency number stays."""
    services = {
        key: replace(one, contacts=()) if key not in EMERGENCY and age(one, today).silent else one
        for key, one in snapshot.services.items()
    }
    return replace(snapshot, services=services)


def records_of(point: Point, snapshot: Snapshot) -> list[Fact | Evidence]:
    """The facts and pieces of evidence that a point rests on."""
    return [
        *(snapshot.facts[identifier] for identifier in point.facts),
        *(snapshot.evidence[identifier] for identifier in point.evidence),
    ]


def sources_of(shown_now: Iterable[Fact | Evidence], waiting: Iterable[Fact | Evidence]) -> tuple[SourceShown, ...]:
    """The main source of each record, each page once; those of what is shown now before those of what waits."""
    shown: dict[tuple[str, str | None], SourceShown] = {}
    for record, later in [*((one, False) for one in shown_now), *((one, True) for one in waiting)]:
        source = record.sources[0] if isinstance(record, Fact) else record.source
        key = (source.title, source.url)
        shown.setdefault(
            key, SourceShown(source.title, source.publisher, source.url, source.page_date, record.checked_on, later)
        )
    return tuple(shown.values())
