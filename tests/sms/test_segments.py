"""What a text costs, at both sides of every edge. Threat: a reply longer than promised is billed, cut or not sent."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sms.alphabet import is_gsm7, units
from bot.sms.segments import GSM7_JOINED, UCS2_JOINED, segments

ARABIC = "س"
EMOJI = "😀"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 0, id="nothing to send"),
        pytest.param("a", 1, id="one character"),
        pytest.param("a" * 160, 1, id="GSM-7 160"),
        pytest.param("a" * 161, 2, id="GSM-7 161"),
        pytest.param("a" * 306, 2, id="GSM-7 306"),
        pytest.param("a" * 307, 3, id="GSM-7 307"),
        pytest.param("a" * 459, 3, id="GSM-7 459"),
        pytest.param("a" * 460, 4, id="GSM-7 460"),
        pytest.param(ARABIC, 1, id="one Arabic letter"),
        pytest.param(ARABIC * 70, 1, id="UCS-2 70"),
        pytest.param(ARABIC * 71, 2, id="UCS-2 71"),
        pytest.param(ARABIC * 134, 2, id="UCS-2 134"),
        pytest.param(ARABIC * 135, 3, id="UCS-2 135"),
        pytest.param(ARABIC * 201, 3, id="UCS-2 201"),
        pytest.param(ARABIC * 202, 4, id="UCS-2 202"),
    ],
)
def test_edges(text: str, count: int) -> None:
    assert segments(text) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("a" * 158 + "€", 1, id="euro ends on septet 160"),
        pytest.param("a" * 159 + "€", 2, id="euro ends on septet 161"),
        pytest.param("€" * 80, 1, id="80 euros are 160 septets"),
        pytest.param("€" * 80 + "a", 2, id="80 euros and a letter"),
        pytest.param("a" * 151 + "€" + "a" * 153, 2, id="euro ends the first part: 306 septets fit two"),
        pytest.param("a" * 152 + "€" + "a" * 151, 2, id="euro moves on whole: 305 septets fit two"),
        pytest.param("a" * 152 + "€" + "a" * 152, 3, id="euro moves on whole: 306 septets need three"),
    ],
)
def test_an_extension_character_is_never_split(text: str, count: int) -> None:
    assert segments(text) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param(EMOJI * 35, 1, id="35 emoji are 70 units"),
        pytest.param(EMOJI * 35 + "a", 2, id="35 emoji and a letter"),
        pytest.param(ARABIC * 68 + EMOJI, 1, id="emoji ends on unit 70"),
        pytest.param(ARABIC * 69 + EMOJI, 2, id="emoji ends on unit 71"),
        pytest.param(ARABIC * 65 + EMOJI + ARABIC * 67, 2, id="emoji ends the first part: 134 units fit two"),
        pytest.param(ARABIC * 66 + EMOJI + ARABIC * 65, 2, id="emoji moves on whole: 133 units fit two"),
        pytest.param(ARABIC * 66 + EMOJI + ARABIC * 66, 3, id="emoji moves on whole: 134 units need three"),
        pytest.param(EMOJI * 66, 2, id="33 emoji a part"),
        pytest.param(EMOJI * 67, 3, id="one emoji more than two parts hold"),
    ],
)
def test_a_surrogate_pair_is_never_split(text: str, count: int) -> None:
    assert segments(text) == count


def test_one_foreign_character_turns_one_segment_into_three() -> None:
    assert segments("a" * 160) == 1
    assert segments("a" * 159 + ARABIC) == 3


@settings(derandomize=True, database=None, deadline=None)
@given(st.text(st.sampled_from("a€^é" + ARABIC + EMOJI + "ą"), max_size=700))
def test_a_part_holds_no_more_than_its_limit_and_wastes_at_most_one_unit(text: str) -> None:
    joined = GSM7_JOINED if is_gsm7(text) else UCS2_JOINED
    count, length = segments(text), units(text)
    assert (count == 0) == (text == "")
    if count > 1:
        assert count * joined >= length
        assert (count - 1) * (joined - 1) < length
