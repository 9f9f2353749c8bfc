"""Which script a text is written in, by ISO 15924 code."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

UNKNOWN = "Zzzz"  # ISO 15924: code for uncoded script
_CODES = {
    "LATIN": "Latn", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "BENGALI": "Beng", "DEVANAGARI": "Deva",
    "GURMUKHI": "Guru", "GUJARATI": "Gujr", "TAMIL": "Taml", "TELUGU": "Telu", "SINHALA": "Sinh", "THAI": "Thai",
    "CJK": "Hani", "HIRAGANA": "Hira", "KATAKANA": "Kana", "HANGUL": "Hang", "ETHIOPIC": "Ethi", "HEBREW": "Hebr",
    "GREEK": "Grek", "ARMENIAN": "Armn", "GEORGIAN": "Geor", "MYANMAR": "Mymr", "KHMER": "Khmr",
}  # fmt: skip


def script_of(text: str) -> str:
    """The script of most letters of `text`; UNKNOWN where there is none that we can name."""
    counts = Counter(_script(character) for character in text if character.isalpha())
    counts.pop(UNKNOWN, None)
    return counts.most_common(1)[0][0] if counts else UNKNOWN


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    return _CODES.get(unicodedata.name(character, "").split(" ")[0], UNKNOWN)
