"""What crosses the border to Rasa and back. Threats: a part of an answer is lost on the way through JSON; a choice that
she was offered means something else when it comes back."""

from __future__ import annotations

import json

import pytest

from bot.answers.answer import Answer, ContactShown, Option, ServiceCard, SourceShown, answer_from_dict
from bot.answers.payload import payload_command

WHOLE = Answer(
    language="ar",
    topics=("emergency", "data_sharing"),
    body=("one", "two"),
    danger="block",
    danger_sms="short block",
    short=("three",),
    whole=("three",),
    more=("four",),
    services=(
        ServiceCard(
            id="a",
            name="A group",
            by_and_for=True,
            statutory=False,
            why=("near",),
            warning="Ask first.",
            languages=("ar", "en"),
            contacts=(ContactShown("phone", "020 7000 0000", True),),
            checked_on="2026-01-01",
        ),
    ),
    options=(Option("force:gwent", "Gwent"),),
    sources=(SourceShown("A page", None, None, "2025", "2026-01-01", waiting=True),),
    notices=("five",),
    notices_sms=("six",),
    first_contact_sms="seven",
    ask="Which town?",
    page=2,
    alone=True,
    forget=True,
)


def test_an_answer_comes_back_from_json_as_it_was() -> None:
    assert answer_from_dict(json.loads(json.dumps(WHOLE.to_dict()))) == WHOLE


def test_no_part_of_that_answer_was_left_at_its_default() -> None:
    """Otherwise the test above could not see that it is lost."""
    plain = Answer(language="en", topics=(), body=()).to_dict()
    assert [name for name, value in WHOLE.to_dict().items() if value == plain[name]] == []


@pytest.mark.parametrize(
    ("payload", "command"),
    [
        ("children", "/children"),
        ("force:gwent", '/data_sharing_by_force{"force": "gwent"}'),
        ("language:es", '/change_language{"language": "es"}'),
    ],
)
def test_a_choice_becomes_the_text_that_rasa_reads(payload: str, command: str) -> None:
    assert payload_command(payload) == command


def test_a_choice_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError, match="colour"):
        payload_command("colour:red")
