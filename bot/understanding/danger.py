"""Danger in the raw text: phrase lists per language, looked for before and without any trained model.

A phrase is a row of words. `a/b` allows either word, `word*` any ending, `..` up to four words in between. Every phrase
names the danger topic that it points to and carries an example, which a test walks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator, Sequence

import spacy
from spacy.language import Language
from spacy.matcher import Matcher

from bot import yaml_files
from bot.errors import Fault, KnowledgeError
from bot.paths import DANGER
from bot.topics import topics
from bot.understanding.text import fold

GAP = 4  # words that `..` may stand for


@dataclass(frozen=True)
class DangerPhrase:
    """One phrase of a list; `example` is a message that it must find."""

    language: str
    topic: str
    pattern: str
    example: str


class DangerFinder:
    """Finds the phrases of every language in a message; the writer's language is not asked for."""

    def __init__(self, phrases: Sequence[DangerPhrase]) -> None:
        self._blank: Language = spacy.blank("xx")
        self._matcher = Matcher(self._blank.vocab)
        for number, phrase in enumerate(phrases):
            self._matcher.add(f"{number}:{phrase.topic}", [_tokens(phrase.pattern)])

    def find(self, text: str) -> tuple[str, ...]:
        """Ids of the danger topics that `text` may mean, most phrases first; empty where none was found."""
        document = self._blank.make_doc(_spaced(text))
        counts: dict[str, set[str]] = {}
        for match, _start, _end in self._matcher(document):
            number, topic = self._blank.vocab.strings[match].split(":")
            counts.setdefault(topic, set()).add(number)
        return tuple(sorted(counts, key=lambda topic: -len(counts[topic])))


def read_phrases(folder: Path = DANGER) -> list[DangerPhrase]:
    """All phrases of `folder`, one file per language.

    Raises KnowledgeError with a fault for each phrase that is incomplete or names no danger topic.
    """
    phrases: list[DangerPhrase] = []
    faults: list[Fault] = []
    allowed = {topic.id for topic in topics().values() if topic.danger}
    for path in sorted(folder.glob("*.yml")):
        content = yaml_files.read(path)
        for number, entry in enumerate(content["phrases"], start=1):
            phrase = DangerPhrase(
                path.stem, str(entry.get("topic")), str(entry.get("match") or ""), str(entry.get("example") or "")
            )
            if phrase.topic not in allowed or not phrase.pattern.strip(" .") or not phrase.example:
                fault = Fault(
                    path.name,
                    f"phrase {number}",
                    "is incomplete.",
                    f"Give match, example and one of {sorted(allowed)}.",
                )
                faults.append(fault)
                continue
            phrases.append(phrase)
    if faults:
        raise KnowledgeError(faults)
    return phrases


@lru_cache(maxsize=1)
def danger_finder() -> DangerFinder:
    """The finder over the project's own lists, built once."""
    return DangerFinder(read_phrases())


def _spaced(text: str) -> str:
    return " ".join("".join(character if character.isalnum() else " " for character in fold(text)).split())


def _tokens(pattern: str) -> list[dict[str, Any]]:
    tokens: list[dict[str, Any]] = []
    for word in pattern.split():
        if word == "..":
            tokens += [{"OP": "?"}] * GAP
        else:
            tokens.append({"ORTH": _choice(list(_folded(word.split("/"))))})
    return tokens


def _folded(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        ending = word.endswith("*")
        yield _spaced(word) + ("*" if ending else "")


def _choice(words: list[str]) -> dict[str, Any]:
    if any(word.endswith("*") for word in words):
        return {"REGEX": "^(" + "|".join(word[:-1] + r"\w*" if word.endswith("*") else word for word in words) + ")$"}
    return {"IN": words}
