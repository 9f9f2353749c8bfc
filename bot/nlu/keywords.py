"""Whole messages that are one of the words which our own replies tell her to send, in any language."""

from __future__ import annotations

from functools import lru_cache
from typing import Mapping

from bot.answers import i18n
from bot.answers.answer import Reading
from bot.languages import SOURCE, languages
from bot.settings import read_settings
from bot.understanding.leaving import LeavingFinder
from bot.understanding.text import fold

KEYWORDS = {"menu": "help_menu", "person": "talk_to_person", "more": "more"}  # hide and stop: see `leaving`
# Words of the provider's English texts; they say nothing about the language that she writes in.
PROVIDERS = dict.fromkeys(("start", "unstop", "help", "info"), "help_menu")


def keyword(text: str) -> str | None:
    """The topic of a message that is such a word."""
    return _keywords().get(_bare(text))


def of_no_language(text: str) -> bool:
    """Whether the message is a word that is sent in every language, so that the conversation keeps its own."""
    return _bare(text) in PROVIDERS or len(_bare(text)) == 1


def leaving(text: str, language: str | None, danger: bool) -> Reading | None:
    """The reading of a cleaned message that hides or erases, known without any model; None for every other message.

    language: of the conversation; where there is none yet, the word's own is answered in. danger: whether a danger
    phrase stands in the message.
    """
    found = _leaving().find(text, danger)
    if found is None:
        return None
    words = {fold(word) for word in text.split()}
    own = [code for code in languages() if fold(i18n.say(f"common.word.{found.topic}", code)) in words]
    return Reading(language or (own[0] if own else SOURCE), (found.topic,), danger=found.danger)


@lru_cache(maxsize=1)
def _keywords() -> Mapping[str, str]:
    own = {
        fold(i18n.say(f"common.word.{word}", code)): topic for code in languages() for word, topic in KEYWORDS.items()
    }
    return {**PROVIDERS, **own}


@lru_cache(maxsize=1)
def _leaving() -> LeavingFinder:
    hide, stop = ([i18n.say(f"common.word.{word}", code) for code in languages()] for word in ("hide", "stop"))
    operators = read_settings().hide_word
    return LeavingFinder([*hide, *([operators] if operators else [])], stop)


def _bare(text: str) -> str:
    return fold(text).strip(" .!\"'")
