"""Phrases in data files: a row of words, compared folded.

`a/b` allows either word, `word*` any ending, `..` up to four words in between.
"""

from __future__ import annotations

import re

from bot.understanding.text import fold

GAP = 4  # words that `..` may stand for


def spaced(text: str) -> str:
    """The words of `text`, folded, one space between them and none of the signs."""
    return " ".join("".join(character if character.isalnum() else " " for character in fold(text)).split())


def choices(pattern: str) -> list[list[str]]:
    """The words that may stand at each place of a phrase, folded; the gaps left out."""
    return [[_folded(word) for word in place.split("/")] for place in pattern.split() if place != ".."]


def expression(pattern: str) -> re.Pattern[str]:
    """The phrase as a regular expression over spaced words with a space before the first and after the last."""
    pieces = []
    for place in pattern.split():
        if place == "..":
            pieces.append(f"(?: [^ ]+){{0,{GAP}}}")
        else:
            words = (_folded(word) for word in place.split("/"))
            pieces.append(f" (?:{'|'.join(word[:-1] + '[^ ]*' if word.endswith('*') else word for word in words)})")
    return re.compile("".join(pieces) + "(?= )")


def _folded(word: str) -> str:
    return spaced(word) + ("*" if word.endswith("*") else "")
