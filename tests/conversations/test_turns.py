"""How a conversation goes on: choices, more, language, place, hide, stop, and what is not understood."""

from __future__ import annotations

import pytest

from bot.languages import languages
from tests.talk import Talk

UNREADABLE = ["", "   ", "😂😂😂", "\x00\x01\x02", "?!...", "\u202e\u200f"]
ODD = [
    "a" * 10_000,
    "<script>alert(1)</script>",
    "'; DROP TABLE users; --",
    "{{7*7}} ${7*7} %s %n",
    "/emergency",
    '/change_language{"language": "ar"}',
    "/restart",
    "/session_start",
    "hola привет مرحبا 你好",
    "\\/intent",
]


def test_a_number_means_what_was_offered_last(talk: Talk) -> None:
    person = talk.person()
    first = person.says("do the police tell immigration about me?")
    second = person.says("2")
    assert second.topics[0] == first.options[1].payload


@pytest.mark.parametrize("text", ["2.", "(2)", " 2 ", "٢"])
def test_a_number_may_be_written_in_several_ways(talk: Talk, text: str) -> None:
    person = talk.person()
    first = person.says("do the police tell immigration about me?")
    assert person.says(text).topics[0] == first.options[1].payload


def test_a_number_that_was_not_offered_is_no_choice(talk: Talk) -> None:
    answer = talk.person().says("7")
    assert answer.topics == ("out_of_scope",)


def test_more_gives_what_was_left(talk: Talk) -> None:
    person = talk.person("sms")
    first = person.receives("do the police tell immigration about me?")
    second = person.receives("MORE")
    assert second[-1] != first[-1]
    assert second[-1] not in first[-1]


def test_the_language_of_a_conversation_stays(talk: Talk) -> None:
    person = talk.person()
    assert person.says("mi marido me pega y tengo miedo").language == "es"
    assert person.says("ok").language == "es"
    assert person.says("2").language == "es"


@pytest.mark.parametrize(
    ("asked", "code"),
    [("arabic", "ar"), ("العربية", "ar"), ("es", "es"), ("español por favor", "es"), ("English", "en")],
)
def test_another_language_on_request(talk: Talk, asked: str, code: str) -> None:
    person = talk.person()
    person.says("do the police tell immigration about me?")
    answer = person.says(asked)
    assert answer.language == code
    assert person.says("2").language == code


@pytest.mark.parametrize(
    "text",
    ["муж меня бьёт каждый день, помогите", "আমার স্বামী আমাকে মারে", "kocam beni her gün dövüyor ne yapabilirim"],
)
def test_an_unsupported_language_is_answered_in_english_with_the_list_of_languages(talk: Talk, text: str) -> None:
    answer = talk.person().says(text)
    assert answer.language == "en"
    assert all(language.own_name in answer.notices[0] for language in languages().values())


def test_a_translation_that_nobody_reviewed_says_so_once(talk: Talk) -> None:
    person = talk.person()
    assert person.says("¿la policía avisa a inmigración?").notices
    assert not person.says("¿y el médico avisa a inmigración?").notices


def test_an_ambiguous_place_is_asked_about_and_the_choice_is_understood(talk: Talk) -> None:
    person = talk.person()
    asked = person.says("what do the police in newport do with my details")
    assert len(asked.options) >= 2
    assert all(option.payload.startswith("force:") for option in asked.options)
    chosen = person.says("1")
    assert "data_sharing_by_force" in chosen.topics


def test_a_place_alone_answers_the_question_for_one(talk: Talk) -> None:
    person = talk.person()
    assert person.says("will i be arrested if i call the police").ask
    answer = person.says("Leeds")
    assert "data_sharing_by_force" in answer.topics
    assert "arrest_risk" in answer.topics
    assert "West Yorkshire" in "\n".join(answer.body)


def test_the_choice_of_the_police_near_her_asks_for_a_town(talk: Talk) -> None:
    person = talk.person()
    offered = [option.payload for option in person.says("do the police tell immigration about me?").options]
    asked = person.says(str(offered.index("data_sharing_by_force") + 1))
    assert asked.topics == ("data_sharing_by_force",)
    assert "West Yorkshire" in "\n".join(person.says("leeds").body)


@pytest.mark.parametrize("text", ["hide", "HOURS", "he is coming hide this"])
def test_hide_gives_the_decoy_and_forgets(talk: Talk, text: str) -> None:
    person = talk.person()
    person.says("mi marido me pega, vivo en luton")
    answer = person.says(text)
    assert answer.alone
    assert answer.sources == answer.services == answer.options == ()
    after = person.says("where do i live?")
    assert after.language == "en"
    assert "Bedfordshire" not in "\n".join(after.body)


def test_the_word_hide_inside_a_question_is_no_wish_to_hide(talk: Talk) -> None:
    answer = talk.person().says("where can i hide the photos so that i can use them as evidence in court")
    assert not answer.alone
    assert not answer.forget


def test_stop_says_so_and_forgets(talk: Talk) -> None:
    person = talk.person()
    person.says("i live in luton, do the police tell immigration?")
    assert person.says("STOP").forget
    assert "Bedfordshire" not in "\n".join(person.says("do the police tell immigration?").body)


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_message_without_words_gets_a_kind_reply_with_the_emergency_line(talk: Talk, text: str) -> None:
    answer = talk.person().says(text)
    assert answer.body
    assert "999" in (answer.danger or "")


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_messages_get_a_reply_and_no_echo(talk: Talk, text: str) -> None:
    person = talk.person()
    reply = person.reads(text)
    assert reply.strip()
    assert text.startswith("/") or text[:40] not in reply
    assert "Traceback" not in reply


@pytest.mark.parametrize("text", ["/emergency", "/abuse_disclosure", '/data_sharing_by_force{"force": "gwent"}'])
def test_rasas_own_syntax_is_not_open_to_the_public(talk: Talk, text: str) -> None:
    answer = talk.person().says(text)
    assert answer.topics != (text.strip("/").split("{")[0],) or not text.startswith("/data")
    assert "Gwent" not in "\n".join(answer.body)


def test_what_nothing_matches_is_said_honestly_with_the_line_the_menu_and_a_person(talk: Talk) -> None:
    answer = talk.person().says("what is the weather in spain tomorrow and the football result")
    assert answer.topics == ("out_of_scope",)
    said = "\n".join((*answer.body, answer.danger or ""))
    assert "999" in said
    assert "MENU" in said
    assert any(contact.kind in ("phone", "freephone") for card in answer.services for contact in card.contacts)
    assert answer.options


def test_danger_opens_the_reply_whatever_else_is_asked(talk: Talk) -> None:
    answer = talk.person().says("he has a knife and what is the weather in spain")
    assert "999" in (answer.danger or "")
    parts = talk.person("sms").receives("he has a knife and what is the weather in spain")
    assert "999" in parts[0]
