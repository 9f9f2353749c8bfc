"""Preparing what a person typed: bounded, without control characters, folded for comparison."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 2_000  # a longer message is read up to here; SMS ends at 1,600 (Twilio's limit for one message)

_SPACE = re.compile(r"\s+")
_REPEATED = re.compile(r"(\w)\1{2,}")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_ARABIC = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "",
        "گ": "ك", "ک": "ك", "ی": "ي", "چ": "ج", "پ": "ب", "ڤ": "ف", "ھ": "ه",
    }
)  # fmt: skip


def clean(text: str) -> str:
    """The message as one line of at most MAX_CHARACTERS, composed (NFKC), without control and format characters."""
    composed = unicodedata.normalize("NFKC", text[: 4 * MAX_CHARACTERS])
    kept = "".join(
        character if unicodedata.category(character)[0] != "C" else " " if character in "\t\n\r\v\f" else ""
        for character in composed
    )
    return _SPACE.sub(" ", kept).strip()[:MAX_CHARACTERS]


def fold(text: str) -> str:
    """`text` for comparison: lower case, without accents, apostrophes and vowel marks, letter variants made one.

    Letters written three times or more are written twice ("nooooo" = "noo"); Arabic and Persian digits become 0-9.
    """
    lowered = _APOSTROPHES.sub("", text.casefold())
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(character)
    )
    digits = "".join(str(unicodedata.decimal(character)) if character.isdecimal() else character for character in plain)
    return _REPEATED.sub(r"\1\1", digits.translate(_ARABIC))


def has_words(text: str) -> bool:
    """Whether `text` holds at least one letter or digit."""
    return any(character.isalnum() for character in text)
