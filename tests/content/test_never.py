"""What no answer may say, in any language: literals of the briefs, withheld numbers, words of the charter."""

from __future__ import annotations

import re

import pytest

from bot import yaml_files
from bot.answers.briefs import briefs
from bot.answers.compose import Composer
from bot.answers.locale_check import sentences
from bot.paths import BRIEFS, DOSSIER
from tests.content.every import LANGUAGES, PLACES, TOPICS, answer_to, shown_text

LITERAL = re.compile(r"`([^`]+)`")
NEVER = yaml_files.read(BRIEFS / "never.yml")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_no_literal_that_the_brief_forbids(composer: Composer, topic: str, language: str) -> None:
    forbidden = [literal for line in briefs()[topic].never for literal in LITERAL.findall(line)]
    forbidden += [str(literal) for literal in NEVER["everywhere"]]
    for nation in PLACES:
        text = shown_text(answer_to(composer, (topic,), language, nation)).casefold()
        assert [literal for literal in forbidden if literal.casefold() in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_withheld_number_or_address(composer: Composer, language: str) -> None:
    withheld = [str(entry["value"]) for entry in yaml_files.read(DOSSIER / "withheld.yml")]
    for topic in TOPICS:
        for nation in PLACES:
            answer = answer_to(composer, (topic,), language, nation)
            text = shown_text(answer) + " ".join(contact.value for card in answer.services for contact in card.contacts)
            squeezed = "".join(text.split())  # also without no-break spaces
            assert [value for value in withheld if value.replace(" ", "") in squeezed] == [], topic


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_that_the_charter_forbids(language: str) -> None:
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in NEVER["words"][language]]
    found = [
        (key, pattern.pattern)
        for key, text in sentences(language).items()
        for pattern in patterns
        if pattern.search(text)
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_forbidden_words_finds_what_it_should(language: str) -> None:
    for example in NEVER["must_find"][language]:
        assert any(re.search(pattern, example, re.IGNORECASE) for pattern in NEVER["words"][language]), example


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_words_do_not_betray_her_on_a_locked_screen(composer: Composer, language: str) -> None:
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in NEVER["locked_screen"][language]]
    found = []
    for topic in TOPICS:
        for nation in PLACES:
            answer = answer_to(composer, (topic,), language, nation)
            if answer.danger:
                continue  # the emergency block is what shows, and it has to be plain
            opening = " ".join(answer.short)[:40]
            found += [(topic, nation, opening) for pattern in patterns if pattern.search(opening)]
    assert sorted(set(found), key=str) == []
