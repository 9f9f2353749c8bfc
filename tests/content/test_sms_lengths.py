"""Every reply fits the budget of a text message, in every language and nation, alone and two topics at a time."""

from __future__ import annotations

import itertools
import random

import pytest

from bot.answers.compose import Composer
from bot.answers.locale_check import sentences
from bot.answers.render import BUDGET, sms_pages, sms_parts
from bot.sms.segments import segments
from bot.topics import topics
from tests.content.every import LANGUAGES, PLACES, SPECIAL, TOPICS, answer_to

PAIRS = 250  # drawn anew with a fixed seed from the 1,800 pairs there are; each is tried in every language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("nation", PLACES)
@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_fits(composer: Composer, topic: str, nation: str | None, language: str) -> None:
    answer = answer_to(composer, (topic,), language, nation)
    check_parts(sms_parts(answer), has_block=bool(answer.danger))
    assert all(segments(page) <= BUDGET for page in sms_pages(answer))


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_topics_fit(composer: Composer, language: str) -> None:
    known = [topic for topic in TOPICS if topic not in SPECIAL and topics()[topic].group != "bot"]
    for pair in random.Random(7).sample(list(itertools.combinations(known, 2)), PAIRS):
        answer = answer_to(composer, pair, language)
        check_parts(sms_parts(answer), has_block=bool(answer.danger))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_emergency_block_is_one_segment(composer: Composer, language: str) -> None:
    for topic in (topic for topic in TOPICS if topics()[topic].danger):
        _web, sms = composer.emergency(language, topic)
        assert segments(sms) == 1, f"{topic}: {len(sms)} characters"


def check_parts(parts: list[str], *, has_block: bool) -> None:
    """A block of one segment and a text within the budget; or that text, and one segment at first contact."""
    assert len(parts) in ((2,) if has_block else (1, 2))
    assert all(part.strip() for part in parts)
    if has_block:
        assert segments(parts[0]) == 1
        assert segments(parts[1]) <= BUDGET
    else:
        assert segments(parts[0]) <= BUDGET
        assert all(segments(part) == 1 for part in parts[1:])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_breaks_off(language: str) -> None:
    """A text may end after any sentence: what warns must not wait in the next one, behind "more"."""
    texts = {key: text for key, text in sentences(language).items() if not key.startswith("common.number.")}
    broken = [key for key, text in texts.items() if text.rstrip().endswith((",", "،", ";", "؛"))]
    assert broken == []
