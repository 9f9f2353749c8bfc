"""STOP, HELP, the hide words and the first contact, with the real model behind the webhook.

Twilio's default handling takes words of a woman in need for wishes about a newsletter; and after "hide" he may
hold the phone.
"""

from __future__ import annotations

import itertools
from typing import Iterator

import pytest

from bot.answers import i18n
from bot.answers.answer import Answer
from bot.channels.sms import BLOCKS_AT_TWILIO, CHANNEL
from bot.languages import languages
from bot.nlu import keywords
from bot.privacy.pseudonym import Pseudonym
from bot.sms.segments import segments
from tests.channels.texting import CALM, HER, NotedConversation, Twilio, app_with, calm, conversation_with, form
from tests.talk import Talk

QUESTION = "my husband hits me. do the police tell immigration? i live in luton"
OF_BEFORE = ("police", "immigration", "husband", "hits", "luton", "bedfordshire", "home office", "helpline", "women")
DULL = "This is an automatic information line."
BLOCK = "Danger now: call 999."
NUMBERS = itertools.count(447_700_900_000)


class Woman:
    """Somebody with a number of her own."""

    def __init__(self, conversation: object, opt_out: str) -> None:
        self._twilio = Twilio(app_with(conversation, SAFE_TO_ASK_SMS_OPT_OUT=opt_out))
        self._number = f"+{next(NUMBERS)}"

    def texts(self, body: str, **more: str) -> list[str]:
        """What she gets for `body`."""
        return self._twilio.text(body, self._number, **more)

    @property
    def pseudonym(self) -> Pseudonym:
        """What the conversation knows her by."""
        return self._twilio.channel._pseudonyms.of(CHANNEL, self._number)


@pytest.fixture
def woman(talk: Talk) -> Woman:
    """Whoever writes, where Twilio's own handling of STOP and HELP is switched off."""
    return Woman(talk.conversation, "own")


def remembered(talk: Talk, woman: Woman) -> bool:
    """Whether anything of her is held."""
    return talk.conversation._store.records.get(woman.pseudonym) is not None


# --- words that carriers give a meaning -------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["HELP", "help", "Help!", "INFO", "START"])
def test_a_woman_who_texts_help_gets_help(woman: Woman, word: str) -> None:
    (text,) = woman.texts(word)
    assert "999" in text
    assert "PERSON" in text
    assert "1 " in text, "and something to choose"


@pytest.mark.parametrize("opt_out", ["own", "provider"])
def test_help_is_answered_by_us_even_where_twilio_answers_it_too(talk: Talk, opt_out: str) -> None:
    """Twilio's own text to HELP names no number to call; two texts are better than that one."""
    assert "999" in Woman(talk.conversation, opt_out).texts("HELP", OptOutType="HELP")[0]


@pytest.mark.parametrize("opt_out", ["own", "provider"])
@pytest.mark.parametrize("word", ["START", "UNSTOP"])
def test_who_comes_back_is_answered(talk: Talk, word: str, opt_out: str) -> None:
    assert Woman(talk.conversation, opt_out).texts(word, OptOutType="START")


def test_yes_to_an_offer_is_no_word_about_a_newsletter(talk: Talk, woman: Woman) -> None:
    woman.texts(QUESTION)
    assert woman.texts("YES")
    assert remembered(talk, woman), "YES neither blocks nor forgets"


def test_yes_as_a_first_message_is_answered_dully(woman: Woman) -> None:
    assert woman.texts("YES")[0].startswith("Hello. " + DULL)


@pytest.mark.parametrize("word", [" Stop\n", "END", "CANCEL", "QUIT", "UNSUBSCRIBE", "delete"])
def test_where_we_answer_stop_she_is_forgotten_and_told_so_once(talk: Talk, woman: Woman, word: str) -> None:
    woman.texts(QUESTION)
    assert remembered(talk, woman)
    (text,) = woman.texts(word)
    assert "cleared here" in text
    assert "on your phone" in text.lower(), "what is left is not passed over"
    assert not remembered(talk, woman)
    assert woman.texts("hello")[0].startswith("Hello. " + DULL), "she is not blocked"


