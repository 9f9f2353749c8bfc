"""Which characters fit GSM-7. Threat: one stray letter turns a text of one segment into three, or a "¡" into "@"."""

from __future__ import annotations

import pytest

from bot.sms.alphabet import BASIC, EXTENSION, is_gsm7, units

# The table of 3GPP TS 23.038, section 6.2.1, row by row; \x1b is the escape, which is no character of a text.
TABLE = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)


def test_the_basic_alphabet_is_the_table_of_the_standard() -> None:
    assert len(TABLE) == 128
    assert frozenset(TABLE) - {"\x1b"} == BASIC


def test_the_extension_is_the_table_of_the_standard() -> None:
    assert frozenset("\f^{}\\[~]|€") == EXTENSION
    assert not BASIC & EXTENSION


@pytest.mark.parametrize(
    ("inside", "outside", "why"),
    [
        ("é", "ê", "French accents: acute and grave are in, circumflex is not"),
        ("à", "á", "Spanish acute vowels are out, but for the e"),
        ("ì", "í", "Spanish 'sí' doubles the cost"),
        ("ñ", "ń", "Spanish ñ is in, Polish ń is not"),
        ("Ç", "ç", "only the capital is in"),
        ("ü", "ű", "diaeresis is in, double acute is not"),
        ("¿", "؟", "the Arabic question mark is not the Spanish one"),
        ("1", "١", "Arabic digits are out"),
        ("Ω", "\N{OHM SIGN}", "the letter is in, its look-alike is not"),
        ("'", "’", "the typographic apostrophe is out"),
        ('"', "“", "typographic quotation marks are out"),
        ("-", "–", "dashes are out"),
        (" ", "\N{NO-BREAK SPACE}", "a no-break space looks the same and doubles the cost"),
        ("\n", "\t", "line feed is in, tab is not"),
        (".", "…", "three full stops are in, the ellipsis is not"),
        ("€", "₺", "the euro is in the extension, the lira is not"),
        ("^", "`", "the circumflex is in the extension, the grave accent alone is not"),
        ("a", "\x1b", "the escape is no character of a text"),
    ],
)
def test_look_alikes(inside: str, outside: str, why: str) -> None:
    assert is_gsm7(inside), why
    assert not is_gsm7(outside), why


def test_one_character_outside_decides_for_the_whole_text() -> None:
    assert is_gsm7("a" * 159)
    assert not is_gsm7("a" * 159 + "س")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("a", 1, id="basic character: one septet"),
        pytest.param("€", 2, id="extension character: escape and character"),
        pytest.param("[€]", 6, id="only extension characters"),
        pytest.param("a€", 3, id="both"),
        pytest.param("س", 1, id="Arabic: one code unit"),
        pytest.param("€س", 2, id="in UCS-2 an extension character costs no escape"),
        pytest.param("😀", 2, id="emoji: a surrogate pair"),
        pytest.param("👩\N{ZERO WIDTH JOINER}👧", 5, id="joined emoji: two pairs and the joiner"),
        pytest.param("🇬🇧", 4, id="flag: two pairs"),
    ],
)
def test_units(text: str, length: int) -> None:
    assert units(text) == length
