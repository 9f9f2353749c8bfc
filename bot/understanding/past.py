"""Whether a message tells of a time long past, so that its words of attack are no call for help now.

Lists per language in `data/past.yml`: `past` are words for such a time, `now` words that take it back.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Sequence

from bot import yaml_files
from bot.errors import Fault, KnowledgeError
from bot.paths import PAST
from bot.understanding.phrases import expression, spaced

LISTS = ("past", "now")


class PastFinder:
    """Looks for the words of every language; the writer's language is not asked for."""

    def __init__(self, past: Sequence[str], now: Sequence[str]) -> None:
        self._past, self._now = _any_of(past), _any_of(now)

    def tells_of_the_past(self, text: str) -> bool:
        """True where `text` names a time long past and nothing that says it goes on."""
        words = f" {spaced(text)} "
        return bool(self._past.search(words)) and not self._now.search(words)


def read_past(path: Path = PAST) -> PastFinder:
    """The lists of all languages.

    Raises KnowledgeError where a language lacks a list.
    """
    past: list[str] = []
    now: list[str] = []
    faults: list[Fault] = []
    for language, lists in yaml_files.read(path).items():
        if not isinstance(lists, dict) or not all(lists.get(name) for name in LISTS):
            faults.append(Fault(path.name, str(language), "lacks a list.", f"Give both {' and '.join(LISTS)}."))
            continue
        past += lists["past"]
        now += lists["now"]
    if faults:
        raise KnowledgeError(faults)
    return PastFinder(past, now)


@lru_cache(maxsize=1)
def past_finder() -> PastFinder:
    """The finder over the project's own lists, built once."""
    return read_past()


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expression(pattern).pattern})" for pattern in patterns))
