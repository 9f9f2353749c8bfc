"""The briefs of `data/briefs/`: for each topic which points its answer carries, in order, and on what they rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

from bot import checked_files
from bot.errors import Fault, KnowledgeError
from bot.knowledge.records import NATIONS
from bot.paths import BRIEFS
from bot.topics import topics

BASES = ("bot", "tone", "practice", "directory", "forces-file", "not-known", "provider-docs", "notes")
PARTS = ("carries", "never", "services", "ask_back", "options")  # of every entry ...
PLAN = ("order", "statutory")  # ... and of its services


@dataclass(frozen=True)
class Point:
    """One thing an answer says.

    key: path of its sentence below ".points." or ".short." of a locale namespace, as (namespace, path, id).
    nations: where it holds. web_only: too long for a text message. essential: stands in the shortest text message.
    """

    id: str
    namespace: str
    facts: tuple[str, ...]
    evidence: tuple[str, ...]
    directory: tuple[str, ...]
    figures: tuple[str, ...]
    basis: tuple[str, ...]
    nations: tuple[str, ...]
    web_only: bool
    essential: bool

    @property
    def long_key(self) -> str:
        """Locale key of the full sentence."""
        return f"{self.namespace}.points.{self.id}"

    @property
    def short_key(self) -> str:
        """Locale key of the text-message sentence."""
        return f"{self.namespace}.short.{self.id}"


@dataclass(frozen=True)
class ServiceFilter:
    """One filter of a topic's service order; `by_nation` names one service for each nation."""

    by_and_for: bool | None
    ids: tuple[str, ...]
    needs: tuple[str, ...]
    kinds: tuple[str, ...]
    by_nation: Mapping[str, str]


@dataclass(frozen=True)
class Brief:
    """What the answer to one topic must carry.

    statutory: never, warn or only-in-danger. essential_sms: its other points are never sent by text message.
    """

    topic: str
    points: tuple[Point, ...]
    services: tuple[ServiceFilter, ...]
    statutory: str
    asks: bool
    options: tuple[str, ...]
    never: tuple[str, ...]
    composition: Mapping[str, Any]
    essential_sms: bool


@lru_cache(maxsize=1)
def briefs() -> Mapping[str, Brief]:
    """All briefs by topic. Raises KnowledgeError where one is missing, doubled or malformed."""
    return read_briefs(BRIEFS)


def read_briefs(folder: Path) -> Mapping[str, Brief]:
    """The briefs of a folder; see `briefs`."""
    faults: list[Fault] = []
    shared = checked_files.mapping(folder / "shared.yml", "shared.yml", faults)
    if shared is None:
        raise KnowledgeError(faults)
    found: dict[str, Brief | None] = {}
    unread: set[str] = set()
    for group in dict.fromkeys(topic.group for topic in topics().values()):
        name = f"{group}.yml"
        entries = checked_files.entries(folder / name, name, faults)
        if entries is None:
            unread.add(group)
        for entry in entries or ():
            topic = str(entry.get("id"))
            if topic in found or topic not in topics() or topics()[topic].group != group:
                faults.append(Fault(name, topic, "is doubled or no topic of this group.", "See data/topics.yml."))
                continue
            found[topic] = _brief(group, entry, shared, faults)
    for missing in (topic for topic, known in topics().items() if topic not in found and known.group not in unread):
        faults.append(Fault("briefs", missing, "has no brief.", "Write one: data/briefs/README.md says how."))
    if faults:
        raise KnowledgeError(faults)
    return {topic: brief for topic, brief in found.items() if brief is not None}


def _brief(group: str, entry: Mapping[str, Any], shared: Mapping[str, Any], faults: list[Fault]) -> Brief | None:
    """The brief of an entry; None, and faults, where it lacks a part."""
    name, topic = f"{group}.yml", entry["id"]
    plan = entry.get("services") or {}
    lacking = [
        *(part for part in PARTS if part not in entry),
        *(f"services.{part}" for part in PLAN if part not in plan),
    ]
    if lacking:
        faults.append(Fault(name, topic, f"lacks {', '.join(lacking)}.", "data/briefs/README.md says what each is."))
        return None
    points = []
    for item in entry["carries"]:
        if "use" not in item and "id" not in item:
            faults.append(Fault(name, topic, "has a point without an id.", "Write 'id:' or 'use:'."))
            continue
        if "use" in item and item["use"] not in shared:
            faults.append(Fault(name, topic, f"uses '{item['use']}'.", "Add it to shared.yml."))
            continue
        points.append(_point(f"{group}.{topic}", item, shared))
    services = tuple(_filter(item) for item in plan["order"])
    faults += [Fault(name, topic, problem, remedy) for problem, remedy in _problems(points, services)]
    composition = entry.get("composition") or {}
    return Brief(
        topic=topic,
        points=tuple(points),
        services=services,
        statutory=plan["statutory"],
        asks=entry["ask_back"] is not None,
        options=tuple(entry["options"]),
        never=tuple(str(item) for item in entry["never"]),
        composition=composition,
        essential_sms=composition.get("sms") == "essential_only",
    )


def _problems(points: Sequence[Point], services: Sequence[ServiceFilter]) -> Iterator[tuple[str, str]]:
    """What is wrong with the points and services of a brief, and what to do about it."""
    for point in points:
        if not set(point.basis) <= set(BASES) or not (point.facts or point.evidence or point.basis):
            yield f"'{point.id}' has no basis.", f"Use {', '.join(BASES)}."
        for nation in sorted(set(point.nations) - set(NATIONS)):
            yield f"'{point.id}' names the nation '{nation}'.", f"Use {', '.join(NATIONS)}."
    for nation in sorted({nation for one in services for nation in one.by_nation} - set(NATIONS)):
        yield f"its services name the nation '{nation}'.", f"Use {', '.join(NATIONS)}."


def _point(namespace: str, item: Mapping[str, Any], shared: Mapping[str, Any]) -> Point:
    if "use" in item:
        item = {**shared[item["use"]], **item, "id": item["use"]}
        namespace = "shared"
    return Point(
        id=item["id"],
        namespace=namespace,
        facts=tuple(item.get("facts") or ()),
        evidence=tuple(item.get("evidence") or ()),
        directory=tuple(item.get("directory") or ()),
        figures=tuple(item.get("figures") or ()),
        basis=tuple(item.get("basis") or ()),
        nations=tuple(item.get("nations") or NATIONS),
        web_only=item.get("channel") == "web",
        essential=bool(item.get("essential", False)),
    )


def _filter(item: Mapping[str, Any]) -> ServiceFilter:
    return ServiceFilter(
        by_and_for=item.get("by_and_for"),
        ids=tuple(item.get("ids") or ()),
        needs=tuple(item.get("needs") or ()),
        kinds=tuple(item.get("kinds") or ()),
        by_nation=item.get("by_nation") or {},
    )
