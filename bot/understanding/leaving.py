"""Whether a message asks for the chat to be hidden or erased; known by its words alone, without any trained model.

Lists per language in `data/leaving.yml`, beside the words that we tell people to send.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Mapping, Sequence

from rapidfuzz.distance import OSA

from bot import yaml_files
from bot.errors import Fault, KnowledgeError
from bot.paths import LEAVING
from bot.understanding.phrases import expression, spaced

LISTS = ("hide", "stop", "near")
FUZZY_LETTERS = 4  # a shorter word, one letter off, is another word


@dataclass(frozen=True)
class Leaving:
    """topic: "hide" or "stop". danger: a hide word stands beside an attack, so the emergency block goes out with it."""

    topic: Literal["hide", "stop"]
    danger: bool = False


def _read(path: Path) -> Mapping[str, Sequence[str]]:
    """The lists of all languages together. Raises KnowledgeError, naming file and language, where one is missing."""
    lists = yaml_files.read(path)
    faults = [
        Fault(path.name, str(language), "lacks a list.", f"Give {', '.join(LISTS)}.")
        for language, own in lists.items()
        if not isinstance(own, dict) or not all(own.get(name) for name in LISTS)
    ]
    if faults:
        raise KnowledgeError(faults)
    return {name: [one for own in lists.values() for one in own[name]] for name in LISTS}


class LeavingFinder:
    """Knows the words of every language.

    told: the words that we tell people to send: what hides and what erases, of all languages and the operator's own.
    """

    def __init__(self, hide_told: Sequence[str], stop_told: Sequence[str]) -> None:
        listed = _read(LEAVING)
        self._told = frozenset(map(spaced, hide_told))
        self._hide = self._told | set(map(spaced, listed["hide"]))
        self._stop = {*map(spaced, stop_told), *map(spaced, listed["stop"])}
        near = (expression(one).pattern for one in listed["near"])
        self._near = re.compile(f"(?:{'|'.join(near)})+ ")

    def find(self, text: str, danger: bool) -> Leaving | None:
        """What a cleaned message asks for; None where it asks for neither.

        danger: whether a danger phrase stands in the message.
        """
        said = spaced(text)
        if said in self._hide or self._nearly_told(said):
            return Leaving("hide")
        if said in self._stop:
            return Leaving("stop")
        words = said.split()
        for rest, word in ((words[1:], words[:1]), (words[:-1], words[-1:])):
            if not rest or word[0] not in self._hide:
                continue
            if self._only_near(rest):
                return Leaving("hide")
            if danger:
                return Leaving("hide", danger=True)
        return None

    def _only_near(self, words: Sequence[str]) -> bool:
        return self._near.fullmatch(f" {' '.join(words)} ") is not None

    def _nearly_told(self, said: str) -> bool:
        """One letter off the word that we told: typed in fright."""
        return len(said) >= FUZZY_LETTERS and any(
            len(word) >= FUZZY_LETTERS and OSA.distance(said, word, score_cutoff=1) <= 1 for word in self._told
        )
