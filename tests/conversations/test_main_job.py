"""The main job: a threat of deportation in a named town, in every language."""

from __future__ import annotations

import pytest

from tests.talk import Talk

THREAT = {
    "en": "my husband says he will have me deported if i call the police, i live in luton",
    "es": "mi esposo dice que me va a hacer deportar si llamo a la policia, vivo en luton",
    "ar": "زوجي يقول انه سيرحلني اذا اتصلت بالشرطة وانا اسكن في Luton",
}
SAYS = {
    "en": (
        "It is a way to control you",
        "not your fault",
        "Bedfordshire Police",
        "nothing published",
        "cannot promise",
    ),
    "es": ("forma de control", "No es culpa suya", "Bedfordshire Police", "no encontramos", "no podemos prometer"),
    "ar": ("للسيطرة عليك", "ليس ذنبك", "Bedfordshire Police", "لم نجد", "لا يمكننا أن نعد"),
}


@pytest.mark.parametrize("language", THREAT)
def test_the_threat_is_recognised_and_the_force_is_told_of(talk: Talk, language: str) -> None:
    answer = talk.person().says(THREAT[language])
    assert answer.language == language
    assert answer.topics[0] == "threat_of_deportation"
    assert "data_sharing_by_force" in answer.topics
    text = "\n".join((*answer.body, *answer.more))
    for piece in SAYS[language]:
        assert piece.casefold() in text.casefold(), piece


@pytest.mark.parametrize("language", THREAT)
def test_who_can_help_first_is_by_and_for_and_never_the_state(talk: Talk, language: str) -> None:
    services = talk.person().says(THREAT[language]).services
    assert services[0].by_and_for
    assert not services[0].statutory
    assert any(contact.kind in ("phone", "freephone") for contact in services[0].contacts)
    assert any(contact.kind == "web" for card in services for contact in card.contacts)


@pytest.mark.parametrize("language", THREAT)
def test_every_figure_has_a_source_with_dates(talk: Talk, language: str) -> None:
    sources = talk.person().says(THREAT[language]).sources
    assert len(sources) > 3
    assert all(source.title and source.checked_on for source in sources)
    assert any(source.publisher == "Domestic Abuse Commissioner" and source.date for source in sources)


@pytest.mark.parametrize("language", THREAT)
def test_the_same_conversation_by_text_message(talk: Talk, language: str) -> None:
    parts = talk.person("sms").receives(THREAT[language])
    assert 1 <= len(parts) <= 2
