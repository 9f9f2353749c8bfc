"""From what was understood to an answer. Threats: danger comes second; her conversation shows to him; what nobody
checked is given; an answer of another nation; a promise to forget that is not kept."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from bot.answers import i18n
from bot.answers.answer import Answer, Conversation
from bot.answers.compose import BY_FORCE, DULL_OPENINGS, GETS_FORCE, MOST_TOPICS, Composer
from bot.answers.render import plain_text, sms_parts
from bot.languages import languages
from bot.settings import read_settings
from bot.topics import topics
from tests.answers.turns import LATER, NEW, ask, fixed, with_contacts_checked
from tests.content.every import AGE, shown_text

LANGUAGES = tuple(languages())
DANGER = [topic for topic, known in topics().items() if known.danger]
WITH_OWN_FORCE = [topic for topic in GETS_FORCE if topic not in (BY_FORCE, "data_sharing")]


def said(answer: Answer) -> str:
    """All the sentences, on the web and by text message."""
    return "\n".join((shown_text(answer), *answer.short, *answer.notices_sms, answer.first_contact_sms or ""))


def first_sentence(composer: Composer, topic: str) -> str:
    """The sentence with which the answer to a topic begins."""
    return ask(composer, topic, before=LATER)[0].body[0]


# --- order and danger -----------------------------------------------------------------------------


def test_the_most_urgent_topic_is_answered_first_whatever_the_order_of_her_words(composer: Composer) -> None:
    answer, after = ask(composer, "interpreter", "children", "abuse_disclosure")
    assert answer.topics == after.topics == ("abuse_disclosure", "children", "interpreter")
    places = [answer.body.index(first_sentence(composer, topic)) for topic in answer.topics]
    assert places == sorted(places)


def test_topics_of_one_urgency_keep_the_order_of_her_words(composer: Composer) -> None:
    assert ask(composer, "money_nrpf", "children")[0].topics == ("money_nrpf", "children")
    assert ask(composer, "children", "money_nrpf")[0].topics == ("children", "money_nrpf")


def test_a_topic_that_was_understood_twice_is_answered_once(composer: Composer) -> None:
    assert ask(composer, "children", "children")[0] == ask(composer, "children")[0]


def test_what_is_too_much_for_one_turn_is_offered_first(composer: Composer) -> None:
    answer, after = ask(composer, "evidence", "children", "interpreter", "court_orders", "abuse_disclosure")
    assert len(answer.topics) == MOST_TOPICS
    assert [option.payload for option in answer.options[:2]] == ["interpreter", "court_orders"]
    assert after.offered == tuple(option.payload for option in answer.options)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("danger", DANGER)
def test_the_block_opens_the_answer_though_danger_was_said_last(composer: Composer, danger: str, language: str) -> None:
    answer, _ = ask(composer, "evidence", "data_sharing", danger, language=language)
    web, sms = composer.emergency(language, danger)
    assert answer.topics[0] == danger
    assert (answer.danger, answer.danger_sms) == (web, sms)
    assert sms_parts(answer)[0] == sms
    assert plain_text(answer).startswith(f"*** {web} ***")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_danger_open_the_answer_whatever_else_was_understood(composer: Composer, language: str) -> None:
    for topic in ("evidence", "out_of_scope", "help_menu"):
        answer, _ = ask(composer, topic, language=language, danger=True)
        assert (answer.danger, answer.danger_sms) == composer.emergency(language)


@pytest.mark.parametrize("topic", ["greet", "thanks", "more", "repeat", "affirm", "change_language"])
@pytest.mark.parametrize("before", [NEW, replace(LATER, topics=("children",), offered=("health",))])
def test_no_kind_of_turn_keeps_the_block_back(composer: Composer, topic: str, before: Conversation) -> None:
    assert ask(composer, topic, before=before, danger=True)[0].danger
    assert ask(composer, topic, before=before, danger=True, unsure=True, offered=("children",))[0].danger
    places = ({"name": "Newport", "force": "gwent", "local_authority": "Newport", "force_name": "Gwent Police"},)
    assert ask(composer, topic, before=before, danger=True, candidates=places)[0].danger


def test_a_kind_of_danger_may_have_a_block_of_its_own(composer: Composer) -> None:
    web, sms = composer.emergency("en", "self_harm")
    assert "Samaritans" in web
    assert "999" in sms
    assert composer.emergency("en", "child_in_danger") == composer.emergency("en")
    assert (web, sms) != composer.emergency("en")


def test_where_several_kinds_of_danger_are_meant_the_first_has_its_block(composer: Composer) -> None:
    answer, _ = ask(composer, "self_harm", "emergency")
    assert answer.danger == composer.emergency("en", "self_harm")[0]


def test_without_danger_there_is_no_block(composer: Composer) -> None:
    for topic in topics():
        if not topics()[topic].danger:
            assert ask(composer, topic, before=LATER)[0].danger is None, topic


def test_what_the_block_says_is_not_said_again_at_once(composer: Composer) -> None:
    calm, _ = ask(composer, "silent_call")
    danger, _ = ask(composer, "silent_call", danger=True)
    press = i18n.raw("shared.points.press_55", "en")[:40]
    assert any(text.startswith(press) for text in calm.body)
    assert not any(text.startswith(press) for text in (*danger.body, *danger.short))


def test_the_bare_line_on_999_stands_last_and_once(composer: Composer) -> None:
    answer, _ = ask(composer, "data_sharing", "abuse_disclosure", "documents_taken")
    lines = [text for text in answer.body if "999" in text and len(text) < 100]
    assert lines == [answer.body[-1]]


def test_the_same_sentence_of_two_topics_stands_there_once(composer: Composer) -> None:
    answer, _ = ask(composer, "abuse_disclosure", "is_this_abuse", "stalking")
    told = [*answer.body, *answer.more]
    assert len(told) == len(set(told))


# --- how to hide ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_real_answer_tells_once_how_to_hide(composer: Composer, language: str) -> None:
    first, after = ask(composer, "children", language=language)
    second, _ = ask(composer, "health", language=language, before=after)
    word = i18n.say("common.word.hide", language)
    assert word in (first.first_contact_sms or "")
    assert word in first.notices[-1]
    assert sms_parts(first)[-1] == first.first_contact_sms
    assert after.told_to_hide
    assert second.first_contact_sms is None
    assert not any(word in notice for notice in second.notices)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", [*DANGER, "data_sharing"])
def test_danger_never_comes_together_with_how_to_hide(composer: Composer, topic: str, language: str) -> None:
    answer, after = ask(composer, topic, language=language, danger=True)
    assert answer.first_contact_sms is None
    assert len(sms_parts(answer)) == 2
    assert i18n.say("common.word.hide", language) not in "\n".join(answer.notices)
    assert not after.told_to_hide, "so the next calm answer tells it"
    assert ask(composer, "children", language=language, before=after)[0].first_contact_sms


@pytest.mark.parametrize("topic", [topic for topic in topics() if topics()[topic].group == "bot"])
def test_small_talk_does_not_tell_how_to_hide(composer: Composer, topic: str) -> None:
    answer, after = ask(composer, topic, before=replace(LATER, told_to_hide=False))
    assert answer.first_contact_sms is None
    assert not after.told_to_hide


# --- what he may see ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", sorted(DULL_OPENINGS))
def test_a_first_message_of_small_talk_gets_a_dull_answer(composer: Composer, topic: str, language: str) -> None:
    answer, after = ask(composer, topic, language=language)
    assert answer == ask(composer, "greet", language=language)[0]
    assert answer.options == answer.services == answer.sources == answer.more == ()
    assert answer.body == answer.short
    assert i18n.say("common.word.hide", language) not in said(answer)
    assert after.topics == ()


def test_what_is_dull_first_is_answered_later(composer: Composer) -> None:
    answer, _ = ask(composer, "bot_identity", before=LATER)
    assert answer.topics == ("bot_identity",)
    assert answer.body != ask(composer, "bot_identity")[0].body


def test_a_greeting_beside_a_question_is_no_dull_opening(composer: Composer) -> None:
    assert "children" in ask(composer, "greet", "children")[0].topics


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wanted", [("hide",), ("data_sharing", "hide"), ("stop", "hide"), ("hide", "emergency")])
def test_hide_gives_the_decoy_alone_and_leaves_nothing(
    composer: Composer, wanted: tuple[str, ...], language: str
) -> None:
    before = Conversation(language, "bedfordshire", ("data_sharing",), 1, ("children",), 0, 4, False)
    answer, after = ask(composer, *wanted, language=language, before=before)
    decoy = i18n.say("bot.hide.points.decoy_language_alone_nothing", language)
    assert answer == Answer(language, ("hide",), (decoy,), short=(decoy,), alone=True, forget=True)
    assert sms_parts(answer) == [decoy]
    assert plain_text(answer) == decoy
    assert after == Conversation()


@pytest.mark.parametrize("language", LANGUAGES)
def test_hide_in_danger_gives_the_block_alone(composer: Composer, language: str) -> None:
    """A decoy would keep the number from her when she needs it most."""
    web, sms = composer.emergency(language)
    answer, after = ask(composer, "hide", language=language, before=LATER, danger=True)
    assert plain_text(answer) == web
    assert sms_parts(answer) == [sms]
    assert answer.forget
    assert after == Conversation()


def test_stop_says_that_it_is_cleared_and_clears_it(composer: Composer) -> None:
    before = replace(LATER, force_id="bedfordshire", topics=("data_sharing",), offered=("children",))
    answer, after = ask(composer, "stop", before=before)
    assert answer.body == tuple(
        i18n.say(f"bot.stop.points.{point}", "en") for point in ("done_nothing_more_come", "held_here_gone_now")
    )
    assert answer.forget
    assert answer.options == answer.services == answer.sources == answer.notices == ()
    assert after == Conversation()


def test_stop_in_danger_gives_the_block_and_clears_all(composer: Composer) -> None:
    before = replace(LATER, force_id="bedfordshire", topics=("data_sharing",))
    answer, after = ask(composer, "stop", before=before, danger=True)
    assert sms_parts(answer)[0] == composer.emergency("en")[1]
    assert answer.forget
    assert after == Conversation()


# --- turns that depend on the one before ----------------------------------------------------------


def test_more_gives_what_waited_and_then_says_that_it_was_all(composer: Composer) -> None:
    first, after = ask(composer, "data_sharing")
    second, after_second = ask(composer, "more", before=after)
    third, _ = ask(composer, "more", before=after_second)
    assert first.more
    assert second.body == first.more
    assert second.more == ()
    assert third.body == (composer.filler.fill("common.choice.nothing_left", "en", composer_words("menu", "person")),)
    assert [answer.page for answer in (first, second, third)] == [0, 1, 2]


def composer_words(*names: str) -> dict[str, str]:
    """The words that she can send."""
    return {f"word_{name}": i18n.say(f"common.word.{name}", "en") for name in names}


def test_a_number_means_the_same_after_more(composer: Composer) -> None:
    first, after = ask(composer, "evidence", "children", "interpreter", "court_orders", "abuse_disclosure")
    second, after_second = ask(composer, "more", before=after)
    assert second.options == first.options
    assert after_second.offered == after.offered


def test_more_in_another_language_begins_the_answer_in_it(composer: Composer) -> None:
    _, after = ask(composer, "data_sharing", language="es")
    answer, after_more = ask(composer, "more", language="en", before=after)
    assert answer.body == ask(composer, "data_sharing", before=LATER)[0].body
    assert after_more.page == 0


def test_more_instead_of_a_place_gives_the_answer_from_its_beginning(composer: Composer) -> None:
    _, after = ask(composer, "arrest_risk", candidates=NEWPORTS)
    answer, _ = ask(composer, "more", before=after)
    assert answer.body == ask(composer, "arrest_risk", before=LATER)[0].body


def test_notices_of_the_first_part_are_not_read_again_on_the_web(composer: Composer) -> None:
    first, after = ask(composer, "data_sharing", language="es", unsupported_language=True)
    second, _ = ask(composer, "more", language="es", before=after)
    assert len(first.notices) == 3
    assert second.notices == ()
    assert second.notices_sms == first.notices_sms


def test_a_new_question_begins_at_its_first_page(composer: Composer) -> None:
    _, after = ask(composer, "data_sharing")
    _, after = ask(composer, "more", before=after)
    assert ask(composer, "children", before=after)[1].page == 0


def test_the_sources_of_what_waits_are_marked_and_then_are_not(composer: Composer) -> None:
    first, after = ask(composer, "data_sharing")
    second, _ = ask(composer, "more", before=after)
    waiting = {(source.title, source.url) for source in first.sources if source.waiting}
    assert waiting
    assert {(source.title, source.url) for source in first.sources if not source.waiting}
    assert not any(source.waiting for source in second.sources)
    assert waiting <= {(source.title, source.url) for source in second.sources}


@pytest.mark.parametrize("topic", ["more", "repeat"])
def test_where_there_is_nothing_to_go_on_with_the_menu_is_given(composer: Composer, topic: str) -> None:
    assert ask(composer, topic, before=LATER)[0].topics == ("help_menu",)


def test_repeat_says_the_same_again_in_few_words(composer: Composer) -> None:
    first, after = ask(composer, "data_sharing", before=LATER)
    again, after_again = ask(composer, "repeat", before=after)
    assert again.body[0] == i18n.say("bot.repeat.points.sorry_said_again_more", "en")
    assert again.body[1:] == first.short
    assert again.topics == after_again.topics == ("data_sharing",)


def test_yes_to_one_offer_goes_on_with_it(composer: Composer) -> None:
    before = replace(LATER, topics=("children",), offered=("health", "force:gwent"))
    assert ask(composer, "affirm", before=before)[0].topics == ("health",)


def test_yes_to_several_offers_asks_which(composer: Composer) -> None:
    before = replace(LATER, topics=("children",), offered=("health", "money_nrpf"))
    answer, after = ask(composer, "affirm", before=before)
    assert [option.payload for option in answer.options] == ["health", "money_nrpf"]
    assert after.offered == ("health", "money_nrpf")
    assert after.topics == ("children",), "what was talked about is not lost"


def test_yes_to_nothing_is_answered_as_that(composer: Composer) -> None:
    assert ask(composer, "affirm", before=LATER)[0].topics == ("affirm",)


def test_a_wish_for_another_language_offers_all_of_them_by_their_own_names(composer: Composer) -> None:
    before = replace(LATER, topics=("children",))
    answer, after = ask(composer, "change_language", before=before)
    assert [(option.payload, option.label) for option in answer.options] == [
        (f"language:{one.code}", one.own_name) for one in languages().values()
    ]
    assert after.topics == ("children",)


def test_a_named_language_gives_the_last_answer_in_it(composer: Composer) -> None:
    before = replace(LATER, topics=("children",))
    answer, after = ask(composer, "change_language", language="es", before=before, language_requested="es")
    assert answer.body == ask(composer, "children", language="es", before=before)[0].body
    assert after.language == "es"
    assert ask(composer, "change_language", language="es", language_requested="es", before=LATER)[0].topics == (
        "help_menu",
    )


def test_when_unsure_nothing_is_answered_and_999_is_named_beside_the_choices(composer: Composer) -> None:
    answer, after = ask(composer, "children", unsure=True, offered=("children", "health"))
    assert [option.payload for option in answer.options] == ["children", "health"]
    assert first_sentence(composer, "children") not in answer.body
    assert "999" in answer.body[-1]
    assert "999" in answer.short[-1]
    assert answer.services == ()
    assert after.topics == ()


def test_messages_that_nothing_matched_are_counted_until_one_is(composer: Composer) -> None:
    _, after = ask(composer, "out_of_scope", before=LATER)
    _, after = ask(composer, "out_of_scope", before=after)
    assert after.unmatched == 2
    assert ask(composer, "children", before=after)[1].unmatched == 0


def test_a_message_without_a_topic_is_answered_as_not_understood(composer: Composer) -> None:
    assert ask(composer)[0].topics == ("out_of_scope",)


def test_a_turn_changes_nothing_but_what_it_returns(composer: Composer) -> None:
    before = replace(LATER, topics=("children",))
    assert ask(composer, "data_sharing", before=before) == ask(composer, "data_sharing", before=before)
    assert before == replace(LATER, topics=("children",))


# --- place ----------------------------------------------------------------------------------------

NEWPORTS = (
    {"name": "Newport", "force": "gwent", "local_authority": "Newport", "force_name": "Gwent Police"},
    {
        "name": "Newport",
        "force": "hampshire-and-isle-of-wight",
        "local_authority": "Isle of Wight",
        "force_name": "H (I)",
    },
)


def test_a_name_of_several_places_is_asked_about_and_the_question_is_kept(composer: Composer) -> None:
    answer, after = ask(composer, "arrest_risk", candidates=NEWPORTS)
    assert [option.payload for option in answer.options] == ["force:gwent", "force:hampshire-and-isle-of-wight"]
    assert [option.label for option in answer.options] == ["Newport (Gwent Police)", "Isle of Wight (H)"]
    assert answer.services == answer.sources == ()
    assert after.topics == ("arrest_risk",)
    assert after.force_id is None


def test_a_place_without_a_question_asks_about_its_police(composer: Composer) -> None:
    assert ask(composer, "greet", candidates=NEWPORTS)[1].topics == (BY_FORCE,)


@pytest.mark.parametrize("topic", WITH_OWN_FORCE)
def test_where_her_force_is_known_it_is_part_of_the_answers_that_it_matters_to(composer: Composer, topic: str) -> None:
    answer, after = ask(composer, topic, force_id="bedfordshire")
    assert set(answer.topics) == {topic, BY_FORCE}
    assert "Bedfordshire Police" in said(answer)
    assert after.force_id == "bedfordshire"
    assert set(ask(composer, topic, before=replace(after, topics=()))[0].topics) == {topic, BY_FORCE}, "it stays known"


def test_where_her_force_is_known_it_stands_for_the_national_picture(composer: Composer) -> None:
    assert ask(composer, "data_sharing", force_id="bedfordshire")[0].topics == (BY_FORCE,)


def test_where_it_matters_nothing_the_force_is_not_told(composer: Composer) -> None:
    assert ask(composer, "health", force_id="bedfordshire")[0].topics == ("health",)


def test_the_police_near_her_without_a_place_are_answered_as_a_whole_and_then_asked_about(composer: Composer) -> None:
    answer, after = ask(composer, BY_FORCE)
    assert answer.topics == ("data_sharing",)
    asked, kept = ask(composer, BY_FORCE, before=after)
    assert asked.body == (i18n.say(f"data_sharing.{BY_FORCE}.ask", "en"),)
    assert kept.topics == (BY_FORCE,)


def test_her_town_is_asked_for_only_while_it_is_not_known(composer: Composer) -> None:
    assert ask(composer, "data_sharing")[0].ask
    assert ask(composer, "arrest_risk", force_id="bedfordshire")[0].ask is None


@pytest.mark.parametrize(
    ("force_id", "nation"),
    [("bedfordshire", "England"), ("gwent", "Wales"), ("police-scotland", "Scotland"), ("psni", "Northern Ireland")],
)
def test_where_her_nation_is_known_nothing_that_holds_elsewhere_is_said(
    composer: Composer, force_id: str, nation: str
) -> None:
    elsewhere = 0
    for topic in topics():
        answer, _ = ask(composer, topic, before=LATER, force_id=force_id)
        points = [point for told in answer.topics for point in composer.brief(told).points]
        meant = "\n".join(i18n.raw(point.long_key, "en") for point in points if nation in point.nations)
        for point in points:
            piece = fixed(point.long_key)
            if nation not in point.nations and len(piece) > 25 and piece not in meant:
                elsewhere += 1
                assert piece not in said(answer), point.long_key
    assert elsewhere > 10


def test_where_her_nation_is_not_known_what_holds_in_scotland_alone_waits(composer: Composer) -> None:
    answer, _ = ask(composer, "is_this_abuse")
    scotland = i18n.raw("shared.points.law_scotland", "en")[:60]
    assert not any(text.startswith(scotland) for text in answer.body)
    assert any(text.startswith(scotland) for text in answer.more)


# --- language -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_that_nobody_reviewed_says_so_in_the_first_turn_alone(composer: Composer, language: str) -> None:
    notice = i18n.say("common.notice.unreviewed", language)
    first, after = ask(composer, "children", language=language)
    second, _ = ask(composer, "health", language=language, before=after)
    assert (notice in first.notices) == (language != "en" and languages()[language].reviewer is None)
    assert notice not in second.notices


def test_a_text_message_has_the_short_wording_of_a_notice(composer: Composer) -> None:
    answer, _ = ask(composer, "children", language="es")
    assert i18n.say("common.notice.unreviewed_short", "es") in answer.notices_sms
    assert i18n.say("common.notice.unreviewed", "es") not in answer.notices_sms


def test_an_answer_in_another_language_than_hers_says_why(composer: Composer) -> None:
    answer, _ = ask(composer, "children", before=LATER, unsupported_language=True)
    assert all(one.own_name in answer.notices[0] for one in languages().values())
    assert answer.notices[0] in "\n".join(sms_parts(answer))


# --- short and long -------------------------------------------------------------------------------


def test_a_text_message_has_the_short_wording_and_the_web_the_long(composer: Composer) -> None:
    answer, _ = ask(composer, "data_sharing")
    web, sms = "\n".join((*answer.body, *answer.more)), "\n".join(answer.short)
    for point in composer.brief("data_sharing").points:
        if point.essential:
            long, short = fixed(point.long_key), fixed(point.short_key)
            assert long in web, point.id
            assert long not in sms, point.id
            assert short in sms, point.id


def test_what_the_brief_keeps_from_text_messages_is_read_on_the_web_alone(composer: Composer) -> None:
    brief = composer.brief("greet")
    assert brief.essential_sms
    answer, _ = ask(composer, "greet", before=LATER)
    kept = i18n.say("bot.greet.points.get_menu_web_also", "en", composer_words("menu"))
    assert kept in answer.more
    assert kept not in answer.short


def test_who_runs_the_service_is_named_where_the_operator_says_so(composer: Composer) -> None:
    named = Composer(composer.snapshot, read_settings({"SAFE_TO_ASK_ORGANISATION": "Example Women's Group"}))
    unnamed = Composer(composer.snapshot, read_settings({}))
    assert "Run by Example Women's Group." in ask(named, "bot_identity", before=LATER)[0].body[0]
    assert "Run by" not in said(ask(unnamed, "bot_identity", before=LATER)[0])


def test_the_time_after_which_all_is_gone_is_that_of_the_settings(composer: Composer) -> None:
    short = Composer(composer.snapshot, read_settings({"SAFE_TO_ASK_RETENTION_MINUTES": "7"}))
    assert "7 minutes" in said(ask(short, "bot_privacy")[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_when_all_else_fails_a_line_to_call_is_named_with_its_nation(composer: Composer, language: str) -> None:
    sentence = composer.someone_to_call(language)
    assert i18n.in_reading_order("0808 200 0247", language) in sentence
    assert i18n.say("common.nation.England", language) in sentence


# --- age ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "old"), [(365, False), (366, True)])
def test_after_a_year_an_answer_says_when_it_was_last_checked(composer: Composer, days: int, old: bool) -> None:
    answer, _ = ask(
        with_contacts_checked(composer, -days), "data_sharing", before=LATER, later=datetime.timedelta(days)
    )
    notice = i18n.raw("common.notice.old_evidence", "en").split("%")[0]
    assert [text.startswith(notice) for text in answer.notices] == [True] * old
    assert answer.body == ask(composer, "data_sharing", before=LATER, later=AGE)[0].body


def test_after_two_years_what_rests_on_facts_is_left_out_and_that_is_said(composer: Composer) -> None:
    fresh, _ = ask(composer, "data_sharing", before=LATER)
    called_lately = with_contacts_checked(composer, -731)
    stale, _ = ask(called_lately, "data_sharing", before=LATER, later=datetime.timedelta(731))
    assert stale.sources == ()
    assert i18n.say("common.notice.part_not_checked", "en") in stale.notices
    assert set(stale.body) < set(fresh.body)
    assert "537" not in said(stale)


def test_where_all_is_left_out_the_text_message_says_that_this_was_all(composer: Composer) -> None:
    answer, _ = ask(composer, "firewall", before=LATER, later=datetime.timedelta(5000))
    everything = composer.filler.fill("common.choice.nothing_left", "en", composer_words("menu", "person"))
    assert answer.body == answer.short == (everything,)
    assert answer.sources == answer.services == ()
    assert i18n.say("common.notice.part_not_checked", "en") in sms_parts(answer)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_block_does_not_grow_old(composer: Composer, language: str) -> None:
    answer, _ = ask(composer, "emergency", language=language, later=datetime.timedelta(5000))
    assert (answer.danger, answer.danger_sms) == composer.emergency(language, "emergency")