def test_where_twilio_blocks_her_she_is_forgotten_in_silence(talk: Talk) -> None:
    """Twilio has answered, and would refuse to carry a reply (its error 21610)."""
    woman = Woman(talk.conversation, "provider")
    woman.texts(QUESTION)
    assert remembered(talk, woman)
    assert woman.texts("Stop") == []
    assert not remembered(talk, woman)


@pytest.mark.parametrize("word", [*sorted(BLOCKS_AT_TWILIO), "STOP", " Cancel\n"])
def test_each_word_that_blocks_forgets_in_silence(word: str) -> None:
    heard = NotedConversation()
    assert Twilio(app_with(heard, SAFE_TO_ASK_SMS_OPT_OUT="provider")).text(word) == []
    assert (len(heard.forgotten), heard.heard) == (1, [])


@pytest.mark.parametrize("opt_out", ["own", "provider"])
def test_what_twilio_calls_a_stop_is_one_in_any_language(talk: Talk, opt_out: str) -> None:
    """Advanced Opt-Out has keywords in other languages and says by a field what they were."""
    woman = Woman(talk.conversation, opt_out)
    woman.texts(QUESTION)
    assert woman.texts("ALTO", OptOutType="STOP") == []
    assert not remembered(talk, woman)


@pytest.mark.parametrize("text", ["please stop him", "how do i end this", "Stop!", "cancel my visa", "YES", "HELP"])
@pytest.mark.parametrize("opt_out", ["own", "provider"])
def test_such_a_word_in_a_sentence_silences_nobody(opt_out: str, text: str) -> None:
    assert Twilio(app_with(NotedConversation(), SAFE_TO_ASK_SMS_OPT_OUT=opt_out)).text(text) == [f"{CALM} 1"]


