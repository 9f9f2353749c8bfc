"""A story of long ago sets off no phrase of attack; what goes on, a child and wanting to die always do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.languages import languages
from bot.understanding.danger import danger_finder
from bot.understanding.past import past_finder, read_past
from bot.understanding.text import clean

KNIFE = {"en": "he has a knife", "es": "tiene un cuchillo", "ar": "معه سكين"}
LONG_AGO = {"en": "two years ago", "es": "hace dos años", "ar": "قبل سنتين"}
GOES_ON = {"en": "he is outside", "es": "está afuera", "ar": "هو الآن برا"}


@pytest.mark.parametrize("language", list(languages()))
def test_a_weapon_of_long_ago_is_left_to_the_model(language: str) -> None:
    assert danger_finder().find(clean(KNIFE[language])) == ("emergency",)
    assert danger_finder().find(clean(f"{LONG_AGO[language]} {KNIFE[language]}")) == ()


@pytest.mark.parametrize("language", list(languages()))
def test_what_goes_on_is_found_beside_a_story_of_long_ago(language: str) -> None:
    text = f"{LONG_AGO[language]} {KNIFE[language]}. {GOES_ON[language]}"
    assert danger_finder().find(clean(text)) == ("emergency",)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("two years ago he left me and now i want to die", "self_harm"),
        ("last year was bad but he is beating my baby", "child_in_danger"),
    ],
)
def test_other_danger_is_found_beside_a_story_of_long_ago(text: str, topic: str) -> None:
    assert topic in danger_finder().find(clean(text))


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("last year he hit me", True),
        ("in 2019 he hit me", True),
        ("last year he hit me and today he came back", False),
        ("he hit me yesterday", False),
        ("three days ago he hit me", False),
        ("", False),
    ],
)
def test_only_a_time_long_past_counts(text: str, past: bool) -> None:
    assert past_finder().tells_of_the_past(text) is past


def test_every_language_has_its_lists() -> None:
    read = read_past()
    for language in languages():
        assert read.tells_of_the_past(clean(LONG_AGO[language]))


@pytest.mark.parametrize("content", ["en: {past: [last year]}", "en: [last year]", "en: {past: [], now: [today]}"])
def test_a_language_without_both_lists_is_refused_with_its_name(tmp_path: Path, content: str) -> None:
    (tmp_path / "past.yml").write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"past\.yml: en: lacks a list"):
        read_past(tmp_path / "past.yml")
