"""Danger in the raw text: phrase lists per language, looked for before and without any trained model.

Phrases are written as `bot.understanding.phrases` says; `<name>` stands for any word of the file's list of that name.
Every phrase names the danger topic that it points to and carries an example, which a test walks. Where a message tells
of a time long past, the phrases of an attack are left to the trained model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Iterable, Mapping, Sequence

from bot import yaml_files
from bot.errors import Fault, KnowledgeError
from bot.paths import DANGER
from bot.topics import topics
from bot.understanding.past import PastFinder, past_finder
from bot.understanding.phrases import choices, expression, spaced

ATTACK = "emergency"  # the topic whose phrases a story of long ago is full of
NAMED = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class DangerPhrase:
    """One phrase of a list, its named lists of words filled in; `example` is a message that it must find."""

    language: str
    topic: str
    pattern: str
    example: str


class DangerFinder:
    """Finds the phrases of every language in a message; the writer's language is not asked for.

    Each phrase is one regular expression. It is tried only where a word of its rarest place stands in the message, so
    that a thousand phrases cost a fraction of a millisecond; and compiled when it is first tried, or they would hold up
    the start by seconds.
    """

    def __init__(self, phrases: Sequence[DangerPhrase], past: PastFinder | None = None) -> None:
        self._past = past
        self._phrases = phrases
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_start: dict[str, list[int]] = {}
        for number, phrase in enumerate(phrases):
            for word in min(choices(phrase.pattern), key=len):
                index = self._by_start if word.endswith("*") else self._by_word
                index.setdefault(word.rstrip("*").split(" ")[0], []).append(number)

    def find(self, text: str) -> tuple[str, ...]:
        """Ids of the danger topics that `text` may mean, most phrases first; empty where none was found."""
        words = f" {spaced(text)} "
        counts: dict[str, int] = {}
        for number in self._worth_trying(set(words.split())):
            topic = self._phrases[number].topic
            if self._expression(number).search(words):
                counts[topic] = counts.get(topic, 0) + 1
        if ATTACK in counts and self._past is not None and self._past.tells_of_the_past(text):
            del counts[ATTACK]
        return tuple(sorted(counts, key=lambda topic: -counts[topic]))

    def _expression(self, number: int) -> re.Pattern[str]:
        if number not in self._compiled:
            self._compiled[number] = expression(self._phrases[number].pattern)
        return self._compiled[number]

    def _worth_trying(self, words: Iterable[str]) -> list[int]:
        numbers: set[int] = set()
        for word in words:
            numbers.update(self._by_word.get(word, ()))
            for end in range(1, len(word) + 1):
                numbers.update(self._by_start.get(word[:end], ()))
        return sorted(numbers)


def read_phrases(folder: Path = DANGER) -> list[DangerPhrase]:
    """All phrases of `folder`, one file per language.

    Raises KnowledgeError with a fault for each phrase that is incomplete or names no danger topic.
    """
    phrases: list[DangerPhrase] = []
    faults: list[Fault] = []
    allowed = {topic.id for topic in topics().values() if topic.danger}
    for path in sorted(folder.glob("*.yml")):
        content = yaml_files.read(path)
        words = {name: "/".join(str(listed).split()) for name, listed in (content.get("words") or {}).items()}
        for number, entry in enumerate(content["phrases"], start=1):
            match, example = str(entry.get("match") or ""), str(entry.get("example") or "")
            unknown = set(NAMED.findall(match)) - set(words)
            phrase = DangerPhrase(path.stem, str(entry.get("topic")), _filled(match, words), example)
            if unknown:
                mend = f"Use one of {sorted(words)}."
                faults.append(Fault(path.name, f"phrase {number}", f"names {sorted(unknown)}.", mend))
            elif phrase.topic not in allowed or not phrase.pattern.strip(" .") or not phrase.example:
                mend = f"Give match, example and one of {sorted(allowed)}."
                faults.append(Fault(path.name, f"phrase {number}", "is incomplete.", mend))
            phrases.append(phrase)
    if faults:
        raise KnowledgeError(faults)
    return phrases


@lru_cache(maxsize=1)
def danger_finder() -> DangerFinder:
    """The finder over the project's own lists, built once."""
    return DangerFinder(read_phrases(), past_finder())


def _filled(match: str, words: Mapping[str, str]) -> str:
    return NAMED.sub(lambda found: words.get(found[1], ""), match)