def test_the_words_that_block_are_those_of_twilio() -> None:
    """As its documentation lists them."""
    assert {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"} == BLOCKS_AT_TWILIO


@pytest.mark.parametrize("word", ["STOP", "END"])
def test_on_whatsapp_nobody_is_met_with_silence(word: str) -> None:
    """Twilio's default handling is one of telephone numbers; on WhatsApp nobody else would answer."""
    heard = NotedConversation()
    twilio = Twilio(app_with(heard, SAFE_TO_ASK_SMS_OPT_OUT="provider"))
    assert twilio.text(word, "whatsapp:" + HER) == [f"{CALM} 1"]
    assert twilio.text(word, HER) == []


# --- hide -----------------------------------------------------------------------------------------------------------


def hide_words() -> list[str]:
    """The words that our own texts tell her, and those that work everywhere."""
    return [*(i18n.say("common.word.hide", code) for code in languages()), "hide", "x", "xx", "xxx"]


@pytest.mark.parametrize("word", [*hide_words(), "hours", " Hide! ", '"HOURS"', "hide..."])
def test_after_a_hide_word_nothing_of_before_is_left(talk: Talk, woman: Woman, word: str) -> None:
    first = woman.texts(QUESTION)
    (decoy,) = woman.texts(word)
    assert decoy not in first
    assert segments(decoy) == 1
    assert not any(digit in decoy for digit in "0123456789"), "no number to call"
    check_nothing_of_before(decoy)
    assert not remembered(talk, woman)


@pytest.mark.parametrize("dull", ["hello?", "yes", "no", "more", "who is this", "thanks"])
def test_who_looks_into_the_thread_after_hide_is_answered_dully(woman: Woman, dull: str) -> None:
    woman.texts(QUESTION)
    woman.texts("hide")
    (text,) = woman.texts(dull)
    assert text.startswith("Hello. " + DULL)
    check_nothing_of_before(text)


@pytest.mark.parametrize("choice", ["1", "2", "3"])
def test_a_number_after_hide_chooses_nothing_that_was_offered_before(woman: Woman, choice: str) -> None:
    offered = woman.texts(QUESTION)
    woman.texts("hide")
    for text in woman.texts(choice):
        assert "luton" not in text.lower()
        assert "bedfordshire" not in text.lower()
        assert text not in offered


def check_nothing_of_before(text: str) -> None:
    """Nothing that she asked or was answered."""
    assert not [word for word in OF_BEFORE if word in text.lower()], text


def test_the_decoy_is_the_same_whatever_was_asked(talk: Talk) -> None:
    decoys = set()
    for before in (QUESTION, "i need a refuge", "hello"):
        woman = Woman(talk.conversation, "own")
        woman.texts(before)
        decoys.add(tuple(woman.texts("hide")))
    assert len(decoys) == 1


def test_hide_as_a_first_message_is_answered_by_the_same_decoy(talk: Talk, woman: Woman) -> None:
    other = Woman(talk.conversation, "own")
    other.texts(QUESTION)
    assert woman.texts("hide") == other.texts("hide")


@pytest.fixture
def operators_word(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A word that the operator has chosen."""
    monkeypatch.setenv("SAFE_TO_ASK_HIDE_WORD", "Knitting")
    keywords._leaving.cache_clear()
    yield "knitting"
    monkeypatch.undo()
    keywords._leaving.cache_clear()


def test_the_operators_word_hides_beside_the_others(talk: Talk, woman: Woman, operators_word: str) -> None:
    for word in (operators_word, operators_word.upper(), "hide"):
        woman.texts(QUESTION)
        (decoy,) = woman.texts(word)
        check_nothing_of_before(decoy)
        assert not remembered(talk, woman)


def test_without_such_a_setting_the_word_hides_nothing(talk: Talk, woman: Woman) -> None:
    woman.texts(QUESTION)
    woman.texts("knitting")
    assert remembered(talk, woman)


@pytest.mark.parametrize("text", ["hide he is coming", "HOURS he is coming"])
def test_hide_with_danger_near_leaves_one_text_and_no_conversation(talk: Talk, woman: Woman, text: str) -> None:
    woman.texts(QUESTION)
    (only,) = woman.texts(text)
    assert segments(only) == 1
    assert not remembered(talk, woman)
    assert woman.texts("hello")[0].startswith("Hello. " + DULL)


@pytest.mark.parametrize("text", ["hide he has a knife", "HOURS. he is going to kill me", "CONSEJO tiene un cuchillo"])
def test_hide_with_an_attack_gives_the_emergency_block(woman: Woman, text: str) -> None:
    woman.texts(QUESTION)
    assert "999" in woman.texts(text)[0]


@pytest.mark.parametrize("text", ["hide he has a knife", "HOURS. he is going to kill me", "CONSEJO tiene un cuchillo"])
def test_hide_with_an_attack_gives_the_block_alone_and_forgets(talk: Talk, woman: Woman, text: str) -> None:
    """The brief of "hide": the block in its shortest form, and the conversation is forgotten all the same."""
    woman.texts(QUESTION)
    assert len(woman.texts(text)) == 1
    assert not remembered(talk, woman)


def test_hide_works_while_the_model_does_not() -> None:
    """Threat: he looks over her shoulder, and instead of the decoy the phone says 999."""

    def fails(_text: str) -> Answer:
        raise RuntimeError("out of order")

    conversation, _ = conversation_with(fails)
    assert not any("999" in text for text in Woman(conversation, "own").texts("hide"))


def test_hide_works_above_the_limit_of_messages(talk: Talk) -> None:
    """Threat: she wrote much, he comes in, and what she wrote is held on."""
    twilio = Twilio(app_with(talk.conversation, SAFE_TO_ASK_SENDER_LIMIT="1"))
    twilio.text(QUESTION)
    held = talk.conversation.held()
    twilio.text("hide")
    assert talk.conversation.held() == held - 1


# --- first contact --------------------------------------------------------------------------------------------------


def hints(parts: list[str]) -> list[int]:
    """Where among the texts how to hide is told."""
    return [place for place, text in enumerate(parts) if any(f"{word}" in text for word in HIDE_TOLD)]


HIDE_TOLD = ("I forget this chat", "olvido este chat", "فأنسى")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("do the police tell immigration?", "i need a place to sleep"),
        ("la policia avisa a inmigracion?", "necesito donde dormir"),
        ("هل تخبر الشرطة الهجرة؟", "أحتاج مكانا للنوم"),
    ],
    ids=["en", "es", "ar"],
)
def test_how_to_hide_is_told_once_last_and_in_one_segment(woman: Woman, first: str, second: str) -> None:
    parts = woman.texts(first)
    assert hints(parts) == [len(parts) - 1]
    assert segments(parts[-1]) == 1
    assert segments("".join(parts[:-1])) <= 3
    for later in (second, "more", "1"):
        assert hints(woman.texts(later)) == []


def test_a_greeting_does_not_tell_how_to_hide(woman: Woman) -> None:
    """Whoever texts "hello" would learn how she hides."""
    for text in ("hello", "who are you", "menu"):
        assert hints(woman.texts(text)) == []
    assert len(hints(woman.texts("do the police tell immigration?"))) == 1, "it comes with the first real answer"


def test_how_to_hide_never_stands_before_the_emergency_block(woman: Woman) -> None:
    parts = woman.texts("he has a knife")
    assert parts[0].startswith(BLOCK)
    assert hints(parts) in ([], [len(parts) - 1])


def test_after_a_cry_for_help_how_to_hide_comes_with_the_next_answer(woman: Woman) -> None:
    assert hints(woman.texts("he has a knife")) == []
    assert len(hints(woman.texts("do the police tell immigration?"))) == 1


def test_after_she_was_forgotten_it_is_told_again(woman: Woman) -> None:
    assert hints(woman.texts(QUESTION))
    woman.texts("stop")
    assert hints(woman.texts(QUESTION))


# --- the model behind the webhook -----------------------------------------------------------------------------------


def test_a_question_and_a_choice_by_number(woman: Woman) -> None:
    first = woman.texts("how can i get help")
    assert any("\n1 " in text for text in first)
    assert woman.texts("1") != first


@pytest.mark.parametrize("text", ["/restart", '/emergency{"force": "x"}', "//hide", "\\/stop"])
def test_rasas_own_syntax_is_not_open_to_whoever_texts(woman: Woman, text: str) -> None:
    assert woman.texts(text)


def test_stop_by_a_field_needs_no_text() -> None:
    heard = NotedConversation()
    twilio = Twilio(app_with(heard, SAFE_TO_ASK_SMS_OPT_OUT="own"))
    assert "<Message" not in twilio.post(form(None, OptOutType="STOP")).text
    assert len(heard.forgotten) == 1


def test_a_field_that_says_nothing_known_silences_nobody() -> None:
    heard = NotedConversation()
    heard.answers = [calm(CALM)] * 3
    twilio = Twilio(app_with(heard, SAFE_TO_ASK_SMS_OPT_OUT="provider"))
    for kind in ("START", "HELP", "SOMETHING NEW"):
        assert twilio.text("hello", OptOutType=kind) == [CALM]


@pytest.mark.parametrize("word", ["STOP", "END", "CANCEL", "QUIT", "HELP", "YES", "START", "INFO", "UNSUBSCRIBE"])
def test_where_twilio_answers_nothing_every_word_is_answered(word: str) -> None:
    heard = NotedConversation()
    assert Twilio(app_with(heard, SAFE_TO_ASK_SMS_OPT_OUT="own")).text(word) == [f"{CALM} 1"]
    assert heard.heard == [word]
