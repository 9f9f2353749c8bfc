"""Service cards: who can help first, why shown, how to reach them, what to know before."""

from __future__ import annotations

import datetime
from typing import Iterable

from bot.answers import i18n
from bot.answers.answer import ContactShown, ServiceCard
from bot.answers.briefs import Brief
from bot.answers.evidence import EMERGENCY, reachable
from bot.knowledge.records import Service
from bot.knowledge.services import Asker, Chosen, Wanted, choose, first_by_and_for, helpline, short_name
from bot.knowledge.snapshot import Snapshot

MOST = 5
PER_TOPIC = 4
NOT_CARDS = EMERGENCY  # they stand in the emergency block


def wanted_of(brief: Brief) -> tuple[Wanted, ...]:
    """The brief's service order as filters of the directory."""
    return tuple(
        Wanted(
            by_and_for=one.by_and_for,
            ids=tuple(identifier for identifier in one.ids if identifier not in NOT_CARDS),
            needs=one.needs,
            kinds=one.kinds,
            by_nation=tuple(one.by_nation.items()),
        )
        for one in brief.services
        if not (one.ids and set(one.ids) <= set(NOT_CARDS))
    )


def cards(briefs: Iterable[Brief], snapshot: Snapshot, asker: Asker, today: datetime.date) -> tuple[ServiceCard, ...]:
    """Cards for the topics of an answer, organisations led by and for women like her first."""
    current = reachable(snapshot, today)
    found: dict[str, Chosen] = {}
    for brief in briefs:
        for chosen in choose(current, wanted_of(brief), asker, brief.statutory == "warn", PER_TOPIC):
            found.setdefault(chosen.service.id, chosen)
    ordered = sorted(found.values(), key=lambda item: (item.service.statutory, not item.service.by_and_for))
    return tuple(_card(item, asker.language) for item in ordered[:MOST])


def words(briefs: Iterable[Brief], snapshot: Snapshot, asker: Asker) -> dict[str, str]:
    """Values for %{by_and_for}, %{helpline}, %{line} and %{who_first}: name and number as one text.

    What has no contact in `snapshot` has no value. by_and_for is a group led by and for women like her or nothing: a
    general line is never called one.
    """
    plans = [wanted_of(brief) for brief in briefs]
    line = _line(helpline(snapshot, asker.nation), asker)
    own = next((_line(service, asker) for plan in plans if (service := _own_line(plan, snapshot, asker))), None)
    group = next((_line(one, asker) for plan in plans if (one := first_by_and_for(snapshot, plan, asker))), None)
    both = {"first": group or "", "second": line or ""}
    who_first = i18n.say("common.join.or", asker.language, both) if group and line else group or line
    values = {"helpline": line, "line": own or line, "by_and_for": group, "who_first": who_first}
    return {name: text for name, text in values.items() if text is not None}


def _own_line(plan: Iterable[Wanted], snapshot: Snapshot, asker: Asker) -> Service | None:
    for wanted in plan:
        lines = dict(wanted.by_nation)
        if lines:
            identifier = lines.get(asker.nation or "England")
            return snapshot.services[identifier] if identifier else None
    return None


def _line(service: Service, asker: Asker) -> str | None:
    if not service.contacts:
        return None
    spoken = (one.value for one in service.contacts if one.kind in ("freephone", "phone"))
    contact = next(spoken, service.contacts[0].value)
    values = {"name": short_name(service), "contact": contact}
    if asker.nation is None and len(service.nations) == 1:
        nation = i18n.say(f"common.nation.{service.nations[0]}", asker.language)
        return i18n.say("common.join.contact_nation", asker.language, {**values, "nation": nation})
    return i18n.say("common.join.contact", asker.language, values)


def _card(chosen: Chosen, language: str) -> ServiceCard:
    service = chosen.service
    warning = service.warning or ("statutory" if service.statutory else None)
    return ServiceCard(
        id=service.id,
        name=service.name,
        by_and_for=service.by_and_for,
        statutory=service.statutory,
        why=tuple(i18n.say(f"common.why.{reason}", language) for reason in chosen.reasons),
        warning=i18n.say(f"common.warning.{warning}", language) if warning else None,
        languages=service.languages,
        contacts=tuple(ContactShown(one.kind, one.value, one.always_open) for one in service.contacts),
        checked_on=service.checked_on,
    )
