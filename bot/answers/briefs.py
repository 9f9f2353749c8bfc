"""The briefs of `data/briefs/`: for each topic which points its answer carries, in order, and on what they rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping

from bot import yaml_files
from bot.errors import Fault, KnowledgeError
from bot.knowledge.records import NATIONS
from bot.paths import BRIEFS
from bot.topics import topics

BASES = ("bot", "tone", "practice", "directory", "forces-file", "not-known", "provider-docs", "notes")


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
    shared = yaml_files.read(folder / "shared.yml")
    found: dict[str, Brief] = {}
    faults: list[Fault] = []
    for group in dict.fromkeys(topic.group for topic in topics().values()):
        name = f"{group}.yml"
        for entry in yaml_files.read(folder / name):
            topic = entry["id"]
            if topic in found or topic not in topics() or topics()[topic].group != group:
                faults.append(Fault(name, topic, "is doubled or no topic of this group.", "See data/topics.yml."))
                continue
            found[topic] = _brief(group, entry, shared, faults)
    for missing in topics().keys() - found.keys():
        faults.append(Fault("briefs", missing, "has no brief.", "Write one: data/briefs/README.md says how."))
    if faults:
        raise KnowledgeError(faults)
    return found


def _brief(group: str, entry: Mapping[str, Any], shared: Mapping[str, Any], faults: list[Fault]) -> Brief:
    points = []
    for item in entry["carries"]:
        if "use" in item and item["use"] not in shared:
            faults.append(Fault(f"{group}.yml", entry["id"], f"uses '{item['use']}'.", "Add it to shared.yml."))
            continue
        point = _point(f"{group}.{entry['id']}", item, shared)
        if not set(point.basis) <= set(BASES) or not (point.facts or point.evidence or point.basis):
            faults.append(Fault(f"{group}.yml", entry["id"], f"'{point.id}' has no basis.", f"Use {', '.join(BASES)}."))
        points.append(point)
    plan = entry["services"]
    composition = entry.get("composition") or {}
    return Brief(
        topic=entry["id"],
        points=tuple(points),
        services=tuple(_filter(item) for item in plan["order"]),
        statutory=plan["statutory"],
        asks=entry["ask_back"] is not None,
        options=tuple(entry["options"]),
        never=tuple(str(item) for item in entry["never"]),
        composition=composition,
        essential_sms=composition.get("sms") == "essential_only",
    )


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
