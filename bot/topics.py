"""The topics a person can ask about, from `data/topics.yml`: one intent each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Iterable, Mapping

from bot import yaml_files
from bot.paths import TOPICS


@dataclass(frozen=True)
class Topic:
    """priority: 1 is answered first. danger: the answer opens with the emergency block.

    steers: it steers the conversation and asks about nothing; never answered beside another topic, never offered.
    """

    id: str
    group: str
    priority: int
    danger: bool
    steers: bool


@lru_cache(maxsize=1)
def topics() -> Mapping[str, Topic]:
    """All topics by id, in file order."""
    entries = yaml_files.read(TOPICS)["topics"]
    return {
        entry["id"]: Topic(
            id=entry["id"],
            group=entry["group"],
            priority=int(entry["priority"]),
            danger=bool(entry.get("danger", False)),
            steers=bool(entry.get("steers", False)),
        )
        for entry in entries
    }


def by_urgency(ids: Iterable[str]) -> list[str]:
    """The ids, most urgent first; equals keep their order."""
    known = topics()
    return sorted(dict.fromkeys(ids), key=lambda topic: known[topic].priority)
