"""Hiding and erasing are known by the words alone, whatever else fails; ordinary messages are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.languages import languages
from bot.nlu.keywords import keyword, leaving
from bot.understanding import leaving as module
from bot.understanding.leaving import Leaving, LeavingFinder
from bot.understanding.text import clean

FINDER = LeavingFinder(["HOURS", "CONSEJO", "مواعيد"], ["STOP", "PARAR", "توقف"])
HIDE, STOP, HIDE_IN_DANGER = Leaving("hide"), Leaving("stop"), Leaving("hide", danger=True)


@pytest.mark.parametrize("text", ["HOURS", "hours!", "hour", "houres", "consejos", "مواعيد", "x", "XX", "hide"])
def test_a_hide_word_hides_also_one_letter_off(text: str) -> None:
    assert FINDER.find(clean(text), danger=False) == HIDE


@pytest.mark.parametrize("text", ["STOP", "delete", "delete this chat", "borra todo", "امسحي", "توقف", "UNSUBSCRIBE"])
def test_a_stop_word_erases(text: str) -> None:
    assert FINDER.find(clean(text), danger=False) == STOP


@pytest.mark.parametrize("text", ["hide, he is coming", "hours he is here now", "he is coming hide", "oculta ya viene"])
def test_that_he_is_near_changes_nothing(text: str) -> None:
    """Even where a danger phrase stands in it: "he is coming" with a hide word brings the decoy alone."""
    assert FINDER.find(clean(text), danger=True) == HIDE


@pytest.mark.parametrize("text", ["HOURS. he has a knife", "he is killing me hide", "consejo tiene un cuchillo"])
def test_a_hide_word_beside_an_attack_hides_with_the_block(text: str) -> None:
    assert FINDER.find(clean(text), danger=True) == HIDE_IN_DANGER
    assert FINDER.find(clean(text), danger=False) is None, "without danger it is a sentence like any other"


@pytest.mark.parametrize(
    "text",
    [
        "opening hours of the police station",
        "where can i hide my passport",
        "can i stop a report",
        "my ex hides my papers",
        "xl",
        "",
        "how do i delete my photos from his phone",
    ],
)
def test_an_ordinary_message_is_left_alone(text: str) -> None:
    assert FINDER.find(clean(text), danger=False) is None
    assert FINDER.find(clean(text), danger=True) is None


def test_a_word_of_her_language_is_answered_in_it_and_a_conversation_keeps_its_own() -> None:
    answered = leaving("CONSEJO", None, danger=False)
    assert answered is not None
    assert answered.language == "es"
    kept = leaving("HOURS", "ar", danger=False)
    assert kept is not None
    assert kept.language == "ar"


def test_the_words_that_we_tell_are_known_in_every_language() -> None:
    for code in languages():
        assert leaving({"en": "HOURS", "es": "CONSEJO", "ar": "مواعيد"}[code], code, danger=False) is not None


@pytest.mark.parametrize("word", ["HELP", "info", "START", "Unstop"])
def test_the_words_of_the_providers_own_texts_bring_the_menu(word: str) -> None:
    assert keyword(clean(word)) == "help_menu"


@pytest.mark.parametrize(
    "content", ["en: {hide: [x], stop: [stop]}", "en: [hide]", "en: {hide: [], stop: [a], near: [b]}"]
)
def test_a_language_without_all_lists_is_refused_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    (tmp_path / "leaving.yml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(module, "LEAVING", tmp_path / "leaving.yml")
    with pytest.raises(KnowledgeError, match=r"leaving\.yml: en: lacks a list"):
        LeavingFinder(["HOURS"], ["STOP"])
