"""An answer as text messages and as plain text. Threats: the block is not the first thing she reads; a part is lost
between two messages; a message costs more than it may; a warning stands behind the number that it warns of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import i18n
from bot.answers.answer import Answer, ContactShown, Conversation, Option, ServiceCard, SourceShown
from bot.answers.compose import Composer
from bot.answers.render import (
    BUDGET,
    fits_one_page,
    nothing_left,
    plain_text,
    service_line,
    sms_pages,
    sms_parts,
    source_lines,
)
from bot.languages import languages
from bot.sms.segments import segments
from bot.topics import topics
from tests.answers.small import made_answer
from tests.answers.turns import ask

HINT = "For more send MORE."
LATIN = "Some words of one short line."  # sentences of one and of two bytes a letter
ARABIC = "كلمات قليلة في سطر قصير واحد."
CHOICES = tuple(Option(f"topic-{number}", f"Choice {number}") for number in range(1, 6))
CALM = [topic for topic, known in topics().items() if known.group not in ("bot", "danger")]


def spoken(pages: list[str]) -> str:
    """What the pages say one after the other, without the hint to ask for more."""
    return " ".join(" ".join(page.replace(HINT, "").split()) for page in pages)


def test_a_short_answer_is_one_text() -> None:
    assert sms_parts(made_answer(short=("One.", "Two.", "Three."))) == ["One. Two. Three."]


def test_the_block_goes_first_and_by_itself() -> None:
    answer = made_answer(danger="long block", danger_sms="Block.", short=("One.",), notices_sms=("Note.",))
    assert sms_parts(answer) == ["Block.", "One.\nNote."]


def test_the_block_goes_first_before_a_later_page_too() -> None:
    answer = made_answer(danger="long block", danger_sms="Block.", short=(LATIN,) * 40, page=1)
    assert sms_parts(answer) == ["Block.", sms_pages(answer)[1]]


def test_the_block_is_not_sent_again_with_more(composer: Composer) -> None:
    first, after = ask(composer, "emergency")
    second, _ = ask(composer, "more", before=after)
    assert first.danger_sms in sms_parts(first)
    assert first.danger_sms not in sms_parts(second)


def test_how_to_hide_goes_last() -> None:
    assert sms_parts(made_answer(short=("One.",), first_contact_sms="Hide so.")) == ["One.", "Hide so."]


def test_the_decoy_stands_alone_whatever_else_is_there() -> None:
    answer = made_answer(
        body=("Open.",),
        short=("Open.",),
        alone=True,
        danger="block",
        danger_sms="Block.",
        options=CHOICES,
        notices=("Note.",),
        notices_sms=("Note.",),
        first_contact_sms="Hide so.",
        ask="Which?",
        more=("More.",),
        sources=(SourceShown("Page", None, None, None, "2026-01-01"),),
    )
    assert sms_parts(answer) == ["Open."]
    assert plain_text(answer) == "Open."


@given(
    sentences=st.lists(st.sampled_from([LATIN, ARABIC, f"{LATIN[:-1]} {LATIN}", "x" * 150 + ".", "Yes?"]), min_size=1),
    notices=st.lists(st.sampled_from(["A note.", "ملاحظة."]), max_size=2, unique=True),
    options=st.integers(0, 5),
    town=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_the_pages_of_one_answer_say_everything_once_in_order_within_the_budget(
    sentences: list[str], notices: list[str], options: int, town: bool
) -> None:
    question = "Which town?" if town else None
    pages = sms_pages(
        made_answer(short=tuple(sentences), notices_sms=tuple(notices), options=CHOICES[:options], ask=question)
    )
    lines = [line for page in pages for line in page.split("\n")]
    tails = [line for line in lines if line in (*notices, HINT) or line.startswith("1 Choice")]
    assert all(segments(page) <= BUDGET for page in pages)
    assert [line for line in tails if line in notices] == notices
    assert " ".join(line for line in lines if line not in tails) == " ".join([*sentences, *([question] * town)])


def test_every_page_but_the_last_says_how_to_get_the_next() -> None:
    pages = sms_pages(made_answer(short=(LATIN,) * 60))
    assert len(pages) > 2
    assert [page.endswith(HINT) for page in pages] == [True] * (len(pages) - 1) + [False]


def test_a_page_ends_at_the_end_of_a_sentence() -> None:
    pages = sms_pages(made_answer(short=(LATIN,) * 60))
    assert {page.replace("\n" + HINT, "")[-len(LATIN) :] for page in pages} == {LATIN}


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    words = [f"word{number}" for number in range(200)]
    pages = sms_pages(made_answer(short=(" ".join(words) + ".",)))
    assert spoken(pages).split() == [*words[:-1], words[-1] + "."]
    assert all(segments(page) <= BUDGET for page in pages)


def test_beyond_the_last_page_it_is_said_that_this_was_all() -> None:
    answer = made_answer(short=(LATIN,) * 40)
    last = len(sms_pages(answer)) - 1
    assert sms_parts(replace(answer, page=last)) == [sms_pages(answer)[last]]
    for page in (last + 1, 99):
        assert sms_parts(replace(answer, page=page)) == [nothing_left("en")]


def test_what_is_whole_is_not_cut_where_other_sentences_are() -> None:
    unit = "They said that they do not. " + "But figures show that they did. " * 5 + "So it is."
    apart = sms_pages(made_answer(short=(LATIN,) * 10 + (unit,)))
    together = sms_pages(made_answer(short=(LATIN,) * 10 + (unit,), whole=(unit,)))
    assert [unit in page for page in apart] == [False, False]
    assert [unit in page for page in together] == [False, True]
    assert together[0].endswith(HINT)


@pytest.mark.parametrize(("letters", "fits"), [(400, True), (459 - len("\n" + HINT), True), (450, False)])
def test_what_is_whole_fits_with_the_words_for_more(letters: int, fits: bool) -> None:
    assert fits_one_page("x" * letters, "en") is fits


def test_notices_that_do_not_fit_together_follow_each_other() -> None:
    notices = tuple(letter * 250 + "." for letter in "abc")
    pages = sms_pages(made_answer(short=("One.",), notices_sms=notices, options=CHOICES))
    assert [[notice in page for notice in notices] for page in pages] == [
        [False, False, False],
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]
    assert all(segments(page) <= BUDGET for page in pages)


def test_choices_are_numbered_on_the_first_page_and_are_three() -> None:
    (page,) = sms_pages(made_answer(short=("One.",), options=CHOICES))
    assert page == "One.\n1 Choice 1 2 Choice 2 3 Choice 3"


def test_choices_never_push_a_sentence_out() -> None:
    for count in range(1, 20):
        sentences = (LATIN,) * count
        with_choices = sms_pages(made_answer(short=sentences, options=CHOICES))
        without = sms_pages(made_answer(short=sentences))
        assert with_choices[0].count(LATIN) == without[0].count(LATIN), count
        assert len(with_choices) == len(without), count


def test_the_question_back_is_the_last_sentence() -> None:
    assert sms_pages(made_answer(short=("One.", "Two."), ask="Which town?", options=CHOICES[:1])) == [
        "One. Two. Which town?\n1 Choice 1"
    ]


def test_a_notice_that_leaves_no_room_waits_for_the_next_page() -> None:
    long_one, notice = "x" * 300 + ".", "y" * 250 + "."
    pages = sms_pages(made_answer(short=(long_one, "Two."), notices_sms=(notice,)))
    assert [notice in page for page in pages] == [False, True]


def test_a_long_text_for_the_web_is_not_what_is_sent() -> None:
    answer = made_answer(body=("The long wording.",), more=("The rest.",), short=("Short.",), notices=("Long note.",))
    assert sms_parts(answer) == ["Short."]
    assert "Short." not in plain_text(answer)


# --- plain text -----------------------------------------------------------------------------------

CARD = ServiceCard(
    id="a",
    name="A line",
    by_and_for=False,
    statutory=True,
    why=("day and night", "free to call"),
    warning="It may pass on what you tell it.",
    languages=(),
    contacts=(ContactShown("freephone", "0800 000 0000", True), ContactShown("web", "https://x.org", False)),
    checked_on="2026-01-01",
)
NOW = SourceShown("Now", "A publisher", "https://x.org/now", "2025-06", "2026-01-01")
LATER = SourceShown("Later", None, None, "undated", "2026-01-01", waiting=True)


def test_plain_text_stands_in_the_order_in_which_it_is_needed() -> None:
    answer = made_answer(
        body=("Body.", "Body two."),
        danger="Block.",
        more=("Waits.",),
        services=(CARD,),
        options=CHOICES[:2],
        sources=(NOW, LATER),
        notices=("Note.",),
        ask="Which town?",
    )
    assert plain_text(answer).split("\n\n") == [
        "*** Block. ***",
        "Body.",
        "Body two.",
        f"Who can help first:\n{service_line(CARD, 'en')}",
        "Which town?",
        "You can also ask. Send a number:\n1 Choice 1\n2 Choice 2",
        HINT,
        "Note.",
        "Sources:\n- A publisher: Now, dated June 2025, checked on 1 January 2026, https://x.org/now",
    ]


def test_a_warning_stands_before_the_number() -> None:
    assert service_line(CARD, "en") == (
        "- A line (day and night, free to call). It may pass on what you tell it. "
        "Call 0800 000 0000; Web page https://x.org"
    )


def test_a_card_without_reason_or_warning_has_no_empty_brackets() -> None:
    assert service_line(replace(CARD, why=(), warning=None), "en") == (
        "- A line. Call 0800 000 0000; Web page https://x.org"
    )


@pytest.mark.parametrize("language", languages())
def test_every_kind_of_contact_of_the_directory_has_a_word(composer: Composer, language: str) -> None:
    kinds = {contact.kind for one in composer.snapshot.services.values() for contact in one.contacts}
    assert [kind for kind in kinds if not i18n.has(f"common.contact.{kind}", language)] == []


def test_a_source_that_states_no_publisher_date_or_address_says_nothing_of_them() -> None:
    assert source_lines(made_answer(sources=(LATER,)), waiting=True) == ["- Later, checked on 1 January 2026"]


def test_the_sources_of_what_waits_are_listed_when_it_is_asked_for() -> None:
    answer = made_answer(sources=(NOW, LATER))
    assert [len(source_lines(answer, waiting=waiting)) for waiting in (False, True)] == [1, 2]


# --- page after page, as a conversation has it ----------------------------------------------------


def goes_on(composer: Composer, topic: str, language: str) -> bool:
    """Whether the first text of a conversation and the one that "more" gives say the answer from its beginning on."""
    first, after = ask(composer, topic, language=language)
    second, _ = ask(composer, "more", language=language, before=after)
    hint = i18n.say("common.choice.more", language, {"word_more": i18n.say("common.word.more", language)})
    tails = (hint, *first.notices_sms, *second.notices_sms)
    pages = [sms_pages(first)[0], *sms_pages(second)[1:2]]
    lines = [line for page in pages for line in page.split("\n") if line not in tails and not line.startswith("1 ")]
    told = " ".join(lines).split()
    return told == " ".join((*first.short, first.ask or "")).split()[: len(told)]


@pytest.mark.parametrize("topic", CALM)
def test_more_by_text_message_goes_on_where_the_first_text_ended(composer: Composer, topic: str) -> None:
    assert goes_on(composer, topic, "en")


@pytest.mark.parametrize("language", [code for code in languages() if code != "en"])
def test_more_by_text_message_loses_nothing_in_a_translation(composer: Composer, language: str) -> None:
    assert [topic for topic in CALM[::3] if not goes_on(composer, topic, language)] == []


@pytest.mark.parametrize("topic", ["emergency", "child_in_danger"])
def test_more_by_text_message_goes_on_after_the_block_too(composer: Composer, topic: str) -> None:
    assert goes_on(composer, topic, "en")


def test_an_answer_without_a_sentence_still_sends_its_notice_and_its_choices() -> None:
    (page,) = sms_parts(made_answer(short=(), notices_sms=("A part is left out.",), options=CHOICES))
    assert "A part is left out." in page
    assert "1 Choice 1" in page


def test_a_page_that_holds_a_notice_alone_is_announced() -> None:
    pages = sms_pages(made_answer(short=("x" * 300 + ".",), notices_sms=("y" * 250 + ".",)))
    assert len(pages) == 2
    assert pages[0].endswith(HINT)


def texts_to_the_end(composer: Composer, first: Answer, after: Conversation) -> list[str]:
    """The text of the first answer and of each "more" after it, up to the one that says that this was all."""
    texts = [sms_parts(replace(first, danger_sms=None, first_contact_sms=None))[0]]
    while texts[-1] != nothing_left(first.language):
        assert len(texts) < 50
        answer, after = ask(composer, "more", language=first.language, before=after)
        assert answer.danger_sms is None
        texts.append(sms_parts(replace(answer, first_contact_sms=None))[0])
    return texts[:-1]


def said_of(first: Answer) -> str:
    """All that the text messages of an answer have to say, one after the other, without notices and choices."""
    return " ".join(" ".join((*first.short, first.ask or "")).split())


def without_tails(first: Answer, texts: list[str]) -> str:
    """What the texts say, one after the other, without notices, choices and the words for more."""
    word = i18n.say("common.word.more", first.language)
    tails = (i18n.say("common.choice.more", first.language, {"word_more": word}), *first.notices_sms)
    lines = [line for text in texts for line in text.split("\n") if line not in tails and not line.startswith("1 ")]
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("topics_", "understood"),
    [
        pytest.param(("data_sharing",), {}, id="one topic"),
        pytest.param(("interpreter", "counselling"), {}, id="two topics"),
        pytest.param(("data_sharing",), {"force_id": "metropolitan-police"}, id="a force"),
        pytest.param(("silent_call",), {"danger": True}, id="words of danger"),
        pytest.param(("self_harm", "health"), {}, id="a topic of danger"),
        pytest.param(("children",), {"unsupported_language": True}, id="a language that is none of ours"),
    ],
)
def test_more_until_the_end_says_everything_once(
    composer: Composer, language: str, topics_: tuple[str, ...], understood: dict[str, Any]
) -> None:
    first, after = ask(composer, *topics_, language=language, **understood)
    texts = texts_to_the_end(composer, first, after)
    assert without_tails(first, texts) == said_of(first)
    assert all("\n".join(texts).count(notice) == 1 for notice in first.notices_sms)


@pytest.mark.parametrize("language", languages())
def test_more_after_a_repetition_goes_on_with_that_one(composer: Composer, language: str) -> None:
    _, after = ask(composer, "data_sharing", language=language)
    again, after = ask(composer, "repeat", language=language, before=after)
    assert without_tails(again, texts_to_the_end(composer, again, after)) == said_of(again)
