"""Small made-up records for the tests here: a fact, a piece of evidence, a service, and a snapshot of some of them."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any, Union

from bot.answers.answer import Answer
from bot.knowledge.records import NATIONS, Contact, Evidence, Fact, Service, Source
from bot.knowledge.snapshot import Snapshot

CHECKED = datetime.date(2026, 1, 1)
PAGE = Source("A page", "A publisher", "https://x.org/page", "2025-06")
Record = Union[Fact, Evidence, Service]


def fact(key: str, **changes: Any) -> Fact:
    """A fact of the whole UK, checked on CHECKED, unless changed."""
    whole = Fact(
        id=key,
        claim="Something.",
        figures={},
        nations=NATIONS,
        event_date="2025-06",
        status="current",
        confidence="high",
        checked_on=CHECKED.isoformat(),
        sources=(PAGE,),
    )
    return replace(whole, **changes)


def evidence(key: str, **changes: Any) -> Evidence:
    """A piece of evidence about one force, checked on CHECKED, unless changed."""
    whole = Evidence(
        id=key,
        force_id="bedfordshire",
        nations=(),
        scope="force",
        finding="has_policy",
        figures={},
        event_date="2021-03",
        confidence="high",
        checked_on=CHECKED.isoformat(),
        source=PAGE,
    )
    return replace(whole, **changes)


def service(key: str, *contacts: Contact, **changes: Any) -> Service:
    """A group for women of any community in the whole UK with these contacts, unless changed."""
    whole = Service(
        id=key,
        name=key,
        by_and_for=True,
        open_to_all=True,
        only_by_name=False,
        statutory=False,
        warning=None,
        nations=NATIONS,
        regions=("national",),
        languages=(),
        needs=("advice",),
        confidence="high",
        checked_on=CHECKED.isoformat(),
        source=PAGE,
        contacts=contacts,
    )
    return replace(whole, **changes)


def snapshot_of(*records: Record) -> Snapshot:
    """A snapshot that holds these records and nothing else."""
    return Snapshot(
        facts={one.id: one for one in records if isinstance(one, Fact)},
        forces={},
        evidence={one.id: one for one in records if isinstance(one, Evidence)},
        services={one.id: one for one in records if isinstance(one, Service)},
        local_authorities={},
        places=(),
        outcodes={},
    )


def made_answer(**parts: Any) -> Answer:
    """An English answer of one paragraph, unless changed."""
    return Answer(**{"language": "en", "topics": ("data_sharing",), "body": ("A paragraph.",), **parts})
