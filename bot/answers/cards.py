"""Service cards: who can help first, why shown, how to reach them, what to know before."""

from __future__ import annotations

import datetime
from typing import Iterable

from bot.answers import i18n
from bot.answers.answer import ContactShown, ServiceCard
from bot.answers.briefs import Brief
from bot.answers.evidence import age
from bot.knowledge.records import Service
from bot.knowledge.services import Asker, Chosen, Wanted, choose, first_by_and_for, helpline, short_name
from bot.knowledge.snapshot import Snapshot

MOST = 5
PER_TOPIC = 4
NOT_CARDS = ("emergency-999", "silent-solution-55", "emergency-sms-999")  # they stand in the emergency block


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
    found: dict[str, Chosen] = {}
    for brief in briefs:
        for chosen in choose(snapshot, wanted_of(brief), asker, brief.statutory == "warn", PER_TOPIC):
            found.setdefault(chosen.service.id, chosen)
    ordered = sorted(found.values(), key=lambda item: (item.service.statutory, not item.service.by_and_for))
    fresh = [item for item in ordered if not age(item.service, today).silent]
    return tuple(_card(item, asker.language) for item in fresh[:MOST])


def words(briefs: Iterable[Brief], snapshot: Snapshot, asker: Asker) -> dict[str, str]:
    """Values for %{by_and_for}, %{helpline}, %{line} and %{who_first}: name and number as one text."""
    plans = [wanted_of(brief) for brief in briefs]
    line = _line(helpline(snapshot, asker.nation), asker)
    own = next((_line(service, asker) for plan in plans if (service := _own_line(plan, snapshot, asker))), line)
    values = {"helpline": line, "line": own, "by_and_for": line, "who_first": line}
    for plan in plans:
        first = first_by_and_for(snapshot, plan, asker)
        if first is not None:
            values["by_and_for"] = _line(first, asker)
            values["who_first"] = i18n.say(
                "common.join.or", asker.language, {"first": values["by_and_for"], "second": line}
            )
            break
    return values


def _own_line(plan: Iterable[Wanted], snapshot: Snapshot, asker: Asker) -> Service | None:
    for wanted in plan:
        lines = dict(wanted.by_nation)
        if lines:
            identifier = lines.get(asker.nation or "England")
            return snapshot.services[identifier] if identifier else None
    return None


def _line(service: Service, asker: Asker) -> str:
    contact = next((one.value for one in service.contacts if one.kind in ("freephone", "phone")), None)
    contact = contact or next((one.value for one in service.contacts), "")
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
