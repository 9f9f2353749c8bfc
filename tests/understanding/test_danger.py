"""Every danger phrase finds its example, in any case and spelling; calm messages are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.languages import languages
from bot.understanding.danger import DangerFinder, DangerPhrase, danger_finder, read_phrases
from bot.understanding.text import clean

PHRASES = read_phrases()
NUMBERED = [pytest.param(one, id=f"{one.language}-{number}") for number, one in enumerate(PHRASES, start=1)]


@pytest.mark.parametrize("phrase", NUMBERED)
def test_a_phrase_finds_its_example(phrase: DangerPhrase) -> None:
    alone = DangerFinder([phrase])
    assert alone.find(clean(phrase.example)) == (phrase.topic,)
    assert alone.find(clean(phrase.example.upper() + "!!")) == (phrase.topic,)


@pytest.mark.parametrize("phrase", NUMBERED)
def test_a_phrase_is_found_inside_a_longer_message(phrase: DangerPhrase) -> None:
    text = clean(f"hello , can you tell me . {phrase.example} ... in Luton")
    assert phrase.topic in danger_finder().find(text)


def test_every_language_has_phrases_for_every_danger_topic() -> None:
    for language in languages():
        found = {phrase.topic for phrase in PHRASES if phrase.language == language}
        assert found == {"emergency", "self_harm", "child_in_danger"}


@pytest.mark.parametrize(
    "text",
    [
        "my back is killing me after work",
        "the film killed me, i laughed so much",
        "do the police tell immigration?",
        "he hit me last year, we are divorced now",
        "me muero de hambre, a que hora abren?",
        "متت من الضحك",
    ],
)
def test_a_figure_of_speech_is_no_danger(text: str) -> None:
    assert danger_finder().find(clean(text)) == ()


def test_a_gap_is_at_most_four_words_wide() -> None:
    finder = DangerFinder([DangerPhrase("en", "emergency", "he .. knife", "he has a knife")])
    assert finder.find("he one two three four knife")
    assert not finder.find("he one two three four five knife")


@pytest.mark.parametrize(
    "entry",
    [
        "{match: 'he has a knife', example: 'he has a knife'}",
        "{topic: greet, match: 'hello', example: 'hello'}",
        "{topic: emergency, match: ' .. ', example: 'x'}",
        "{topic: emergency, match: 'help'}",
    ],
)
def test_an_incomplete_phrase_is_refused_with_its_place(tmp_path: Path, entry: str) -> None:
    (tmp_path / "en.yml").write_text(f"phrases:\n  - {entry}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"en\.yml: phrase 1: is incomplete"):
        read_phrases(tmp_path)


def test_a_list_of_words_is_named_in_a_phrase(tmp_path: Path) -> None:
    phrase = "{topic: emergency, match: 'has <weapon>/stick', example: 'has gun'}"
    (tmp_path / "en.yml").write_text(f"words:\n  weapon: knife gun\nphrases:\n  - {phrase}\n", encoding="utf-8")
    assert [one.pattern for one in read_phrases(tmp_path)] == ["has knife/gun/stick"]


def test_an_unknown_list_of_words_is_refused_with_its_place(tmp_path: Path) -> None:
    phrase = "{topic: emergency, match: 'has <wepon>', example: 'has gun'}"
    (tmp_path / "en.yml").write_text(f"words:\n  weapon: knife gun\nphrases:\n  - {phrase}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"en\.yml: phrase 1: names \['wepon'\]\. Use one of \['weapon'\]"):
        read_phrases(tmp_path)
