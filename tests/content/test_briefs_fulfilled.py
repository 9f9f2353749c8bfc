"""Each answer says what its brief demands, in every language and nation."""

from __future__ import annotations

import pytest

from bot.answers import i18n
from bot.answers.briefs import Point, briefs
from bot.answers.compose import BLOCK_FACTS, BY_FORCE, DANGER_FACTS, NO_OWN_EVIDENCE, Composer
from bot.answers.force import headline_applies
from bot.knowledge.records import Force
from bot.knowledge.snapshot import Snapshot
from bot.topics import topics
from tests.content.every import FORCE_OF, LANGUAGES, PLACES, SPECIAL, TOPICS, answer_to, shown_text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_point_has_its_sentences(topic: str, language: str) -> None:
    for point in briefs()[topic].points:
        assert i18n.has(point.long_key, language), point.long_key
        assert not point.essential or i18n.has(point.short_key, language), point.short_key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("nation", PLACES)
@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic not in SPECIAL])
def test_every_essential_point_is_in_the_text_message(
    composer: Composer, topic: str, nation: str | None, language: str
) -> None:
    if topic == BY_FORCE and nation is None:
        pytest.skip("without a place it is answered as data_sharing")
    answer = answer_to(composer, (topic,), language, nation)
    said = "\n".join((answer.danger_sms or "", *answer.short))
    for told in answer.topics:  # where her force is known, what is known about it is a topic of the answer too
        force = composer.snapshot.forces.get(FORCE_OF[nation] or "") if told == BY_FORCE else None
        for point in composer.brief(told).points:
            if not point.essential or not holds(point, nation, force):
                continue
            facts = {*point.facts, *point.evidence}
            piece = longest_fixed_piece(i18n.raw(point.short_key, language))
            if facts and facts <= BLOCK_FACTS and (answer.danger or facts == {*DANGER_FACTS}):
                assert "999" in said, point.short_key
            else:
                assert piece in said, f"{point.short_key}: '{piece}' is not said"


def holds(point: Point, nation: str | None, force: Force | None) -> bool:
    """Whether the point is meant for that nation and force."""
    if force is not None and not headline_applies(point, force):
        return False
    if force is not None and force.evidence and point.id == NO_OWN_EVIDENCE:
        return False
    return nation is None or nation in point.nations


def longest_fixed_piece(sentence: str) -> str:
    """The longest piece of a sentence that no placeholder fills."""
    return max(i18n.PLACEHOLDER.sub("\n", sentence).split("\n"), key=len).strip()


@pytest.mark.parametrize("topic", TOPICS)
def test_every_id_resolves(snapshot: Snapshot, topic: str) -> None:
    brief = briefs()[topic]
    for point in brief.points:
        assert set(point.facts) <= snapshot.facts.keys()
        assert set(point.evidence) <= snapshot.evidence.keys()
        assert set(point.directory) <= snapshot.services.keys()
        for figure in point.figures:
            head, _, key = figure.rpartition(".")
            record = snapshot.facts.get(head) or snapshot.evidence[head]
            assert key in record.figures, figure
    for wanted in brief.services:
        assert {*wanted.ids, *wanted.by_nation.values()} <= snapshot.services.keys()
    assert set(brief.options) <= topics().keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("nation", PLACES)
@pytest.mark.parametrize("topic", TOPICS)
def test_no_answer_is_empty_or_shows_a_placeholder(
    composer: Composer, topic: str, nation: str | None, language: str
) -> None:
    text = shown_text(answer_to(composer, (topic,), language, nation))
    assert text.strip()
    assert "%{" not in text
    assert "{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topics()[topic].group == "danger"])
def test_danger_topics_open_with_the_emergency_block(composer: Composer, topic: str, language: str) -> None:
    answer = answer_to(composer, (topic,), language)
    if topics()[topic].danger:
        assert answer.danger
        assert "999" in (answer.danger_sms or "")
    else:
        assert "999" in answer.short[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("nation", PLACES)
def test_sentences_that_rest_on_a_fact_show_its_source(composer: Composer, nation: str | None, language: str) -> None:
    for topic in TOPICS:
        answer = answer_to(composer, (topic,), language, nation)
        rests_on_facts = any(point.facts for point in composer.brief(topic).points if point.essential)
        if rests_on_facts and topic not in SPECIAL and not answer.alone:
            assert answer.sources, topic
            assert all(source.checked_on for source in answer.sources)
