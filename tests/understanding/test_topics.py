"""Topics of a message: sure, unsure, several at once; the probabilities are given, the rules are what is tested."""

from __future__ import annotations

import pytest

from bot.topics import by_urgency, topics
from bot.understanding import topics as module
from bot.understanding.topics import clauses, read_topics


def scores(monkeypatch: pytest.MonkeyPatch, **given: float) -> None:
    """Let every message have these probabilities, and all other topics a tiny one."""
    message = {topic: given.get(topic, 0.001) for topic in topics()}
    monkeypatch.setattr(module, "_scores", lambda *_: message)


def test_a_likely_topic_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    scores(monkeypatch, data_sharing=0.9)
    reading = read_topics("", {}, {})
    assert [topic for topic, _ in reading.topics] == ["data_sharing"]
    assert not reading.unsure
    assert reading.offered == ()


def test_several_topics_are_answered_most_urgent_first(monkeypatch: pytest.MonkeyPatch) -> None:
    scores(monkeypatch, data_sharing=0.9, sexual_violence=module.ALSO_FIRST)
    assert [topic for topic, _ in read_topics("", {}, {}).topics] == ["sexual_violence", "data_sharing"]


def test_a_further_topic_goes_before_the_likeliest_only_where_it_is_very_likely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scores(monkeypatch, data_sharing=0.9, sexual_violence=module.ALSO)
    reading = read_topics("", {}, {})
    assert [topic for topic, _ in reading.topics] == ["data_sharing"]
    assert reading.offered == ("sexual_violence",)
    scores(monkeypatch, sexual_violence=0.9, data_sharing=module.ALSO)
    assert [topic for topic, _ in read_topics("", {}, {}).topics] == ["sexual_violence", "data_sharing"]


def test_a_possible_topic_is_offered_beside_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    scores(monkeypatch, data_sharing=0.9, hide=0.4, bot_privacy=0.3, firewall=0.2, interpreter=0.01)
    reading = read_topics("", {}, {})
    assert reading.offered == ("bot_privacy", "firewall")  # not what is hardly possible
    assert not reading.unsure


def test_choices_are_offered_instead_of_a_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    scores(monkeypatch, data_sharing=0.15, firewall=0.14, interpreter=0.12, health=0.1)
    reading = read_topics("", {}, {})
    assert reading.unsure
    assert reading.offered == ("data_sharing", "firewall", "interpreter")
    assert [topic for topic, _ in reading.topics] == list(reading.offered)


def test_what_nothing_matches_is_out_of_scope(monkeypatch: pytest.MonkeyPatch) -> None:
    scores(monkeypatch)
    reading = read_topics("", {}, {})
    assert [topic for topic, _ in reading.topics] == ["out_of_scope"]
    assert not reading.unsure


def test_a_little_danger_is_enough_for_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    scores(monkeypatch, data_sharing=0.9, self_harm=module.DANGER_ELSEWHERE)
    assert read_topics("", {}, {}).danger == ("self_harm",)
    scores(monkeypatch, data_sharing=0.9, self_harm=module.DANGER_ELSEWHERE - 0.01)
    assert read_topics("", {}, {}).danger == ()


def test_of_two_languages_that_a_message_may_be_in_the_more_careful_one_decides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    models = {"en": None, "ar": None}
    scores(monkeypatch, data_sharing=0.9, self_harm=module.DANGER["ar"])
    assert read_topics("", models, {"en": 0.5, "ar": 0.5}).danger == ("self_harm",)  # type: ignore[arg-type]
    assert read_topics("", models, {"en": 1.0}).danger == ()  # type: ignore[arg-type]


def test_clauses_are_the_parts_that_can_be_read_alone() -> None:
    assert clauses("he hits me every day. do the police tell immigration?") == [
        "he hits me every day",
        "do the police tell immigration",
    ]
    assert clauses("he hits me every day") == []
    assert clauses("ok. do the police tell immigration?") == []


def test_urgency_is_the_order_of_the_topics_file() -> None:
    assert by_urgency(["thanks", "data_sharing", "emergency", "thanks"]) == ["emergency", "data_sharing", "thanks"]
