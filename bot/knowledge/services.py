"""Which organisations to name first: by and for her community, in her language, near her; then her nation's lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Mapping, Sequence

from bot.knowledge.records import NATIONS, Service
from bot.knowledge.snapshot import Snapshot

HELPLINES: Mapping[str, str] = {
    "England": "national-domestic-abuse-helpline-refuge",
    "Wales": "live-fear-free",
    "Scotland": "scotland-domestic-abuse-forced-marriage-helpline",
    "Northern Ireland": "dsa-helpline-ni",
}  # the day-and-night lines of the directory, one per nation (data/briefs/README.md)
BY_AND_FOR: Mapping[str, str] = {
    "England": "southall-black-sisters",
    "Wales": "bawso",
    "Scotland": "amina-mwrc",
}  # groups for women of any community that the briefs name for a nation; Northern Ireland has none with a number
SPOKEN = ("freephone", "phone")
# Needs of their own: a service that has one is found by need only where a filter asks for it.
SPECIAL = frozenset(
    (
        "trafficking",
        "men",
        "lgbt",
        "deaf_disabled",
        "children",
        "tech_safety",
        "health",
        "sexual_violence",
        "complaints",
    )
)
EVERYWHERE = "national"
COMMON_LANGUAGE = "en"  # spoken by every service; says nothing about who it is for


@dataclass(frozen=True)
class Asker:
    """Where and in which language help is looked for; None where it is not known. region: as the place data name it."""

    language: str
    nation: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class Wanted:
    """One filter: the services that fit it are looked for before those of the next."""

    by_and_for: bool | None = None
    ids: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    by_nation: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Chosen:
    """A service with the reasons for showing it: by_and_for, language, near, always_open, free, need."""

    service: Service
    reasons: tuple[str, ...]


def choose(snapshot: Snapshot, wanted: Sequence[Wanted], asker: Asker, statutory: bool, most: int) -> list[Chosen]:
    """At most `most` services that may be shown, in the order of the filters, each once.

    statutory: whether public bodies may be among them; they stand last all the same (charter, rule 5).
    """
    chosen: dict[str, Chosen] = {}
    for one in wanted:
        for service in _fitting(snapshot, one, asker):
            if statutory or not service.statutory:
                chosen.setdefault(service.id, Chosen(service, _reasons(service, asker)))
    if any(one.by_and_for for one in wanted) and not any(item.service.by_and_for for item in chosen.values()):
        fallback = first_by_and_for(snapshot, wanted, asker)
        if fallback is not None:
            chosen[fallback.id] = Chosen(fallback, _reasons(fallback, asker))
    ordered = sorted(chosen.values(), key=lambda item: (item.service.statutory, not item.service.by_and_for))
    return ordered[:most]


def helpline(snapshot: Snapshot, nation: str | None) -> Service:
    """The day-and-night line of `nation`; where the nation is unknown England's (callers then name the nation)."""
    return snapshot.services[HELPLINES[nation or "England"]]


def first_by_and_for(snapshot: Snapshot, wanted: Sequence[Wanted], asker: Asker) -> Service | None:
    """The first group led by and for women like her that fits and has a number that may be shown, or None.

    In her region and for the topic's need; else the group that the briefs name for her nation.
    """
    for one in wanted:
        if one.by_and_for:
            for service in _fitting(snapshot, one, asker):
                if any(contact.kind in SPOKEN for contact in service.contacts):
                    return service
    fallback = BY_AND_FOR.get(asker.nation or "England")
    named = snapshot.services[fallback] if fallback else None
    return named if named is not None and named.contacts else None


def short_name(service: Service) -> str:
    """The name of a service without its remarks."""
    return without_remark(service.name)


def without_remark(name: str) -> str:
    """A name up to its first remark in brackets or behind a colon."""
    return name.split(" (")[0].split(":")[0].strip()


def _fitting(snapshot: Snapshot, wanted: Wanted, asker: Asker) -> list[Service]:
    if wanted.by_nation:
        lines = dict(wanted.by_nation)
        nations = [asker.nation] if asker.nation else list(NATIONS)
        return _shown(snapshot.services[lines[nation]] for nation in nations if nation in lines)
    if wanted.ids:
        return [service for service in _shown(snapshot.services[one] for one in wanted.ids) if _serves(service, asker)]
    matching = [
        service
        for service in snapshot.services.values()
        if (wanted.by_and_for is None or service.by_and_for == wanted.by_and_for)
        and (not wanted.needs or set(wanted.needs) & set(service.needs))
        and (not wanted.kinds or any(contact.kind in wanted.kinds for contact in service.contacts))
        and (service.open_to_all or _hers(service, asker))
        and _meant(service, wanted)
        and _serves(service, asker)
    ]
    return sorted(_shown(matching), key=lambda service: _distance(service, asker, wanted))


def _shown(services: Iterable[Service]) -> list[Service]:
    return [service for service in services if service.contacts]


def _serves(service: Service, asker: Asker) -> bool:
    if asker.nation is None:
        everywhere = EVERYWHERE in service.regions and set(NATIONS) <= set(service.nations)
        return everywhere or _hers(service, asker) or service.id == BY_AND_FOR["England"]
    if asker.nation not in service.nations:
        return False
    nation_wide = not service.regions or EVERYWHERE in service.regions or asker.nation != "England"
    return nation_wide or asker.region is None or asker.region in service.regions


def _meant(service: Service, wanted: Wanted) -> bool:
    if service.by_and_for or service.id in HELPLINES.values():
        return True
    special = SPECIAL & set(service.needs)
    return not service.only_by_name and (not special or bool(special & set(wanted.needs)))


def _hers(service: Service, asker: Asker) -> bool:
    return asker.language != COMMON_LANGUAGE and asker.language in service.languages


def _distance(service: Service, asker: Asker, wanted: Wanted) -> tuple[bool, bool, bool, int, str]:
    speaks = _hers(service, asker)
    near = asker.region is not None and asker.region in service.regions
    spoken = any(contact.kind in SPOKEN for contact in service.contacts)
    return (not speaks, not near, not spoken, -len(set(wanted.needs) & set(service.needs)), service.id)


def _reasons(service: Service, asker: Asker) -> tuple[str, ...]:
    reasons = []
    if service.by_and_for:
        reasons.append("by_and_for")
    if _hers(service, asker):
        reasons.append("language")
    if asker.region is not None and asker.region in service.regions:
        reasons.append("near")
    if any(contact.always_open for contact in service.contacts):
        reasons.append("always_open")
    if any(contact.kind == "freephone" for contact in service.contacts):
        reasons.append("free")
    return tuple(reasons)
