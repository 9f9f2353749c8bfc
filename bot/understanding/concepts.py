"""Words that mean the same thing to a topic ("kid", "son", "toddler"), per language, from `data/concepts/`.

People's words vary far more than examples can show; a concept lets one example speak for all its words.
"""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import Mapping

from bot import yaml_files
from bot.paths import CONCEPTS
from bot.understanding.text import fold

_WORDS = re.compile(r"\w+")


class ConceptFinder:
    """Finds the concepts of one language's list; a word ending in "*" stands for all words that begin so."""

    def __init__(self, lists: Mapping[str, list[str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._starts: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for concept, phrases in lists.items():
            for phrase in phrases:
                words = tuple(fold(str(phrase)).split())
                index = self._starts if words[0].endswith("*") else self._by_first
                index.setdefault(words[0].rstrip("*"), []).append((words, concept))

    def find(self, text: str) -> set[str]:
        """The concepts that the words of `text` belong to."""
        words = _WORDS.findall(fold(text))
        found: set[str] = set()
        for position, word in enumerate(words):
            candidates = list(self._by_first.get(word, ()))
            for end in range(1, len(word) + 1):
                candidates += self._starts.get(word[:end], ())
            for phrase, concept in candidates:
                if _stands(phrase, words[position : position + len(phrase)]):
                    found.add(concept)
        return found

    def tokens(self, text: str) -> list[str]:
        """Concepts and pairs of concepts, as tokens to learn from."""
        found = sorted(self.find(text))
        return found + [f"{one}+{other}" for one, other in itertools.combinations(found, 2)]


def _stands(phrase: tuple[str, ...], words: list[str]) -> bool:
    return len(words) == len(phrase) and all(
        word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
        for wanted, word in zip(phrase, words, strict=True)
    )


def has_concepts(language: str) -> bool:
    """Whether a language has a list of concepts."""
    return (CONCEPTS / f"{language}.yml").exists()


@cache
def concept_finder(language: str) -> ConceptFinder:
    """The finder for a language; one that finds nothing where there is no list."""
    path = CONCEPTS / f"{language}.yml"
    return ConceptFinder(yaml_files.read(path) if has_concepts(language) else {})


class ConceptAnalyzer:
    """What a vectorizer calls for each message; only the language is kept with a model, the list is read anew."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: str) -> list[str]:
        return concept_finder(self.language).tokens(text)
